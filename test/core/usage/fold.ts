import test from 'ava';
import {emptyUsage, foldUsage, inFlight, type UsageInput} from '../../../source/core/usage/fold.js';
import {meterOf} from '../../../source/core/usage/meter.js';
import type {Usage} from '../../../source/core/usage/usage.js';

const dayStart = 1_000_000;
const at = dayStart + 10_000_000;

function usage(id: string, change: Partial<Usage> = {}): Usage {
	return {
		id, at, session: 'k3f', profile: undefined, route: 'p', dialect: 'messages', requestedModel: 'claude', provider: 'demo', model: 'demo-1', rule: 'default', attempts: [],
		outcome: 'ok', status: 200, stream: true, tokens: {input: 100, output: 7, cacheRead: 60, cacheWrite: 0}, durationMs: 1000, firstTokenMs: 200, error: undefined, ...change,
	};
}

function recorded(record: Usage, cost?: number): UsageInput {
	return {type: 'recorded', usage: record, cost};
}

function fold(inputs: readonly UsageInput[], now = at) {
	let state = emptyUsage(dayStart);
	for (const input of inputs) {
		state = foldUsage(state, input, {now, dayStart});
	}

	return state;
}

test('adds up the day and each session', t => {
	const meter = meterOf(fold([
		{type: 'started', id: '1', session: 'k3f'},
		recorded(usage('1')),
		recorded(usage('2', {outcome: 'failed', tokens: undefined, durationMs: 3000})),
		recorded(usage('3', {session: undefined, durationMs: 5000})),
	]), {now: at, dayStart});
	t.deepEqual(meter.today, {requests: 3, failed: 1, input: 200, output: 14, cacheRead: 120, cost: undefined});
	t.deepEqual(meter.sessions, {k3f: {requests: 2, failed: 1, input: 100, output: 7, cacheRead: 60, cost: undefined, context: 100, model: 'demo-1', inFlight: 0}});
	t.is(meter.perMinute, 3);
	t.is(meter.p50, 3000);
	t.is(meter.p95, 5000);
	t.is(meter.recent.length, 3);
});

test('knows a cost only where a price is known', t => {
	t.is(fold([recorded(usage('1'))]).today.cost, undefined);
	t.is(fold([recorded(usage('1')), recorded(usage('2'), 0.25), recorded(usage('3'), 0)]).today.cost, 0.25);
});

test('counts requests under way until they end, whatever way', t => {
	const open = fold([{type: 'started', id: '1', session: 'k3f'}, {type: 'started', id: '2', session: 'k3f'}, {type: 'started', id: '3', session: undefined}]);
	t.is(inFlight(open, 'k3f'), 2);
	t.is(meterOf(open, {now: at, dayStart}).sessions.k3f?.inFlight, 2);
	t.is(inFlight(foldUsage(open, recorded(usage('1', {outcome: 'aborted'})), {now: at, dayStart}), 'k3f'), 1);
	t.is(inFlight(foldUsage(open, {type: 'gateway-ended'}, {now: at, dayStart}), 'k3f'), 0);
});

test('starts the day from nothing at midnight and keeps what sessions used', t => {
	const tomorrow = {now: at + 86_400_000, dayStart: dayStart + 86_400_000};
	const meter = meterOf(fold([recorded(usage('1'))]), tomorrow);
	t.is(meter.today.requests, 0);
	t.is(meter.sessions.k3f?.requests, 1);
	t.is(meter.perMinute, 0);
	t.is(meter.p50, undefined);
});

test('keeps the newest fifty, newest first, in whatever order they arrive', t => {
	const {recent} = fold(Array.from({length: 60}, (_, index) => recorded(usage(`${index}`, {at: at - ((index * 7) % 60)}))));
	t.is(recent.length, 50);
	t.deepEqual(recent.map(record => record.at), recent.map(record => record.at).toSorted((left, right) => right - left));
});
