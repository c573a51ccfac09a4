import test from 'ava';
import {emptyUsage, foldUsage, inFlight, type UsageInput} from '../../../source/core/usage/fold.js';
import {meterOf} from '../../../source/core/usage/meter.js';
import type {Cost} from '../../../source/core/usage/price.js';
import {createSeries} from '../../../source/core/usage/series.js';
import {cacheShare, hasTokens} from '../../../source/core/usage/totals.js';
import type {Usage} from '../../../source/core/usage/usage.js';
import {usageRecord as usage} from '../../helpers/usage.js';

const dayStart = 1_000_000;
const at = dayStart + 10_000_000;

function recorded(record: Usage, cost?: Cost): UsageInput {
	return {type: 'recorded', usage: record, cost};
}

function fold(inputs: readonly UsageInput[], now = at) {
	let state = emptyUsage(dayStart);
	for (const input of inputs) {
		state = foldUsage(state, input, {now, dayStart});
	}

	return state;
}

function exactly(usd: number): Cost {
	return {usd, isExact: true};
}

test('adds up the day and each session', t => {
	const records = [
		usage('1', {at}),
		usage('2', {at, outcome: 'failed', status: 500, tokens: undefined, durationMs: 3000}),
		usage('3', {at, session: undefined, durationMs: 5000}),
	];
	const series = createSeries();
	for (const record of records) {
		series.add(record, undefined);
	}

	const meter = meterOf(fold([{type: 'started', id: '1', session: 'k3f'}, ...records.map(record => recorded(record))]), {now: at, dayStart, series});
	t.deepEqual(meter.today, {requests: 3, failed: 1, input: 200, output: 14, cacheRead: 120, cost: undefined, inexact: 2});
	t.deepEqual(meter.sessions, {k3f: {requests: 2, failed: 1, input: 100, output: 7, cacheRead: 60, cost: undefined, inexact: 1, context: 100, model: 'demo-1', inFlight: 0}});
	t.is(meter.perMinute, 3);
	t.is(meter.failedPerMinute, 1);
	t.true(Math.abs((meter.p50 ?? 0) - 3000) <= 30);
	t.is(meterOf(emptyUsage(dayStart), {now: at, dayStart}).p50, undefined);

	const evening = at + (3 * 3_600_000);
	const late = meterOf(emptyUsage(dayStart), {now: evening, dayStart, series});
	t.is(late.perMinute, 0);
	t.true(Math.abs((late.p50 ?? 0) - 3000) <= 30, 'of the whole day, as the requests beside it are');
	const tomorrow = dayStart + (24 * 3_600_000);
	t.is(meterOf(emptyUsage(dayStart), {now: tomorrow + 1, dayStart: tomorrow, series}).p50, undefined);
});

test('knows a cost only where a price is known, and says where it is an estimate', t => {
	t.is(fold([recorded(usage('1', {at}))]).today.cost, undefined);
	const some = fold([recorded(usage('1', {at})), recorded(usage('2', {at}), exactly(0.25)), recorded(usage('3', {at}), exactly(0))]).today;
	t.is(some.cost, 0.25);
	t.is(some.inexact, 1);
	t.is(fold([recorded(usage('2', {at}), exactly(0.25))]).today.inexact, undefined);
	t.is(fold([recorded(usage('2', {at}), {usd: 0.25, isExact: false})]).today.inexact, 1);
	t.is(fold([recorded(usage('2', {at}), exactly(0.25)), recorded(usage('3', {at, outcome: 'failed', status: 429, tokens: undefined}))]).today.inexact, undefined, 'what was refused cost nothing');
});

test('tells no tokens from none reported', t => {
	const silent = fold([recorded(usage('1', {at, tokens: undefined}))]).today;
	t.false(hasTokens(silent));
	t.is(silent.unreported, 1);
	t.true(hasTokens(fold([recorded(usage('1', {at, tokens: undefined})), recorded(usage('2', {at}))]).today));
	t.true(hasTokens(fold([]).today));
	t.is(cacheShare(silent), undefined);
	t.is(cacheShare({input: 100, cacheRead: 91}), 0.91);
});

test('counts requests under way until they end, whatever way', t => {
	const open = fold([{type: 'started', id: '1', session: 'k3f'}, {type: 'started', id: '2', session: 'k3f'}, {type: 'started', id: '3', session: undefined}]);
	t.is(inFlight(open, 'k3f'), 2);
	t.is(meterOf(open, {now: at, dayStart}).sessions.k3f?.inFlight, 2);
	t.is(inFlight(foldUsage(open, recorded(usage('1', {at, outcome: 'aborted'})), {now: at, dayStart}), 'k3f'), 1);
	t.is(inFlight(foldUsage(open, {type: 'gateway-ended'}, {now: at, dayStart}), 'k3f'), 0);
});

test('starts the day from nothing at midnight and keeps what sessions used', t => {
	const tomorrow = {now: at + 86_400_000, dayStart: dayStart + 86_400_000};
	const meter = meterOf(fold([recorded(usage('1', {at}))]), tomorrow);
	t.is(meter.today.requests, 0);
	t.is(meter.sessions.k3f?.requests, 1);
});

test('keeps the newest request of each of the eight models asked last, in whatever order they arrive', t => {
	const {recent} = fold(Array.from({length: 60}, (_, index) => recorded(usage(`${index}`, {at: at - ((index * 7) % 60), model: `m${((index * 7) % 60) % 10}`, attempts: []}))));
	t.deepEqual(recent.map(({model}) => model), ['m0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7']);
	t.deepEqual(recent.map(record => at - record.at), [0, 1, 2, 3, 4, 5, 6, 7]);
	t.true(JSON.stringify(fold([recorded(usage('1', {at, error: 'x'.repeat(10_000)}))]).recent).length < 1000);
});
