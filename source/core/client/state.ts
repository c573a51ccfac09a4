import type {ConfigTrouble} from '../config/problem.js';
import type {Service} from '../service/service.js';
import type {Instant, Session, SessionId} from '../session/session.js';
import type {Usage} from '../usage/usage.js';

/** Figures of one session or of the whole day. `cost` in US dollars; undefined where no price is known, which is not zero. */
export type UsageTotals = {
	readonly requests: number;
	readonly failed: number;
	readonly input: number;
	readonly output: number;
	readonly cacheRead: number;
	readonly cost: number | undefined;
	/** How many of the requests reported no tokens, though they were answered: `input`, `output` and `cacheRead` are without them. Left out where there are none. */
	readonly unreported?: number | undefined;
	/** How many of the requests `cost` is without, or has only roughly: then it is an estimate. Left out where there are none. */
	readonly inexact?: number | undefined;
	/** What was made smaller before it was sent. Left out where nothing was to be. */
	readonly compressed?: CompressedTotals | undefined;
};

/** Shown in both ways: most of what is not sent would have been read from a cache for a tenth of its price. */
export type CompressedTotals = {
	/** Those in which something was smaller. */
	readonly requests: number;
	/** Those in which the compressor had no answer, or none in time. */
	readonly skipped: number;
	/** That were not sent: an estimate. */
	readonly tokens: number;
	/** The same as a bill weighs them. */
	readonly weighted: number;
	/** US dollars; undefined where no price is known. */
	readonly usd: number | undefined;
};

export type SessionUsage = UsageTotals & {
	readonly inFlight: number;
	/** Prompt tokens of the newest request: what the conversation now weighs. */
	readonly context: number | undefined;
	readonly model: string | undefined;
};

export type Meter = {
	readonly today: UsageTotals;
	/** Requests that ended in the last 60 s. */
	readonly perMinute: number;
	/** Those of them that failed. */
	readonly failedPerMinute?: number | undefined;
	/** Milliseconds of the whole requests of `today`; undefined before the first. */
	readonly p50: number | undefined;
	readonly p95: number | undefined;
	/** In an event only those that have changed since the last one. */
	readonly sessions: Readonly<Record<SessionId, SessionUsage>>;
	/** The newest request that asked each model, for the few models asked last; newest first. */
	readonly recent: readonly Usage[];
};

/** All that a client knows: one snapshot, then events folded in by `core/client/reduce`. */
export type ClientState = {
	/** `trouble`: what it cannot keep on the disk now, and what works all the same. `config`: why its file is not in force. */
	readonly clutchd: {readonly pid: number; readonly startedAt: Instant; readonly version: string; readonly adopted: number; readonly trouble?: string | undefined; readonly config?: ConfigTrouble | undefined};
	readonly sessions: readonly Session[];
	readonly services: readonly Service[];
	readonly meter: Meter;
	/** Said once, newest last, at most 20. */
	readonly notices: readonly Notice[];
};

/** `crash`: clutchd is back after one, which is over. `stays`: the session that crashed and does not go on by itself. */
export type Notice = {readonly at: Instant; readonly level: 'note' | 'warn' | 'bad'; readonly text: string; readonly crash?: boolean | undefined; readonly stays?: SessionId | undefined};
