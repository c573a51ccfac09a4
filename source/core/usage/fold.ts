import type {SessionUsage, UsageTotals} from '../client/state.js';
import type {Instant, SessionId} from '../session/session.js';
import type {Cost} from './price.js';
import {addUsage, noTotals} from './totals.js';
import type {Usage} from './usage.js';

/** All that the figures on screen are made of. */
export type UsageState = {
	/** The local day that `today` counts, by its first instant. */
	readonly dayStart: Instant;
	readonly today: UsageTotals;
	readonly sessions: Readonly<Record<SessionId, Omit<SessionUsage, 'inFlight'>>>;
	/** Requests that have begun and not ended, by their id. */
	readonly open: Readonly<Record<string, SessionId | undefined>>;
	/** The newest request that asked each model, newest first. */
	readonly recent: readonly Usage[];
};

export type UsageInput =
	| {readonly type: 'started'; readonly id: string; readonly session: SessionId | undefined}
	| {readonly type: 'recorded'; readonly usage: Usage; readonly cost: Cost | undefined}
	/** The gateway is gone, and with it every request that was open in it. */
	| {readonly type: 'gateway-ended'}
	| {readonly type: 'session-closed'; readonly session: SessionId};

/** The instant, and when the local day began that it is in. */
export type Moment = {readonly now: Instant; readonly dayStart: Instant};


export function emptyUsage(dayStart: Instant): UsageState {
	return {dayStart, today: noTotals, sessions: {}, open: {}, recent: []};
}

export function foldUsage(state: UsageState, input: UsageInput, moment: Moment): UsageState {
	const day = sameDay(state, moment);
	switch (input.type) {
		case 'started': {
			return {...day, open: {...day.open, [input.id]: input.session}};
		}

		case 'recorded': {
			return record(day, input);
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
	return state.dayStart === dayStart ? state : {...state, dayStart, today: noTotals};
}

export function inFlight(state: UsageState, session: SessionId): number {
	return Object.values(state.open).filter(open => open === session).length;
}

function record(state: UsageState, {usage, cost}: {readonly usage: Usage; readonly cost: Cost | undefined}): UsageState {
	const {session} = usage;
	return {
		...state,
		today: usage.at >= state.dayStart ? addUsage(state.today, usage, cost) : state.today,
		sessions: session === undefined ? state.sessions : {...state.sessions, [session]: addToSession(state.sessions[session], usage, cost)},
		open: Object.hasOwn(state.open, usage.id) ? without(state.open, usage.id) : state.open,
		recent: newestOfModels([short(usage), ...state.recent]),
	};
}

/** Every event of the meter brings them along, so they are few and short. */
const keptRecent = 8;
const longestError = 80;

function newestOfModels(usages: readonly Usage[]): readonly Usage[] {
	const seen = new Set<string>();
	return usages.toSorted((left, right) => right.at - left.at).filter(({attempts, model}) => {
		const models = [...attempts.map(attempt => attempt.model), ...model === undefined ? [] : [model]];
		const isNew = models.some(name => !seen.has(name));
		for (const name of models) {
			seen.add(name);
		}

		return isNew;
	}).slice(0, keptRecent);
}

function short(usage: Usage): Usage {
	return {...usage, facts: undefined, candidates: undefined, error: usage.error?.slice(0, longestError), attempts: usage.attempts.map(attempt => ({...attempt, error: attempt.error?.slice(0, longestError)}))};
}

function addToSession(known: Omit<SessionUsage, 'inFlight'> | undefined, usage: Usage, cost: Cost | undefined): Omit<SessionUsage, 'inFlight'> {
	return {
		...addUsage(known ?? noTotals, usage, cost),
		context: usage.tokens?.input ?? known?.context,
		model: usage.model ?? known?.model,
	};
}

function without<Value>(record: Readonly<Record<string, Value>>, key: string): Readonly<Record<string, Value>> {
	return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}
