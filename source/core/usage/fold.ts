import type {SessionUsage, UsageTotals} from '../client/state.js';
import type {Instant, SessionId} from '../session/session.js';
import type {Usage} from './usage.js';

/** All that the figures on screen are made of. */
export type UsageState = {
	/** The local day that `today` counts, by its first instant. */
	readonly dayStart: Instant;
	readonly today: UsageTotals;
	readonly sessions: Readonly<Record<SessionId, Omit<SessionUsage, 'inFlight'>>>;
	/** Requests that have begun and not ended, by their id. */
	readonly open: Readonly<Record<string, SessionId | undefined>>;
	/** Newest first. */
	readonly recent: readonly Usage[];
	/** Ended requests of the last 15 minutes, oldest first. */
	readonly window: ReadonlyArray<{readonly at: Instant; readonly durationMs: number}>;
};

export type UsageInput =
	| {readonly type: 'started'; readonly id: string; readonly session: SessionId | undefined}
	| {readonly type: 'recorded'; readonly usage: Usage; readonly cost: number | undefined}
	/** The gateway is gone, and with it every request that was open in it. */
	| {readonly type: 'gateway-ended'}
	| {readonly type: 'session-closed'; readonly session: SessionId};

/** The instant, and when the local day began that it is in. */
export type Moment = {readonly now: Instant; readonly dayStart: Instant};

export const windowMs = 15 * 60_000;
const keptRecent = 50;
const nothing: UsageTotals = {requests: 0, failed: 0, input: 0, output: 0, cacheRead: 0, cost: undefined};

export function emptyUsage(dayStart: Instant): UsageState {
	return {dayStart, today: nothing, sessions: {}, open: {}, recent: [], window: []};
}

export function foldUsage(state: UsageState, input: UsageInput, moment: Moment): UsageState {
	const day = sameDay(state, moment);
	switch (input.type) {
		case 'started': {
			return {...day, open: {...day.open, [input.id]: input.session}};
		}

		case 'recorded': {
			return record(day, input, moment);
		}

		case 'gateway-ended': {
			return {...day, open: {}};
		}

		case 'session-closed': {
			return {...day, sessions: without(day.sessions, input.session)};
		}
	}
}

/** Today's figures start from nothing at midnight. */
export function sameDay(state: UsageState, {dayStart}: Moment): UsageState {
	return state.dayStart === dayStart ? state : {...state, dayStart, today: nothing};
}

export function inFlight(state: UsageState, session: SessionId): number {
	return Object.values(state.open).filter(open => open === session).length;
}

function record(state: UsageState, {usage, cost}: {readonly usage: Usage; readonly cost: number | undefined}, {now, dayStart}: Moment): UsageState {
	const {session} = usage;
	return {
		...state,
		today: usage.at >= dayStart ? add(state.today, usage, cost) : state.today,
		sessions: session === undefined ? state.sessions : {...state.sessions, [session]: addToSession(state.sessions[session], usage, cost)},
		open: without(state.open, usage.id),
		recent: [usage, ...state.recent].toSorted((left, right) => right.at - left.at).slice(0, keptRecent),
		window: [...state.window, {at: usage.at, durationMs: usage.durationMs}].filter(({at}) => now - at < windowMs),
	};
}

function addToSession(known: Omit<SessionUsage, 'inFlight'> | undefined, usage: Usage, cost: number | undefined): Omit<SessionUsage, 'inFlight'> {
	return {
		...add(known ?? nothing, usage, cost),
		context: usage.tokens?.input ?? known?.context,
		model: usage.model ?? known?.model,
	};
}

function add(totals: UsageTotals, usage: Usage, cost: number | undefined): UsageTotals {
	return {
		requests: totals.requests + 1,
		failed: totals.failed + (usage.outcome === 'failed' ? 1 : 0),
		input: totals.input + (usage.tokens?.input ?? 0),
		output: totals.output + (usage.tokens?.output ?? 0),
		cacheRead: totals.cacheRead + (usage.tokens?.cacheRead ?? 0),
		cost: cost === undefined ? totals.cost : (totals.cost ?? 0) + cost,
	};
}

function without<Value>(record: Readonly<Record<string, Value>>, key: string): Readonly<Record<string, Value>> {
	return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}
