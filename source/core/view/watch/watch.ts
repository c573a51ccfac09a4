import type {Service, ServiceId} from '../../service/service.js';
import type {Session, SessionId} from '../../session/session.js';
import type {Entry} from '../../usage/entries.js';
import {watchSpans, type Figures, type Resources, type WatchSpan} from '../../usage/figures.js';

/** What is under the cursor, by what it is and not by where it stands, so that it stays while rows come above it. */
export type WatchRow = {readonly type: 'service'; readonly id: ServiceId} | {readonly type: 'entry'; readonly number: number};

export type WatchTable = 'models' | 'sessions' | 'profiles';

export type WatchDetail =
	| {readonly type: 'entry'; readonly entry: Entry; readonly scroll: number}
	/** `lines` are undefined until they have been read. `scroll` counts from the newest. `over`: it was opened from elsewhere, and leaving it goes back there. */
	| {readonly type: 'log'; readonly id: string; readonly lines: readonly string[] | undefined; readonly scroll: number; readonly over?: boolean};

/** Where the user is in Watch, and what clutchd said when it was asked last: figures are asked for only while they are looked at, so they are no part of `ClientState`. */
export type Watch = {
	/** It was opened by itself: who leaves it leaves the program. */
	readonly alone: boolean;
	readonly span: WatchSpan;
	/** Only what belongs to this session. */
	readonly session: SessionId | undefined;
	readonly table: WatchTable;
	/** Every request, or only what is worth a line. */
	readonly list: 'notable' | 'all';
	readonly chart: 'small' | 'large';
	readonly selected: WatchRow | undefined;
	/** The newest entry when the cursor came among them: later ones wait until it leaves. */
	readonly anchor: number | undefined;
	readonly detail: WatchDetail | undefined;
	readonly figures: Figures | undefined;
	readonly resources: Resources;
	/** Newest first. */
	readonly entries: readonly Entry[];
};

const [firstSpan] = watchSpans;

export const startWatch: Watch = {
	alone: false, span: firstSpan, session: undefined, table: 'models', list: 'notable', chart: 'small', selected: undefined, anchor: undefined, detail: undefined,
	figures: undefined, resources: {services: {}, sessions: {}}, entries: [],
};

export type WatchInput =
	| {readonly type: 'figures'; readonly figures: Figures; readonly resources: Resources}
	| {readonly type: 'log'; readonly id: ServiceId; readonly lines: readonly string[]};

/** What Watch cannot do itself. */
export type WatchEffect =
	/** Other figures are wanted. */
	| {readonly type: 'ask'}
	| {readonly type: 'read-log'; readonly id: ServiceId}
	| {readonly type: 'retry'; readonly id: ServiceId};

export type WatchKey = 'next' | 'previous' | 'first' | 'enter' | 'back' | 'range' | 'filter' | 'table' | 'all' | 'chart' | 'log' | 'retry' | 'page-down' | 'page-up';

/** Their names in the key table. */
export type WatchAction = `watch-${WatchKey}`;

export function isWatchAction(action: string): action is WatchAction {
	return action.startsWith(prefix);
}

export function watchKeyOf(action: WatchAction): WatchKey {
	return action.slice(prefix.length) as WatchKey;
}

const prefix = 'watch-';

export type WatchFacts = {readonly services: readonly Service[]; readonly sessions: readonly Session[]};

export type WatchStep = {readonly watch: Watch; readonly effects: readonly WatchEffect[]; readonly leaves?: boolean; readonly note?: string};

const keptEntries = 500;

export function takeWatch(watch: Watch, input: WatchInput): Watch {
	switch (input.type) {
		case 'figures': {
			const {figures, resources} = input;
			if (figures.spanMs !== watch.span.spanMs || figures.session !== watch.session) {
				return watch;
			}

			// A clutchd that came back counts anew.
			const known = watch.entries.filter(({number}) => number <= figures.lastEntry && figures.entries.every(entry => entry.number !== number));
			return {...watch, figures, resources, entries: [...figures.entries, ...known].slice(0, keptEntries)};
		}

		case 'log': {
			return watch.detail?.type === 'log' && watch.detail.id === input.id ? {...watch, detail: {...watch.detail, lines: input.lines}} : watch;
		}
	}
}

/** The entries of the list: those that came after the cursor did wait. */
export function shownEntries({entries, list, anchor}: Watch): readonly Entry[] {
	return entries.filter(entry => (list === 'all' || isNotable(entry)) && (anchor === undefined || entry.number <= anchor));
}

/** How many wait for the cursor to leave. */
export function waitingEntries({entries, list, anchor}: Watch): number {
	return anchor === undefined ? 0 : entries.filter(entry => (list === 'all' || isNotable(entry)) && entry.number > anchor).length;
}

/** A request that went well at once is not: there are hundreds of them. */
export function isNotable(entry: Entry): boolean {
	return entry.type !== 'request' || entry.usage.outcome === 'failed' || entry.usage.attempts.length > 1;
}

export function shownServices(services: readonly Service[]): readonly Service[] {
	return services.filter(({demo, state}) => !demo || state.status !== 'stopped');
}

/** What its key would do to the service under the cursor, or to the only one there is. */
export function chosenService(watch: Watch, {services}: Pick<WatchFacts, 'services'>): Service | undefined {
	const shown = shownServices(services);
	const {selected} = watch;
	if (selected?.type === 'service') {
		return shown.find(({id}) => id === selected.id);
	}

	return shown.find(({state}) => state.status === 'parked') ?? shown[0];
}
