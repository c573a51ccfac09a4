import type {Instant} from '../session/session.js';

/** How much of a service's output is worth the work: a burst is kept whole, a flood in samples with counted gaps. The rest is forgotten where it is cheapest, in the holder. */
export type LogBudget = {readonly bytes: number; readonly at: Instant};

/** A crash that dumps megabytes, or the whole start of a talkative program. */
const burst = 16 * 1024 * 1024;
/** Goes on for as long as it takes; nobody reads more, and the older files last a quarter of a minute of it instead of an instant. */
const perSecond = 4 * 1024 * 1024;
/** What is read at a time once the budget is used up, so that a sample is a stretch of the log and not a snippet. */
const sample = 1024 * 1024;
/** What a holder keeps for us is read before the budget counts again: it can be the end of a program that has died. */
const debt = 4 * 1024 * 1024;

export function freshBudget(now: Instant): LogBudget {
	return {bytes: burst, at: now};
}

export function spend(budget: LogBudget, {bytes, now}: {readonly bytes: number; readonly now: Instant}): LogBudget {
	return {bytes: refilled(budget, now) - bytes, at: now};
}

/** How long to wait before more is read. `overrun`: some has been lost since the last wait, so there is more than can be kept. */
export function waitFor(budget: LogBudget, {overrun, now}: {readonly overrun: boolean; readonly now: Instant}): number {
	const bytes = refilled(budget, now);
	return bytes > (overrun ? 0 : -debt) ? 0 : Math.ceil(1000 * (sample - bytes) / perSecond);
}

/** Little is left, as in a flood: what comes is taken a stretch at a time. */
export function isLow(budget: LogBudget, now: Instant): boolean {
	return refilled(budget, now) < 2 * sample;
}

function refilled({bytes, at}: LogBudget, now: Instant): number {
	return Math.min(burst, bytes + (perSecond * Math.max(0, now - at) / 1000));
}
