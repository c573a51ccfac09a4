import type {UsageTotals} from '../client/state.js';
import type {Instant, SessionId} from '../session/session.js';
import type {Cost} from './price.js';
import {createSketch, type Quantiles, type Sketch} from './sketch.js';
import {addTotals, addUsage, noTotals, sumOf, totalsOf} from './totals.js';
import type {Usage} from './usage.js';

export const minuteMs = 60_000;
export const quarterMs = 15 * minuteMs;
export const dayMs = 24 * 60 * minuteMs;

/** What a window holds of one model, or of one profile and route. */
export type RowFigures = {readonly totals: UsageTotals; readonly duration: Quantiles};
export type ModelFigures = RowFigures & {readonly provider: string | undefined; readonly model: string | undefined};
export type RouteFigures = RowFigures & {readonly profile: string | undefined; readonly route: Usage['route']};

/** One bar of a chart. */
export type Point = {readonly requests: number; readonly input: number; readonly output: number};

export type WindowFigures = {
	readonly totals: UsageTotals;
	readonly duration: Quantiles;
	readonly firstToken: Quantiles;
	/** In the order in which they were asked first. */
	readonly models: readonly ModelFigures[];
	readonly routes: readonly RouteFigures[];
};

/** A span of time that ends with `now`; of one session where one is named. */
export type Window = {readonly now: Instant; readonly spanMs: number; readonly session?: SessionId | undefined};

export type Series = {
	readonly add: (usage: Usage, cost: Cost | undefined) => void;
	/** What ended in a span of at most 15 minutes, to the second. */
	readonly recent: (window: Window) => UsageTotals;
	/** Bars of `stepMs`, oldest first; the last one holds `now`. */
	readonly points: (window: Window, stepMs: number) => readonly Point[];
	/** At most a day: to the minute for an hour, beyond that to the quarter of one. */
	readonly figures: (window: Window) => WindowFigures;
	/** How long requests took, of all sessions: at most a day, by quarters of an hour. */
	readonly duration: (window: Omit<Window, 'session'>) => Quantiles;
	/** Forgets what no window reaches any more. */
	readonly expire: (now: Instant) => void;
};

/** Sums of one session in one bucket of time. */
type Sums = Map<SessionId | undefined, UsageTotals>;
/** One session, model, profile and route in one bucket of time. */
type Cell = {readonly session: SessionId | undefined; readonly provider: string | undefined; readonly model: string | undefined; readonly profile: string | undefined; readonly route: Usage['route']; totals: UsageTotals; readonly duration: Sketch; readonly firstToken: Sketch};
type Layer<Value> = {readonly stepMs: number; readonly keptMs: number; readonly buckets: Map<number, Value>};

/** Seconds for a quarter of an hour and minutes for a day; percentiles, which take more room, by minutes for an hour and by quarters for a day. Records that come late or out of order land where they belong. */
export function createSeries(): Series {
	const seconds: Layer<Sums> = {stepMs: 1000, keptMs: quarterMs, buckets: new Map()};
	const minutes: Layer<Sums> = {stepMs: minuteMs, keptMs: dayMs, buckets: new Map()};
	const fine: Layer<Map<string, Cell>> = {stepMs: minuteMs, keptMs: 60 * minuteMs, buckets: new Map()};
	const coarse: Layer<Map<string, Cell>> = {stepMs: quarterMs, keptMs: dayMs, buckets: new Map()};
	const durations: Layer<Sketch> = {stepMs: quarterMs, keptMs: dayMs, buckets: new Map()};

	return {
		add(usage, cost) {
			const {session, at, durationMs} = usage;
			bucketOf(durations, at, createSketch).add(durationMs);
			for (const layer of [seconds, minutes]) {
				const sums = bucketOf(layer, at, () => new Map<SessionId | undefined, UsageTotals>());
				sums.set(session, addUsage(sums.get(session) ?? noTotals, usage, cost));
			}

			for (const layer of [fine, coarse]) {
				addToCells(bucketOf(layer, at, () => new Map<string, Cell>()), usage, cost);
			}
		},
		recent: window => sumOf(bucketsIn(seconds, window).flatMap(sums => sumsOf(sums, window))),
		points(window, stepMs) {
			const layer = window.spanMs <= quarterMs ? seconds : minutes;
			const count = Math.ceil(window.spanMs / stepMs);
			const last = Math.floor(window.now / stepMs);
			const points = Array.from({length: count}, () => ({requests: 0, input: 0, output: 0}));
			for (const [start, sums] of layer.buckets) {
				const point = points[count - 1 - (last - Math.floor(start * layer.stepMs / stepMs))];
				if (point === undefined) {
					continue;
				}

				for (const {requests, input, output} of sumsOf(sums, window)) {
					point.requests += requests;
					point.input += input;
					point.output += output;
				}
			}

			return points;
		},
		figures(window) {
			const cells = bucketsIn(window.spanMs <= fine.keptMs ? fine : coarse, window).flatMap(bucket => [...bucket.values()]).filter(cell => window.session === undefined || cell.session === window.session);
			return {
				...rowOf(cells),
				firstToken: merged(cells.map(({firstToken}) => firstToken)),
				models: grouped(cells, ({provider, model}) => JSON.stringify([provider, model])).map(group => ({provider: group[0]?.provider, model: group[0]?.model, ...rowOf(group)})),
				routes: grouped(cells, ({profile, route}) => JSON.stringify([profile, route])).map(group => ({profile: group[0]?.profile, route: group[0]?.route, ...rowOf(group)})),
			};
		},
		duration: window => merged(bucketsIn(durations, window)),
		expire(now) {
			for (const {buckets, keptMs, stepMs} of [seconds, minutes, fine, coarse, durations]) {
				for (const start of buckets.keys()) {
					if ((start + 1) * stepMs <= now - keptMs) {
						buckets.delete(start);
					}
				}
			}
		},
	};
}

function bucketOf<Value>({buckets, stepMs}: Layer<Value>, at: Instant, make: () => Value): Value {
	const start = Math.floor(at / stepMs);
	const known = buckets.get(start) ?? make();
	buckets.set(start, known);
	return known;
}

/** In the order of time, whatever order they came in. */
function bucketsIn<Value>({buckets, stepMs}: Layer<Value>, {now, spanMs}: Window): readonly Value[] {
	return [...buckets].filter(([start]) => start * stepMs > now - spanMs - stepMs && start * stepMs <= now).toSorted(([left], [right]) => left - right).map(([, value]) => value);
}

function sumsOf(sums: Sums, {session}: Window): readonly UsageTotals[] {
	if (session === undefined) {
		return [...sums.values()];
	}

	const totals = sums.get(session);
	return totals === undefined ? [] : [totals];
}

function addToCells(cells: Map<string, Cell>, usage: Usage, cost: Cost | undefined): void {
	const {session, provider, model, profile, route} = usage;
	const key = JSON.stringify([session, provider, model, profile, route]);
	const cell = cells.get(key) ?? {session, provider, model, profile, route, totals: noTotals, duration: createSketch(), firstToken: createSketch()};
	cells.set(key, cell);
	cell.totals = addTotals(cell.totals, totalsOf(usage, cost));
	cell.duration.add(usage.durationMs);
	if (usage.firstTokenMs !== undefined) {
		cell.firstToken.add(usage.firstTokenMs);
	}
}

function rowOf(cells: readonly Cell[]): RowFigures {
	return {totals: sumOf(cells.map(({totals}) => totals)), duration: merged(cells.map(({duration}) => duration))};
}

function merged(sketches: readonly Sketch[]): Quantiles {
	const all = createSketch();
	for (const sketch of sketches) {
		all.merge(sketch);
	}

	return all.quantiles();
}

function grouped(cells: readonly Cell[], keyOf: (cell: Cell) => string): ReadonlyArray<readonly Cell[]> {
	const groups = new Map<string, Cell[]>();
	for (const cell of cells) {
		const key = keyOf(cell);
		groups.set(key, [...groups.get(key) ?? [], cell]);
	}

	return [...groups.values()];
}
