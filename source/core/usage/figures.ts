import type {CompressedTotals} from '../client/state.js';
import type {Instant, SessionId} from '../session/session.js';
import type {Entries, Entry} from './entries.js';
import {minuteMs, quarterMs, type Point, type Series, type WindowFigures} from './series.js';
import {hasTokens} from './totals.js';

/** What Watch asks for: the last `spanMs`, of one session where one is named, and the newest of what happened after the entry `after`. */
export type FiguresWanted = {readonly spanMs: number; readonly session?: SessionId | undefined; readonly after?: number | undefined; readonly most?: number | undefined};

export type Figures = WindowFigures & {
	readonly at: Instant;
	/** What the local time is ahead of UTC. */
	readonly utcOffsetMs: number;
	readonly spanMs: number;
	readonly session: SessionId | undefined;
	/** For a day, where one is configured. */
	readonly budgetUsd: number | undefined;
	readonly perMinute: number;
	/** Over the last minute; undefined where requests ended in it and none of them reported tokens. */
	readonly perSecond: {readonly input: number; readonly output: number} | undefined;
	readonly points: readonly Point[];
	readonly stepMs: number;
	/** What was made smaller in this span; undefined where nothing was to be. */
	readonly compressed: CompressedTotals | undefined;
	/** Newest first. */
	readonly entries: readonly Entry[];
	/** The number of the newest there is. */
	readonly lastEntry: number;
};

export type WatchSpan = {readonly spanMs: number; readonly stepMs: number; readonly label: string};

/** The time ranges of Watch, and how much of it is one bar. */
export const watchSpans: readonly [WatchSpan, ...WatchSpan[]] = [
	{spanMs: quarterMs, stepMs: 15_000, label: '15 min'},
	{spanMs: 60 * minuteMs, stepMs: minuteMs, label: '1 h'},
	{spanMs: 24 * 60 * minuteMs, stepMs: 24 * minuteMs, label: '24 h'},
];

const mostEntries = 500;

export function figuresOf({series, entries}: {readonly series: Series; readonly entries: Entries}, wanted: FiguresWanted, {now, utcOffsetMs, budgetUsd}: {readonly now: Instant; readonly utcOffsetMs: number; readonly budgetUsd?: number | undefined}): Figures {
	const {spanMs, session, after = 0, most = 200} = wanted;
	const {stepMs} = watchSpans.find(span => span.spanMs === spanMs) ?? {stepMs: Math.max(1000, spanMs / 60)};
	const window = {now, spanMs, session};
	const figures = series.figures(window);
	const minute = series.recent({now, spanMs: minuteMs, session});
	return {
		at: now,
		utcOffsetMs,
		spanMs,
		session,
		budgetUsd,
		...figures,
		compressed: figures.totals.compressed,
		perMinute: minute.requests,
		perSecond: hasTokens(minute) ? {input: minute.input / 60, output: minute.output / 60} : undefined,
		points: series.points(window, stepMs),
		stepMs,
		entries: entries.after(after, Math.min(most, mostEntries)).filter(entry => session === undefined || entrySession(entry) === session),
		lastEntry: entries.last(),
	};
}

function entrySession(entry: Entry): SessionId | undefined {
	switch (entry.type) {
		case 'request': {
			return entry.usage.session;
		}

		case 'cache-miss': {
			return entry.session;
		}

		case 'session': {
			return entry.id;
		}

		case 'service': {
			return undefined;
		}
	}
}

/** The share of CPU (1 is one core) since it was asked last, and the memory it holds. Undefined where that cannot be told. */
export type ResourceUse = {readonly cpu: number | undefined; readonly memoryBytes: number | undefined};

/** By id. Empty where the system does not tell. */
export type Resources = {readonly services: Readonly<Record<string, ResourceUse>>; readonly sessions: Readonly<Record<string, ResourceUse>>};
