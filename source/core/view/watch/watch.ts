import type {LogReply} from '../../service/log.js';
import type {Service, ServiceId} from '../../service/service.js';
import {shownServices} from '../../service/shown.js';
import type {ServiceVerb} from '../../service/verbs.js';
import type {Session, SessionId} from '../../session/session.js';
import type {Entry} from '../../usage/entries.js';
import {watchSpans, type Figures, type Resources, type WatchSpan} from '../../usage/figures.js';
import {takeLog, type LogPane} from './log-pane.js';

/** What is under the cursor, by what it is and not by where it stands, so that it stays while rows come above it. */
export type WatchRow = {readonly type: 'service'; readonly id: ServiceId} | {readonly type: 'entry'; readonly number: number};

export type WatchTable = 'models' | 'sessions' | 'profiles';

export type WatchDetail =
	| {readonly type: 'entry'; readonly entry: Entry; readonly scroll: number}
	| LogPane;

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
	/** The service that was told of without a cursor: it stays so until it is well, as digits are about what was read. */
	readonly told: ServiceId | undefined;
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
	alone: false, span: firstSpan, session: undefined, table: 'models', list: 'notable', chart: 'small', selected: undefined, told: undefined, anchor: undefined, detail: undefined,
	figures: undefined, resources: {services: {}, sessions: {}}, entries: [],
};

export type WatchInput =
	| {readonly type: 'figures'; readonly figures: Figures; readonly resources: Resources}
	/** `anew`: it takes the place of what is known. */
	| {readonly type: 'log'; readonly id: string; readonly reply: LogReply; readonly anew: boolean};

/** What Watch cannot do itself. */
export type WatchEffect =
	/** Other figures are wanted. */
	| {readonly type: 'ask'}
	/** From its end; `whole`: all that is kept of it. */
	| {readonly type: 'read-log'; readonly id: string; readonly whole?: true};

export type WatchKey = 'next' | 'previous' | 'first' | 'enter' | 'back' | 'range' | 'filter' | 'table' | 'all' | 'chart' | 'log' | 'retry' | 'start' | 'stop' | 'restart' | 'kill' | 'page-down' | 'page-up';

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

export type WatchStep = {readonly watch: Watch; readonly effects: readonly WatchEffect[]; readonly leaves?: boolean; readonly note?: string; readonly serves?: ServiceOrder};

/** What is to be done about a service. */
export type ServiceOrder = {readonly verb: ServiceVerb; readonly id: ServiceId};

/** The name that a row has for a click. */
export function markOf(row: WatchRow): string {
	return row.type === 'service' ? `service ${row.id}` : `entry ${row.number}`;
}

export function rowOfMark(mark: string): WatchRow | undefined {
	const [, type, name = ''] = /^(service|entry) (.+)$/.exec(mark) ?? [];
	return type === 'service' ? {type, id: name} : (type === 'entry' ? {type, number: Number(name)} : undefined);
}

export function isSameRow(one: WatchRow | undefined, other: WatchRow | undefined): boolean {
	return one !== undefined && other !== undefined && markOf(one) === markOf(other);
}

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
			return watch.detail?.type === 'log' && watch.detail.id === input.id ? {...watch, detail: takeLog(watch.detail, input.reply, input.anew)} : watch;
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

/** The service whose log is looked at, or that the row under the cursor is about: its own, or what happened to it. */
export function serviceUnderCursor({selected, detail, entries}: Pick<Watch, 'selected' | 'detail' | 'entries'>): ServiceId | undefined {
	if (detail?.type === 'log') {
		return detail.id;
	}

	if (selected?.type === 'service') {
		return selected.id;
	}

	const entry = detail === undefined && selected !== undefined ? entries.find(({number}) => number === selected.number) : undefined;
	return entry?.type === 'service' ? entry.id : undefined;
}

/** That service; else the one that rests, the gateway first. It is told of whole, and digits are about it. */
export function toldService(watch: Pick<Watch, 'selected' | 'detail' | 'told' | 'entries'>, services: readonly Service[]): Service | undefined {
	const {detail, told} = watch;
	const id = serviceUnderCursor(watch);
	if (id !== undefined) {
		return services.find(service => service.id === id);
	}

	if (detail !== undefined) {
		return undefined;
	}

	const parked = services.filter(({state}) => state.status === 'parked');
	return services.find(service => service.id === told && !wellOrOff.has(service.state.status)) ?? parked.find(service => service.id === 'gateway') ?? parked[0];
}

const wellOrOff: ReadonlySet<Service['state']['status']> = new Set(['ready', 'completed', 'stopped']);

/** Before other services are known: what is told of stays. */
export function keepTold(watch: Watch, services: readonly Service[]): Watch {
	const told = serviceUnderCursor(watch) !== undefined || watch.detail !== undefined ? undefined : toldService(watch, services)?.id;
	return told === watch.told ? watch : {...watch, told};
}

/** The service whose log a key opens: where none is told of, the first. */
export function chosenService(watch: Watch, {services}: Pick<WatchFacts, 'services'>): Service | undefined {
	return toldService(watch, services) ?? shownServices(services)[0];
}
