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
	/** Milliseconds over the last 15 minutes, whole request; undefined before the first. */
	readonly p50: number | undefined;
	readonly p95: number | undefined;
	readonly sessions: Readonly<Record<SessionId, SessionUsage>>;
	/** Newest first, at most 50. */
	readonly recent: readonly Usage[];
};

/** All that a client knows: one snapshot, then events folded in by `core/client/reduce`. */
export type ClientState = {
	/** `trouble`: what it cannot keep on the disk now, and what works all the same. */
	readonly clutchd: {readonly pid: number; readonly startedAt: Instant; readonly version: string; readonly adopted: number; readonly trouble?: string | undefined};
	readonly sessions: readonly Session[];
	readonly services: readonly Service[];
	readonly meter: Meter;
	/** Said once, newest last, at most 20. */
	readonly notices: readonly Notice[];
};

export type Notice = {readonly at: Instant; readonly level: 'note' | 'warn' | 'bad'; readonly text: string};
