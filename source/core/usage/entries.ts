import type {ClutchEvent} from '../event.js';
import type {Service} from '../service/service.js';
import {exitText} from '../service/exits.js';
import type {Instant, Session, SessionId} from '../session/session.js';
import {stateDetail, stateWord} from '../session/state-words.js';
import {priceOf, type Cost, type Prices} from './price.js';
import type {Usage} from './usage.js';

/** Something worth a line, with a number that grows: who has seen one asks for those after it. */
export type Entry = {readonly number: number; readonly at: Instant} & Happening;

export type Happening =
	| {readonly type: 'request'; readonly usage: Usage; readonly cost: Cost | undefined}
	/** A conversation went on, and the provider had (nearly) nothing of it in its cache any more. `tokens` had to be read anew. */
	| {readonly type: 'cache-miss'; readonly session: SessionId; readonly model: string; readonly before: number; readonly share: number; readonly tokens: number; readonly usd: number | undefined}
	| {readonly type: 'service'; readonly id: string; readonly title: string; readonly level: 'note' | 'warn' | 'bad'; readonly text: string}
	| {readonly type: 'session'; readonly id: SessionId; readonly name: string; readonly title: string; readonly level: 'note' | 'warn' | 'bad'; readonly text: string};

export type Entries = {
	readonly usage: (usage: Usage, cost: Cost | undefined, prices: Prices) => void;
	/** `services` and `sessions` as they were before it. */
	readonly event: (event: ClutchEvent, before: Before) => void;
	/** Newest first, at most `most` of those after a number. */
	readonly after: (number: number, most: number) => readonly Entry[];
	readonly last: () => number;
};

export type Before = {readonly services: readonly Service[]; readonly sessions: readonly Session[]; readonly now: Instant};

const keptEntries = 500;
const ringPause = 60_000;
/** Conversations whose last request is remembered. */
const keptPrompts = 200;

/** The newest things that happened, to be looked at. */
export function createEntries(): Entries {
	let entries: Entry[] = [];
	let last = 0;
	const prompts = new Map<string, {readonly at: Instant; readonly input: number; readonly cacheRead: number}>();

	const push = (at: Instant, happening: Happening) => {
		last++;
		entries.push({number: last, at, ...happening});
		if (entries.length > 2 * keptEntries) {
			entries = entries.slice(-keptEntries);
		}
	};

	return {
		usage(usage, cost, prices) {
			push(usage.at, {type: 'request', usage, cost});
			const key = JSON.stringify([usage.session, usage.provider, usage.model]);
			const miss = cacheMiss(prompts.get(key), usage, prices);
			if (miss !== undefined) {
				push(usage.at, miss);
			}

			if (usage.tokens !== undefined && usage.outcome === 'ok') {
				prompts.delete(key);
				prompts.set(key, {at: usage.at, input: usage.tokens.input, cacheRead: usage.tokens.cacheRead});
				const oldest = prompts.size > keptPrompts ? prompts.keys().next().value : undefined;
				if (oldest !== undefined) {
					prompts.delete(oldest);
				}
			}
		},
		event(event, before) {
			const happening = happeningOf(event, before);
			// Who keeps ringing says nothing new.
			const isAgain = event.type === 'session.rang' && entries.some(entry => entry.type === 'session' && happening?.type === 'session' && entry.id === happening.id && entry.text === happening.text && before.now - entry.at < ringPause);
			if (happening !== undefined && !isAgain) {
				push(before.now, happening);
			}
		},
		after: (number, most) => entries.filter(entry => entry.number > number).slice(-most).toReversed(),
		last: () => last,
	};
}

/** Smaller prompts are not worth a line. */
const smallestPrompt = 2000;

/** Only where the same conversation went on (its prompt did not shrink): a helper's short prompt never was in the cache. */
function cacheMiss(before: {readonly at: Instant; readonly input: number; readonly cacheRead: number} | undefined, usage: Usage, prices: Prices): Happening | undefined {
	const {tokens, session, model, at} = usage;
	if (before === undefined || tokens === undefined || session === undefined || model === undefined || at < before.at || before.input < smallestPrompt || tokens.input < before.input) {
		return undefined;
	}

	const shareBefore = before.cacheRead / before.input;
	const share = tokens.cacheRead / tokens.input;
	if (shareBefore < 0.5 || share >= shareBefore / 2) {
		return undefined;
	}

	const lost = Math.round((shareBefore * tokens.input) - tokens.cacheRead);
	const price = priceOf(prices, usage);
	const usd = price?.usdPerMillionCacheRead === undefined ? undefined : lost * (price.usdPerMillionInput - price.usdPerMillionCacheRead) / 1_000_000;
	return {type: 'cache-miss', session, model, before: shareBefore, share, tokens: lost, usd};
}

function happeningOf(event: ClutchEvent, before: Before): Happening | undefined {
	switch (event.type) {
		case 'service.changed': {
			return serviceHappening(event.service, before);
		}

		case 'session.changed': {
			return sessionHappening(event.session, before);
		}

		case 'session.rang': {
			const session = before.sessions.find(({id}) => id === event.id);
			return session === undefined ? undefined : {type: 'session', id: event.id, name: session.name, title: session.title, level: 'warn', text: event.text === undefined ? 'rings' : `rings: ${event.text}`};
		}

		case 'session.opened':
		case 'session.closed':
		case 'service.removed':
		case 'meter.changed':
		case 'trouble.changed':
		case 'config.changed':
		case 'notice.given': {
			return undefined;
		}
	}
}

function serviceHappening({id, title, state}: Service, {services}: Before): Happening | undefined {
	const before = services.find(service => service.id === id)?.state;
	const was = before?.status;
	// One that was found running did not get ready now.
	const isFound = before?.status === 'starting' && before.runs !== undefined && state.status === 'ready';
	if (was === undefined || was === state.status || isFound) {
		return undefined;
	}

	const line = (level: 'note' | 'warn' | 'bad', text: string): Happening => ({type: 'service', id, title, level, text});
	switch (state.status) {
		case 'ready': {
			return line('note', was === 'unhealthy' ? 'answers again' : `ready${state.address === undefined ? '' : ` at ${state.address}`}`);
		}

		case 'unhealthy': {
			return line('bad', 'does not answer');
		}

		case 'backing-off': {
			return line('warn', `ended (${exitText(state.last)}), starts again, attempt ${state.attempt}`);
		}

		case 'parked': {
			return line('bad', `parked: ${state.reason}`);
		}

		case 'stopped': {
			return line('note', 'stopped');
		}

		case 'completed': {
			return line('note', 'has done its work');
		}

		case 'waiting':
		case 'starting':
		case 'stopping': {
			return undefined;
		}
	}
}

function sessionHappening(session: Session, {sessions}: Before): Happening | undefined {
	const {id, name, title, state} = session;
	const was = sessions.find(known => known.id === id)?.state.status;
	if (was === undefined || was === state.status) {
		return undefined;
	}

	const line = (level: 'note' | 'bad', text: string): Happening => ({type: 'session', id, name, title, level, text});
	switch (state.status) {
		case 'crashed':
		case 'host-lost': {
			const detail = stateDetail(session);
			return line('bad', detail === undefined ? stateWord(session) : `${stateWord(session)}: ${detail}`);
		}

		case 'exited': {
			return line('note', stateWord(session));
		}

		case 'live': {
			return was === 'starting' ? line('note', 'started') : undefined;
		}

		case 'starting':
		case 'closed': {
			return undefined;
		}
	}
}
