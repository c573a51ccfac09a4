import type {Clock} from '../io/clock.js';
import type {Circle} from './circle.js';
import type {Compressor} from './compress.js';
import type {Launches} from './launches.js';
import type {Report} from './report.js';
import type {Settings} from './settings.js';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What every request is handled with. */
export type GatewayContext = {
	readonly settings: Settings;
	readonly launches: Launches;
	readonly report: Report;
	readonly compressor: Compressor;
	readonly clock: Clock;
	readonly version: string;
	readonly startedAt: number;
	readonly log: (level: LogLevel, text: string) => void;
	/** Aborts when the gateway ends: streams that are open then end with an error of their dialect. */
	readonly stopping: AbortSignal;
	readonly circle: Circle;
	readonly deadlines: Deadlines;
	readonly freshId: () => string;
	readonly count: Counts;
};

export type Deadlines = {
	/** Silence of a provider in the middle of an answer that is taken for its death. */
	readonly idleMs: number;
	/** How long an answer is held back in the hope that its first words come, before the client is shown that it lives. */
	readonly holdMs: number;
	/** How often a client of a converted stream is told that it lives. */
	readonly pingMs: number;
	/** All candidates together may take this long before the first is really answering; no new one is tried after it. */
	readonly cascadeMs: number;
	/** At the end: how long streams may take to say that they end, and records to reach clutchd. */
	readonly farewellMs: number;
};

export const usualDeadlines: Deadlines = {idleMs: 300_000, holdMs: 15_000, pingMs: 15_000, cascadeMs: 300_000, farewellMs: 1000};

export type Counts = {inFlight: number; total: number; failed: number};
