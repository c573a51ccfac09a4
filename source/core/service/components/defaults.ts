import type {LogPolicy, ServiceSpec} from '../spec.js';

/** Time enough for a page of work to be ended, then the signal of a keyboard, then SIGKILL. */
export const shippedStop: ServiceSpec['stop'] = [{signal: 'SIGTERM', waitMs: 5000}, {signal: 'SIGINT', waitMs: 2000}];

export const shippedLog: LogPolicy = {bytes: 10 * 1024 * 1024, files: 5};

/** Often enough that somebody who looks believes it, seldom enough to cost nothing. */
export const shippedEveryMs = 5000;

export const shippedDeadlineMs = 2000;

export const shippedFailures = 3;

/** For a program nobody knows. */
export const shippedGraceMs = 60_000;
