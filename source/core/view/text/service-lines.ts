import type {Lacking, Service, ServiceFacts, ServiceFigure} from '../../service/service.js';
import type {Instant} from '../../session/session.js';
import {waitedFor} from '../../service/lacking.js';
import {addCommand} from '../../service/verbs.js';
import {formatAge, formatLatency, formatWait} from './format.js';

/** A symbol and words for how a service is. */
export type ServiceSaid = {readonly symbol: string; readonly word: string; readonly detail: string};

export function serviceSaid({id, state, facts}: Service, now: Instant): ServiceSaid {
	switch (state.status) {
		case 'stopped': {
			if (facts?.kind === 'tool' && facts.installed) {
				return {symbol: '●', word: 'installed', detail: facts.note ?? ''};
			}

			return isMissing({state, facts}) ? {symbol: '○', word: 'not installed', detail: facts?.note ?? missingText({id, facts})} : {symbol: '○', word: facts?.enabled === false ? 'off' : 'stopped', detail: ''};
		}

		case 'waiting': {
			return waitingSaid(state.on, facts?.lacking);
		}

		case 'completed': {
			return {symbol: '✔', word: `done ${agoText(state.at, now)}`, detail: ''};
		}

		case 'starting': {
			return startingSaid(state, now);
		}

		case 'ready': {
			return readySaid(state, facts);
		}

		case 'unhealthy': {
			return unwellSaid(state);
		}

		case 'stopping': {
			return {symbol: '◐', word: 'stopping', detail: state.signal === undefined ? '' : `${state.signal} was sent`};
		}

		case 'backing-off': {
			return {symbol: '↻', word: `ended, starts again in ${formatLatency(Math.max(0, state.until - now))}`, detail: facts?.crash?.text ?? ''};
		}

		case 'parked': {
			return {symbol: '✖', word: `parked: ${state.reason}`, detail: ''};
		}
	}
}

function readySaid(state: Extract<Service['state'], {readonly status: 'ready'}>, facts: ServiceFacts | undefined): ServiceSaid {
	return {symbol: '●', word: facts?.unasked === true || state.address === undefined ? `ready${readyWhere({state, facts})}` : state.address, detail: ''};
}

/** Behind "ready": where it answers, or that nobody asks whether it does. */
export function readyWhere({state, facts}: Pick<Service, 'state' | 'facts'>, preposition = 'at'): string {
	if (state.status !== 'ready' || state.address === undefined) {
		return '';
	}

	return facts?.unasked === true ? ` (nobody asks ${state.address})` : ` ${preposition} ${state.address}`;
}

function waitingSaid(on: readonly string[], lacking: Lacking | undefined): ServiceSaid {
	return {symbol: '◌', word: `waits for ${waitedFor(on, lacking)}`, detail: lacking?.next ?? ''};
}

function startingSaid(state: Extract<Service['state'], {readonly status: 'starting'}>, now: Instant): ServiceSaid {
	return {symbol: '◐', word: `starting${state.attempt > 1 ? `, attempt ${state.attempt}` : ''}`, detail: startingTrouble(state, now) ?? ''};
}

function unwellSaid({trouble = ''}: Extract<Service['state'], {readonly status: 'unhealthy'}>): ServiceSaid {
	return {symbol: '✖', word: 'does not answer', detail: trouble};
}

/** That it does not answer in its first seconds is no news. */
const troubleAfterMs = 3000;

/** Why it is not ready yet, where it should be. */
export function startingTrouble({since, trouble}: Extract<Service['state'], {readonly status: 'starting'}>, now: Instant): string | undefined {
	return trouble !== undefined && now - since >= troubleAfterMs ? `not ready: ${trouble}` : undefined;
}

/** What it is called in a sentence: ours are things, the others have names. */
export function sentenceName({id, title}: Pick<Service, 'id' | 'title'>): string {
	return id === 'gateway' || id === 'demo' ? `The ${title.toLowerCase()}` : title;
}

/** Its program is not there, and that is no failure: it is left out. */
export function isMissing({state, facts}: Pick<Service, 'state' | 'facts'>): boolean {
	return state.status === 'stopped' && facts?.installed === false;
}

/** One that nobody asked for and that does not run says nothing. */
export function isShown({demo, state, facts}: Service): boolean {
	return state.status !== 'stopped' || (!demo && facts?.enabled !== false);
}

/** The services with their addresses, processes, times and versions; below each what it says of itself, or what can be done. */
export function serviceLines(services: readonly Service[], now: Instant): readonly string[] {
	const shown = services.filter(service => isShown(service));
	const names = shown.map(({id, demo}) => demo ? `${id} (demo)` : id);
	const width = Math.max(9, ...names.map(name => name.length));
	return shown.flatMap((service, index) => {
		const {symbol, word, detail} = serviceSaid(service, now);
		const parts = [word, ...runningParts(service, now), detail].filter(part => part !== '');
		return [
			`${(names[index] ?? '').padEnd(width)} ${symbol} ${parts.join('   ')}`,
			...[...noteLines(service, detail), ...changedLines(service)].map(line => `${' '.repeat(width + 3)}${line}`),
			...figureLines(service.facts?.figures ?? []).map(line => `${' '.repeat(width + 3)}${line}`),
			...choicesOf(service).map((choice, place) => `${' '.repeat(width + 3)}${place + 1} ${choice}`),
		];
	});
}

function runningParts({state, facts}: Service, now: Instant): readonly string[] {
	switch (state.status) {
		case 'ready': {
			return [...pidParts(state.pid), `started ${agoText(state.since, now)}`, ...versionParts(facts)];
		}

		case 'unhealthy':
		case 'stopping': {
			return pidParts(state.pid);
		}

		case 'stopped': {
			return facts?.kind === 'tool' ? versionParts(facts) : [];
		}

		case 'starting': {
			return [...pidParts(state.pid), `for ${formatWait(now - state.since)}`];
		}

		case 'waiting':
		case 'completed':
		case 'backing-off':
		case 'parked': {
			return [];
		}
	}
}

/** One that is stopped before its process is there has none, and of somebody else's it may not be known. */
export function pidParts(pid: number | undefined): readonly string[] {
	return pid === undefined || pid === 0 ? [] : [`pid ${pid}`];
}

/** What its user should know besides, where it is not said already. */
function noteLines({facts}: Service, detail: string): readonly string[] {
	return facts?.note === undefined || facts.note === detail ? [] : [facts.note];
}

/** The names of that in which one that ended by itself was started otherwise than when it was well the last time. */
export function changedSince({state, facts}: Pick<Service, 'state' | 'facts'>): readonly string[] {
	const isTried = state.status === 'parked' || state.status === 'backing-off' || (state.status === 'starting' && state.attempt > 1);
	return isTried ? facts?.crash?.changed ?? [] : [];
}

export function changedLines(service: Pick<Service, 'state' | 'facts'>): readonly string[] {
	const changed = changedSince(service);
	return changed.length > 0 ? [`changed since it last started well: ${changed.join(', ')}`] : [];
}

/** What it says of itself on one line; of what it saved also what that includes, for the same word means another thing in each program. */
function figureLines(figures: readonly ServiceFigure[]): readonly string[] {
	const meanings = figures.filter(({name}) => name === 'saved').flatMap(({meaning}) => wrappedWords(meaning, 100));
	return figures.length === 0 ? [] : [figures.map(figure => figureText(figure)).join('   '), ...meanings];
}

export function figureText({name, text}: ServiceFigure): string {
	return text.includes(name) || text.endsWith(name.replace(/s$/, '')) ? text : `${name} ${text}`;
}

export function wrappedWords(text: string, width: number): readonly string[] {
	const lines: string[] = [];
	for (const word of text.split(' ')) {
		const last = lines.at(-1);
		if (last !== undefined && last.length + word.length < width) {
			lines[lines.length - 1] = `${last} ${word}`;
		} else {
			lines.push(word);
		}
	}

	return lines;
}

function versionParts(facts: ServiceFacts | undefined): readonly string[] {
	return facts?.version === undefined ? [] : [`version ${facts.version}`];
}

function choicesOf({state}: Service): readonly string[] {
	return state.status === 'parked' ? state.choices : [];
}

/** Components that Clutch can install have a command for that; of the user's own only the row can be wrong. */
export function missingText(service: Pick<Service, 'id' | 'facts'>): string {
	return addCommand(service) ?? `Install its program, or correct services.${service.id}.argv in the config`;
}

function agoText(at: Instant, now: Instant): string {
	const age = formatAge(at, now);
	return age === 'now' || age === 'yesterday' ? age : `${age} ago`;
}
