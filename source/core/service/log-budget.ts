import type {Instant} from '../session/session.js';

/** How much of a service's output is worth the work: a burst is kept whole, a flood in samples with counted gaps. What is more is forgotten where it is cheapest, in the holder; short lines, which cost more than their bytes, are counted and left out when they have come. */
export type LogBudget = {readonly bytes: number; readonly lines: number; readonly at: Instant};

/** A crash that dumps megabytes, or the whole start of a talkative program. */
const burst = 16 * 1024 * 1024;
const burstLines = 200_000;
/** Goes on for as long as it takes; nobody reads more, and the older files last a quarter of a minute of it instead of an instant. */
const perSecond = 4 * 1024 * 1024;
const linesPerSecond = 50_000;
/** What is read at a time once the budget is used up, so that a sample is a stretch of the log and not a snippet. */
const sample = 1024 * 1024;
const sampleLines = 12_500;
/** What a holder keeps for us is read before the budget counts again: it can be the end of a program that has died. */
const debt = 4 * 1024 * 1024;

export function freshBudget(now: Instant): LogBudget {
	return {bytes: burst, lines: burstLines, at: now};
}

export function spend(budget: LogBudget, {bytes, lines, now}: {readonly bytes: number; readonly lines: number; readonly now: Instant}): LogBudget {
	const {bytes: bytesLeft, lines: linesLeft} = refilled(budget, now);
	return {bytes: bytesLeft - bytes, lines: linesLeft - lines, at: now};
}

type Asked = {
	/** Some has been lost since the last wait, so there is more than can be kept. */
	readonly overrun: boolean;
	/** What is there is read in any case, so that of short lines there must be room for it. */
	readonly isNewest: boolean;
	readonly now: Instant;
};

/** How long to wait before more is read. */
export function waitFor(budget: LogBudget, {overrun, isNewest, now}: Asked): number {
	const {bytes, lines} = refilled(budget, now);
	return Math.max(
		bytes > (overrun ? 0 : -debt) ? 0 : Math.ceil(1000 * (sample - bytes) / perSecond),
		lines > 0 || !isNewest ? 0 : Math.ceil(1000 * (sampleLines - lines) / linesPerSecond),
	);
}

/** So many lines were read that more of them are only counted. */
export function onlyCounts(budget: LogBudget, now: Instant): boolean {
	return refilled(budget, now).lines <= 0;
}

/** Little is left, as in a flood: what comes is taken a stretch at a time. */
export function isLow(budget: LogBudget, now: Instant): boolean {
	const {bytes, lines} = refilled(budget, now);
	return bytes < 2 * sample || lines < 2 * sampleLines;
}

function refilled({bytes, lines, at}: LogBudget, now: Instant): Omit<LogBudget, 'at'> {
	const seconds = Math.max(0, now - at) / 1000;
	return {bytes: Math.min(burst, bytes + (perSecond * seconds)), lines: Math.min(burstLines, lines + (linesPerSecond * seconds))};
}
