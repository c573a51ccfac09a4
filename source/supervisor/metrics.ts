import type {Meter} from '../core/client/state.js';
import type {SessionId} from '../core/session/session.js';
import {createEntries} from '../core/usage/entries.js';
import {figuresOf, type Figures, type FiguresWanted} from '../core/usage/figures.js';
import {emptyUsage, foldUsage, inFlight, type Moment, type UsageInput} from '../core/usage/fold.js';
import {meterOf} from '../core/usage/meter.js';
import {costOf, type Prices} from '../core/usage/price.js';
import {createSeries, dayMs} from '../core/usage/series.js';
import type {Usage} from '../core/usage/usage.js';
import type {Clock} from '../io/clock.js';
import type {Ledger} from '../io/ledger.js';
import type {Bus} from './bus.js';

export type Metrics = {
	readonly started: (id: string, session: SessionId | undefined) => void;
	/** Stored when this returns. */
	readonly record: (records: readonly Usage[]) => void;
	readonly gatewayEnded: () => void;
	readonly sessionClosed: (session: SessionId) => void;
	readonly figures: (wanted: FiguresWanted) => Figures;
	readonly close: () => void;
};

export type Money = {readonly prices: Prices; readonly budgetUsd: number | undefined};

type Options = {
	readonly ledger: Ledger;
	readonly bus: Bus;
	readonly clock: Clock;
	/** As the configuration has it now. */
	readonly money: () => Money;
	/** How many requests of a session are under way, whenever that changes. */
	readonly onInFlight: (session: SessionId, count: number) => void;
};

/** At most twice a second, and the first after a pause at once. */
const shortest = 500;
/** Requests leave the last minute by time alone, and the day. */
const refresh = 10_000;
/** A configuration that was changed holds after so long. */
const moneyFor = 5000;

export function createMetrics({ledger, bus, clock, money, onInFlight}: Options): Metrics {
	const moment = (): Moment => ({now: clock.now(), dayStart: dayStartOf(clock.now())});
	const series = createSeries();
	const entries = createEntries();
	const currentMoney = forAWhile(money, clock);
	let state = emptyUsage(moment().dayStart);
	let told: Meter | undefined;
	let lastPublished = -Infinity;
	let cancel: (() => void) | undefined;

	const publish = () => {
		cancel?.();
		cancel = undefined;
		lastPublished = clock.monotonic();
		series.expire(clock.now());
		const meter = meterOf(state, {...moment(), series});
		const changed = changedSince(told, meter);
		told = meter;
		if (changed !== undefined) {
			bus.publish({type: 'meter.changed', meter: changed});
		}

		if (meter.today.requests > 0) {
			cancel = clock.after(meter.perMinute > 0 ? refresh : Math.max(refresh, dayEndOf(clock.now()) - clock.now()), publish);
		}
	};

	const changed = () => {
		cancel?.();
		cancel = undefined;
		const wait = lastPublished + shortest - clock.monotonic();
		if (wait <= 0) {
			publish();
			return;
		}

		cancel = clock.after(wait, publish);
	};

	const fold = (input: UsageInput) => {
		state = foldUsage(state, input, moment());
	};

	const tellInFlight = (sessions: ReadonlyArray<SessionId | undefined>) => {
		for (const session of new Set(sessions)) {
			if (session !== undefined) {
				onInFlight(session, inFlight(state, session));
			}
		}
	};

	const add = (usage: Usage) => {
		const {prices} = currentMoney();
		const cost = costOf(usage, prices);
		fold({type: 'recorded', usage, cost});
		series.add(usage, cost);
		entries.usage(usage, cost, prices);
	};

	const {now, dayStart} = moment();
	for (const usage of ledger.read({since: Math.min(dayStart, now - dayMs), sessions: bus.state().sessions.map(({id}) => id)})) {
		add(usage);
	}

	publish();
	const stop = bus.subscribe({
		onSnapshot() {
			// What has happened before is known from the ledger.
		},
		onEvent(event, before) {
			entries.event(event, {services: before.services, sessions: before.sessions, now: clock.now()});
		},
	});

	return {
		started(id, session) {
			fold({type: 'started', id, session});
			tellInFlight([session]);
			changed();
		},
		record(records) {
			for (const usage of ledger.record(records)) {
				add(usage);
			}

			tellInFlight(records.map(({session}) => session));
			changed();
		},
		gatewayEnded() {
			const sessions = Object.values(state.open);
			if (sessions.length === 0) {
				return;
			}

			fold({type: 'gateway-ended'});
			tellInFlight(sessions);
			changed();
		},
		sessionClosed(session) {
			fold({type: 'session-closed', session});
			changed();
		},
		figures: wanted => figuresOf({series, entries}, wanted, {now: clock.now(), utcOffsetMs: utcOffsetOf(clock.now()), budgetUsd: currentMoney().budgetUsd}),
		close() {
			stop();
			cancel?.();
		},
	};
}

/** Only what is different, so that an event stays small however many sessions there are; undefined where nothing is. */
function changedSince(told: Meter | undefined, meter: Meter): Meter | undefined {
	const sessions = Object.fromEntries(Object.entries(meter.sessions).filter(([id, usage]) => JSON.stringify(usage) !== JSON.stringify(told?.sessions[id])));
	const isSame = told !== undefined && Object.keys(sessions).length === 0 && JSON.stringify({...meter, sessions}) === JSON.stringify({...told, sessions});
	return isSame ? undefined : {...meter, sessions};
}

/** Reading the configuration for every request would be too much. */
function forAWhile<Value>(read: () => Value, clock: Clock): () => Value {
	let known: {readonly value: Value; readonly at: number} | undefined;
	return () => {
		if (known === undefined || clock.monotonic() - known.at > moneyFor) {
			known = {value: read(), at: clock.monotonic()};
		}

		return known.value;
	};
}

/** When the local day began. */
export function dayStartOf(now: number): number {
	const day = new Date(now);
	day.setHours(0, 0, 0, 0);
	return day.getTime();
}

function dayEndOf(now: number): number {
	const day = new Date(now);
	day.setHours(24, 0, 0, 0);
	return day.getTime();
}

function utcOffsetOf(now: number): number {
	return -60_000 * new Date(now).getTimezoneOffset();
}
