import type {ClientState} from '../core/client/state.js';
import {ClutchError} from '../core/error.js';
import {servicePrefix, type Service, type ServiceId} from '../core/service/service.js';
import type {Session} from '../core/session/session.js';
import {systemClock} from '../io/clock.js';
import {connectClutchd, type ClutchdClient} from '../io/clutchd-client.js';
import {foundHolders} from '../io/living-holders.js';
import {surveySessions} from '../io/session-survey.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {connectStarted} from './connect.js';
import {refuseUnknown} from './services-known.js';
import {isLeft, stopServices, type StoppedServices} from './stop-services.js';

/** Stops the services that are named; without a name all of them and clutchd. Sessions live on without them, unless `--all` ends those too. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const {words, flags} = parsed;
	const json = flags.json === true;
	const all = flags.all === true;
	if (all && words.length > 0) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: '--all ends everything, so it takes no service.', next: `clutch down ${words.join(' ')} stops ${words.length === 1 ? 'that one' : 'those'}.`});
	}

	let before: readonly Service[] | undefined;
	for (let left = mostTries; ; left--) {
		const client = await connected(context, {words, all});
		if (client === undefined) {
			return before === undefined ? sayNothingRuns({json, context}) : sayStopped({before, words, json, context});
		}

		try {
			const {services} = await client.call({type: 'status'}) as ClientState;
			before ??= services;
			return await (words.length > 0 ? stopNamed(client, {before, words, json, context}) : stopAll(client, {all, json, context}));
		} catch (error) {
			if (!(error instanceof ClutchError && error.code === 'ERR_CLUTCH_CONNECTION') || left === 1) {
				throw error;
			}
		} finally {
			client.close();
		}
	}
}

/** Another `down` may end clutchd while this one waits, and one that dies comes back: what was asked for is then asked of whoever is there. */
const mostTries = 3;

/** Undefined where nothing of what is to be stopped lives. Services outlive clutchd, and only it knows how each is ended: then it is started for that. */
async function connected(context: CommandContext, {words, all}: {readonly words: readonly string[]; readonly all: boolean}): Promise<ClutchdClient | undefined> {
	const {paths, env, signal} = context;
	try {
		return await connectClutchd({paths, client: 'down', signal, start: false, env});
	} catch (error) {
		if (!(error instanceof ClutchError && error.code === 'ERR_CLUTCH_NOT_RUNNING')) {
			throw error;
		}
	}

	const holders = await foundHolders(paths, signal);
	if (holders.some(({id}) => all || id.startsWith(servicePrefix))) {
		return connectStarted(context);
	}

	refuseUnknown(words, context);
	return undefined;
}

async function sayNothingRuns({json, context}: Stopping): Promise<number> {
	const left = await livingAlone(context);
	context.stdout.write(json ? `${JSON.stringify({stopped: false, left})}\n` : `clutchd does not run; nothing to stop.${left.length === 0 ? '' : ` ${leftText(left)}`}\n`);
	return 0;
}

/** What was to be stopped is gone, and so is clutchd, as somebody else wanted that too. */
async function sayStopped({before, words, json, context}: Stopping & {readonly before: readonly Service[]; readonly words: readonly string[]}): Promise<number> {
	if (words.length > 0) {
		const stopped = before.filter(service => words.includes(service.id) && isLeft(service)).map(({id}) => id);
		return sayNamed({stopped, takenBack: []}, {words, json, context});
	}

	return sayAllStopped(await livingAlone(context), {json, context});
}

async function livingAlone({paths, env, signal}: CommandContext): Promise<readonly Left[]> {
	const {sessions} = await surveySessions({paths, env, signal, now: systemClock.now()});
	return livingOf(sessions);
}

type Left = {readonly id: string; readonly name: string; readonly title: string};

function livingOf(sessions: readonly Session[]): readonly Left[] {
	return sessions.filter(({state}) => state.status === 'live' || state.status === 'starting').map(({id, name, title}) => ({id, name, title}));
}

type Stopping = {readonly json: boolean; readonly context: CommandContext};

async function stopNamed(client: ClutchdClient, {before, words, json, context}: Stopping & {readonly before: readonly Service[]; readonly words: readonly string[]}): Promise<number> {
	return sayNamed(await stopServices(client, {ids: words, before, context, quiet: json}), {words, json, context});
}

function sayNamed({stopped, takenBack}: StoppedServices, {words, json, context}: Stopping & {readonly words: readonly string[]}): number {
	const still = words.filter(id => !stopped.includes(id) && !takenBack.includes(id));
	context.stdout.write(json
		? `${JSON.stringify({stopped, ...startedAgain(takenBack)})}\n`
		: [...(stopped.length === 0 ? [] : [`Stopped: ${stopped.join(', ')}.\n`]), ...still.map(id => `${id} did not run.\n`), ...(takenBack.length === 0 ? [] : [`${againText(takenBack)}.\nclutch down ${takenBack.join(' ')} stops ${itOf(takenBack)}.\n`])].join(''));
	return takenBack.length === 0 ? 0 : exitOvertaken;
}

async function stopAll(client: ClutchdClient, {all, json, context}: Stopping & {readonly all: boolean}): Promise<number> {
	const {sessions} = await client.call({type: 'status'}) as ClientState;
	const living = livingOf(sessions);
	const gone = new Promise<void>(resolve => {
		client.onClose(() => {
			resolve();
		});
	});
	const {takenBack} = await stopServices(client, {ids: undefined, context, quiet: json});
	const kept = takenBack.length > 0 ? takenBack : await client.call({type: 'shutdown', everything: all}) as readonly ServiceId[] | undefined ?? [];
	if (kept.length > 0) {
		return sayOvertaken(client, {kept, all, json, context});
	}

	await gone;
	return sayAllStopped(all ? [] : living, {json, context});
}

function sayAllStopped(left: readonly Left[], {json, context}: Stopping): number {
	context.stdout.write(json ? `${JSON.stringify({stopped: true, left})}\n` : sentence(left));
	return 0;
}

/** What was to be stopped runs, as somebody wanted it meanwhile. */
const exitOvertaken = 3;

/** Who asked later is right: clutchd goes on for what it was asked to start. */
async function sayOvertaken(client: ClutchdClient, {kept, all, json, context}: Stopping & {readonly kept: readonly ServiceId[]; readonly all: boolean}): Promise<number> {
	const {sessions} = await client.call({type: 'status'}) as ClientState;
	const left = livingOf(sessions);
	const sessionsText = left.length === 0 ? '' : ` ${sessionsLiveOn(left)}.`;
	context.stdout.write(json
		? `${JSON.stringify({stopped: false, ...startedAgain(kept), left})}\n`
		: `${againText(kept)}, and so does clutchd; the other services are stopped.${sessionsText}\nclutch down${all ? ' --all' : ''} stops ${itOf(kept)} too.\n`);
	return exitOvertaken;
}

function startedAgain(ids: readonly ServiceId[]): {readonly startedAgain?: readonly ServiceId[]} {
	return ids.length === 0 ? {} : {startedAgain: ids};
}

function againText(ids: readonly ServiceId[]): string {
	return ids.length === 1 ? `${ids[0] ?? ''} was started again meanwhile and runs on` : `${ids.join(', ')} were started again meanwhile and run on`;
}

function itOf(all: readonly unknown[]): string {
	return all.length === 1 ? 'it' : 'them';
}

function sentence(left: readonly Left[]): string {
	return left.length === 0 ? 'The services, the sessions and clutchd are stopped.\n' : `The services and clutchd are stopped. ${leftText(left)}\n`;
}

function leftText(left: readonly Left[]): string {
	return `${sessionsLiveOn(left)}.\nclutch up finds ${itOf(left)} again; clutch down --all ends ${itOf(left)}.`;
}

function sessionsLiveOn(left: readonly Left[]): string {
	return `${left.length === 1 ? '1 session lives' : `${left.length} sessions live`} on: ${left.map(({name, title}) => `${title} "${name}"`).join(', ')}`;
}
