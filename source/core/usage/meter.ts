import type {Meter, SessionUsage} from '../client/state.js';
import {inFlight, sameDay, type Moment, type UsageState} from './fold.js';
import {minuteMs, type Series} from './series.js';
import {noTotals} from './totals.js';

type Now = Moment & {readonly series?: Series};

/** The figures as of now. Time alone changes them: requests leave the last minute, a day ends. */
export function meterOf(usage: UsageState, {series, ...moment}: Now): Meter {
	const state = sameDay(usage, moment);
	const {now} = moment;
	const minute = series?.recent({now, spanMs: minuteMs}) ?? noTotals;
	const duration = series?.duration({now, spanMs: now - state.dayStart}) ?? {p50: undefined, p95: undefined};
	return {today: state.today, perMinute: minute.requests, failedPerMinute: minute.failed, ...duration, sessions: sessionFigures(state), recent: state.recent};
}

function sessionFigures(state: UsageState): Readonly<Record<string, SessionUsage>> {
	const open = Object.values(state.open).filter(session => session !== undefined);
	const ids = new Set([...Object.keys(state.sessions), ...open]);
	return Object.fromEntries([...ids].map(id => {
		const known = state.sessions[id] ?? {...noTotals, context: undefined, model: undefined};
		return [id, {...known, inFlight: inFlight(state, id)}];
	}));
}
