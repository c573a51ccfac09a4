import type {ClientState, SessionUsage} from '../../client/state.js';
import type {ConfigTrouble} from '../../config/problem.js';
import type {LaunchRecord} from '../../launch/record.js';
import type {Instant, Session} from '../../session/session.js';
import type {Service, ServiceState} from '../../service/service.js';
import {withCall} from '../../session/rung.js';
import {stateDetail, stateWord} from '../../session/state-words.js';
import {formatAge, formatCount, formatLatency, formatTotalCost, shortFolder} from './format.js';
import {serviceLines} from './service-lines.js';
import {endedWithoutYou, isAlive, lastInstant, lookOf} from './session-state.js';

type Seen = {readonly now: Instant; readonly home: string};

const healthy: ReadonlySet<ServiceState['status']> = new Set(['ready', 'stopped', 'completed']);

/** Of these something is there, or was there and has done its work. */
const there: ReadonlySet<ServiceState['status']> = new Set(['ready', 'completed', 'starting', 'unhealthy', 'stopping']);

/** `degraded`: clutchd runs, but a service that should is not well, or it cannot write down what it knows, or the config file is broken. `down`: of all services that should run none does. One that was not installed, or was stopped, is missed by nobody. */
export function healthOf({clutchd, services}: Pick<ClientState, 'clutchd' | 'services'>): 'healthy' | 'degraded' | 'down' {
	const isWell = services.every(({state: {status}}) => healthy.has(status));
	if (!isWell && services.every(({state: {status}}) => !there.has(status))) {
		return 'down';
	}

	return isWell && clutchd.trouble === undefined && clutchd.config === undefined ? 'healthy' : 'degraded';
}

/** The plain status: the same facts as on the screens, for terminals without one. */
export function statusLines(state: ClientState, seen: Seen): readonly string[] {
	const {clutchd, meter} = state;
	const {today} = meter;
	return [
		`clutchd   ● pid ${clutchd.pid}   version ${clutchd.version}   started ${sinceText(clutchd.startedAt, seen.now)}`,
		...(clutchd.trouble === undefined ? [] : [`          ✖ ${clutchd.trouble}`]),
		...configLines(clutchd.config),
		...serviceLines(state.services, seen.now),
		...(state.sessions.length === 0 ? ['sessions  none'] : ['sessions', ...sessionLines(state.sessions, {usage: meter.sessions, ...seen}).map(line => `  ${line}`)]),
		`today     ${today.requests} requests   ${today.failed} failed   in ${formatCount(today.input)}   out ${formatCount(today.output)}   ${formatTotalCost(today)}   p50 ${formatLatency(meter.p50)}`,
		// What is still so stands above.
		...state.notices.filter(({text}) => text !== `${clutchd.config?.text ?? ''} ${clutchd.config?.next ?? ''}`).map(notice => `note      ${notice.text}`),
	];
}

function configLines(config: ConfigTrouble | undefined): readonly string[] {
	return config === undefined ? [] : [`config    ✖ ${config.text}`, `            ${config.next}`];
}

/** The same where no clutchd is there to say it: what the disk and the holders tell. */
export function statusWithoutLines(sessions: readonly Session[], {waiting, config, services, ...seen}: Seen & {readonly waiting: Waiting; readonly config: ConfigTrouble | undefined; readonly services: readonly Service[]}): readonly string[] {
	return [
		`clutchd   ○ not running   ${waiting === 'returning' ? 'it comes back by itself while sessions or services live' : 'clutch up starts it'}`,
		...configLines(config),
		...serviceLines(services, seen.now),
		...(sessions.length === 0 ? [] : ['sessions', ...sessionLines(sessions, {usage: {}, ...seen}).map(line => `  ${line}`)]),
		...lostCount(sessions).map(text => `restore   ${text}`),
	];
}

/** Whether clutchd comes back without being asked to: while holders live, unless its user put it to rest. */
export type Waiting = 'returning' | 'resting';

/** Under a list that was made without clutchd. */
export function withoutClutchdLine(sessions: readonly Session[], waiting: Waiting): string {
	return [`clutchd is not running${waiting === 'returning' ? '; it comes back by itself while sessions or services live.' : '; clutch up starts it.'}`, ...lostCount(sessions).map(text => ` ${text}`)].join('');
}

function lostCount(sessions: readonly Session[]): readonly string[] {
	const count = sessions.filter(session => endedWithoutYou(session)).length;
	return count === 0 ? [] : [`${count === 1 ? '1 session' : `${count} sessions`} ended without you; clutch restore says how ${count === 1 ? 'it goes' : 'each goes'} on.`];
}

/** One line a session: state, id, name, what it is, where, since when, and why it stands so or what it says. */
export function sessionLines(sessions: readonly Session[], {usage, now, home}: Seen & {readonly usage: Readonly<Record<string, SessionUsage>>}): readonly string[] {
	const rows = sessions.map(session => withCall(session)).map(session => {
		const look = lookOf(session, usage[session.id]?.inFlight ?? 0);
		return [`${look.symbol} ${isAlive(session) ? look.word : stateWord(session)}`, session.id, session.name, session.title, shortFolder(session.cwd, home), sinceText(lastInstant(session), now), stateDetail(session) ?? session.message ?? ''];
	});
	return inColumns(rows);
}

/** One line for each launch in its user's own terminal: what it is, where, its code, since when, what it used. */
export function terminalLines(records: readonly LaunchRecord[], {usage, now, home}: Seen & {readonly usage: Readonly<Record<string, SessionUsage>>}): readonly string[] {
	return inColumns(records.map(({session, name, title, cwd, recipe, at}) => {
		const used = usage[session];
		return ['● terminal', session, name, title, shortFolder(cwd, home), recipe.code ?? '', sinceText(at, now), used === undefined ? '' : `in ${formatCount(used.input)}  out ${formatCount(used.output)}`];
	}));
}

function inColumns(rows: ReadonlyArray<readonly string[]>): readonly string[] {
	const columns = Math.max(0, ...rows.map(row => row.length));
	const widths = Array.from({length: columns}, (_, column) => Math.max(0, ...rows.map(row => row[column]?.length ?? 0)));
	return rows.map(row => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
}

function sinceText(at: Instant, now: Instant): string {
	const age = formatAge(at, now);
	return age === 'now' || age === 'yesterday' ? age : `${age} ago`;
}
