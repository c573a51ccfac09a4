import type {SessionId} from '../core/session/session.js';
import {emptyUsage, foldUsage, inFlight, type Moment, type UsageInput} from '../core/usage/fold.js';
import {meterOf} from '../core/usage/meter.js';
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
	readonly close: () => void;
};

type Options = {
	readonly ledger: Ledger;
	readonly bus: Bus;
	readonly clock: Clock;
	/** How many requests of a session are under way, whenever that changes. */
	readonly onInFlight: (session: SessionId, count: number) => void;
};

/** At most four times a second, and the first after a pause at once. */
const shortest = 250;
/** Requests leave the last minute by time alone. */
const refresh = 10_000;

export function createMetrics({ledger, bus, clock, onInFlight}: Options): Metrics {
	const moment = (): Moment => ({now: clock.now(), dayStart: dayStartOf(clock.now())});
	let state = emptyUsage(moment().dayStart);
	let lastPublished = -Infinity;
	let cancel: (() => void) | undefined;

	const publish = () => {
		cancel?.();
		cancel = undefined;
		lastPublished = clock.monotonic();
		const meter = meterOf(state, moment());
		bus.publish({type: 'meter.changed', meter});
		if (meter.p50 !== undefined) {
			cancel = clock.after(refresh, publish);
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
		fold({type: 'recorded', usage, cost: undefined});
	};

	for (const usage of ledger.read({since: moment().dayStart, sessions: bus.state().sessions.map(({id}) => id)})) {
		add(usage);
	}

	publish();

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
		close() {
			cancel?.();
		},
	};
}

/** When the local day began. */
export function dayStartOf(now: number): number {
	const day = new Date(now);
	day.setHours(0, 0, 0, 0);
	return day.getTime();
}
