import type {Meter, SessionUsage} from '../client/state.js';
import {inFlight, sameDay, windowMs, type Moment, type UsageState} from './fold.js';

const minute = 60_000;

/** The figures as of now. Time alone changes them: requests leave the last minute, a day ends. */
export function meterOf(usage: UsageState, moment: Moment): Meter {
	const state = sameDay(usage, moment);
	const window = state.window.filter(({at}) => moment.now - at < windowMs);
	const durations = window.map(({durationMs}) => durationMs).toSorted((left, right) => left - right);
	return {
		today: state.today,
		perMinute: window.filter(({at}) => moment.now - at < minute).length,
		p50: percentile(durations, 0.5),
		p95: percentile(durations, 0.95),
		sessions: sessionFigures(state),
		recent: state.recent,
	};
}

function sessionFigures(state: UsageState): Readonly<Record<string, SessionUsage>> {
	const open = Object.values(state.open).filter(session => session !== undefined);
	const ids = new Set([...Object.keys(state.sessions), ...open]);
	return Object.fromEntries([...ids].map(id => {
		const known = state.sessions[id] ?? {requests: 0, failed: 0, input: 0, output: 0, cacheRead: 0, cost: undefined, context: undefined, model: undefined};
		return [id, {...known, inFlight: inFlight(state, id)}];
	}));
}

/** The smallest value that at least `share` of all do not exceed. */
function percentile(sorted: readonly number[], share: number): number | undefined {
	return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}
