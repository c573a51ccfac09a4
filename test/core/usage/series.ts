import test from 'ava';
import {costOf, type Prices} from '../../../source/core/usage/price.js';
import {createSeries, dayMs, minuteMs, quarterMs} from '../../../source/core/usage/series.js';
import {createSketch} from '../../../source/core/usage/sketch.js';
import type {Usage} from '../../../source/core/usage/usage.js';
import {usageRecord} from '../../helpers/usage.js';

const now = 1_700_000_000_000;
const prices: Prices = {
	demo: {'demo-1': {usdPerMillionInput: 3, usdPerMillionOutput: 15, usdPerMillionCacheRead: 0.3, usdPerMillionCacheWrite: 3.75}, 'demo-2': {usdPerMillionInput: 1, usdPerMillionOutput: 2}},
};

/** The same numbers for the same seed. */
function numbers(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 0x1_0000_0000;
	};
}

function someRecords(seed: number, count: number): readonly Usage[] {
	const next = numbers(seed);
	return Array.from({length: count}, (_, index) => {
		const input = Math.floor(next() * 100_000);
		return usageRecord(String(index), {
			at: now - Math.floor(next() * dayMs),
			session: next() < 0.2 ? undefined : `s${Math.floor(next() * 3)}`,
			model: next() < 0.5 ? 'demo-1' : (next() < 0.5 ? 'demo-2' : 'unknown'),
			profile: next() < 0.5 ? 'lean' : undefined,
			outcome: next() < 0.1 ? 'failed' : 'ok',
			tokens: next() < 0.1 ? undefined : {input, output: Math.floor(next() * 5000), cacheRead: Math.floor(next() * input), cacheWrite: 0},
			durationMs: 100 + (next() * 20_000),
			firstTokenMs: next() < 0.1 ? undefined : 50 + (next() * 2000),
		});
	});
}

function seriesOf(records: readonly Usage[]) {
	const series = createSeries();
	for (const record of records) {
		series.add(record, costOf(record, prices));
	}

	return series;
}

function shuffled<Value>(values: readonly Value[], seed: number): readonly Value[] {
	const next = numbers(seed);
	return values.map(value => [next(), value] as const).toSorted(([left], [right]) => left - right).map(([, value]) => value);
}

for (const seed of [1, 2, 3, 4, 5]) {
	test(`the buckets of a day add up to what was used and what it cost (seed ${seed})`, t => {
		const records = someRecords(seed, 500);
		const {totals, models, routes} = seriesOf(records).figures({now, spanMs: dayMs});
		const cost = records.reduce((sum, record) => sum + (costOf(record, prices)?.usd ?? 0), 0);
		t.is(totals.requests, records.length);
		t.true(Math.abs((totals.cost ?? 0) - cost) < 1e-6);
		for (const rows of [models, routes]) {
			t.is(rows.reduce((sum, row) => sum + row.totals.requests, 0), records.length);
			t.is(rows.reduce((sum, row) => sum + row.totals.input, 0), totals.input);
			t.true(Math.abs(rows.reduce((sum, row) => sum + (row.totals.cost ?? 0), 0) - cost) < 1e-6);
		}

		t.is(models.find(({model}) => model === 'unknown')?.totals.cost, undefined, 'no price, no cost');
		t.is(seriesOf(records).points({now, spanMs: dayMs + minuteMs}, minuteMs).reduce((sum, {requests}) => sum + requests, 0), records.length);
	});

	test(`the order of arrival changes nothing (seed ${seed})`, t => {
		const records = someRecords(seed, 300);
		const one = seriesOf(records).figures({now, spanMs: 60 * minuteMs});
		const other = seriesOf(shuffled(records, seed + 100)).figures({now, spanMs: 60 * minuteMs});
		const sorted = (figures: typeof one) => ({
			totals: {...figures.totals, cost: figures.totals.cost?.toFixed(9)}, duration: figures.duration, firstToken: figures.firstToken,
			models: figures.models.map(({model, totals, duration}) => ({model: model ?? '', requests: totals.requests, input: totals.input, duration})).toSorted((left, right) => left.model.localeCompare(right.model)),
		});
		t.deepEqual(sorted(other), sorted(one));
	});

	test(`percentiles of merged minutes are within 1 % of the true ones (seed ${seed})`, t => {
		const records = someRecords(seed, 2000).map((record, index) => ({...record, at: now - (index * 400)}));
		const {duration} = seriesOf(records).figures({now, spanMs: quarterMs});
		const sorted = records.map(({durationMs}) => durationMs).toSorted((left, right) => left - right);
		for (const [share, found] of [[0.5, duration.p50], [0.95, duration.p95]] as const) {
			const wanted = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
			t.true(Math.abs((found ?? 0) - wanted) <= wanted * 0.01, `${found} is not near ${wanted}`);
		}
	});
}

test('a window slides: what is older than it does not count', t => {
	const series = seriesOf([usageRecord('old', {at: now - (20 * minuteMs), durationMs: 9000}), usageRecord('new', {at: now - minuteMs, durationMs: 1000})]);
	t.is(series.figures({now, spanMs: quarterMs}).totals.requests, 1);
	t.is(series.figures({now, spanMs: 60 * minuteMs}).totals.requests, 2);
	t.is(series.figures({now: now + quarterMs + (2 * minuteMs), spanMs: quarterMs}).totals.requests, 0);
	t.is(series.figures({now: now + quarterMs + (2 * minuteMs), spanMs: quarterMs}).duration.p50, undefined);
	t.is(series.recent({now, spanMs: 30_000}).requests, 0);
	t.is(series.recent({now, spanMs: 61_000}).requests, 1);
});

test('forgets what no window reaches', t => {
	const series = seriesOf(someRecords(1, 200));
	series.expire(now + (2 * dayMs));
	t.is(series.figures({now, spanMs: dayMs}).totals.requests, 0);
	t.is(series.points({now, spanMs: dayMs}, minuteMs).reduce((sum, {requests}) => sum + requests, 0), 0);
});

test('one session is told from the others', t => {
	const series = seriesOf([usageRecord('1', {at: now, session: 'a'}), usageRecord('2', {at: now, session: 'b'}), usageRecord('3', {at: now, session: undefined})]);
	t.is(series.figures({now, spanMs: quarterMs, session: 'a'}).totals.requests, 1);
	t.is(series.recent({now, spanMs: minuteMs, session: 'b'}).requests, 1);
	t.is(series.points({now, spanMs: quarterMs, session: 'a'}, minuteMs).at(-1)?.requests, 1);
});

test('percentiles of few values are among them, by nearest rank', t => {
	for (const [values, p50, p95] of [[[905], 905, 905], [[905, 1200], 905, 1200], [[3, 1, 2], 2, 3], [[80, 93, 108, 117, 129, 163, 215, 216, 265], 129, 265], [Array.from({length: 20}, (_, index) => index + 1), 10, 19], [Array.from({length: 100}, (_, index) => index + 1), 50, 95], [[0, 0, 7], 0, 7]] as const) {
		const sketch = createSketch();
		for (const value of values) {
			sketch.add(value);
		}

		const found = sketch.quantiles();
		t.true(Math.abs((found.p50 ?? -1) - p50) <= p50 * 0.01, `${values.join(' ')}: p50 ${found.p50}`);
		t.true(Math.abs((found.p95 ?? -1) - p95) <= p95 * 0.01, `${values.join(' ')}: p95 ${found.p95}`);
	}
});

test('a sketch without values has no percentiles, and takes what a clock that was set back gives', t => {
	const sketch = createSketch();
	t.deepEqual(sketch.quantiles(), {p50: undefined, p95: undefined});
	sketch.add(-5);
	sketch.add(Number.NaN);
	t.deepEqual(sketch.quantiles(), {p50: 0, p95: 0});
});
