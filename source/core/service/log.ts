import type {Instant} from '../session/session.js';

/** A line of a service's output as it may be shown, numbered from 1 on for as long as clutchd lives. */
export type LogLine = {
	readonly number: number;
	readonly at: Instant;
	readonly text: string;
	/** It stands for output that could not be kept. `lines` is 0 where nobody could count them. */
	readonly skipped?: {readonly lines: number; readonly bytes: number} | undefined;
	/** It has no end yet, and is told again under its number when there is more of it. */
	readonly open?: true | undefined;
};

/** The lines behind the one that was asked for, oldest first. */
export type LogReply = {readonly lines: readonly LogLine[]; /** The newest there is; 0 for none. */ readonly last: number};

/** As many as a service's ring keeps, which is as many as can be asked for at once. */
export const mostLogLines = 5000;
