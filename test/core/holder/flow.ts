import test from 'ava';
import {decideFlow, flowDeadline, type FlowLimits, type FlowState} from '../../../source/core/holder/flow.js';

const limits: FlowLimits = {ring: 100, reserve: 20, absentMs: 5000, stalledMs: 30_000};

type Step = {readonly next: number; readonly acknowledged: number; readonly daemon: boolean; readonly now: number; readonly status: FlowState['status']};

const follows = test.macro({
	exec(t, steps: readonly Step[]) {
		let state: FlowState = {status: 'open'};
		const seen = steps.map(({status, ...facts}) => {
			state = decideFlow(state, facts, limits);
			return {...facts, status: state.status};
		});
		t.deepEqual(seen, [...steps]);
	},
	title: providedTitle => providedTitle ?? '',
});

test('reads on while the reserve is free', follows, [
	{next: 80, acknowledged: 0, daemon: false, now: 0, status: 'open'},
	{next: 81, acknowledged: 1, daemon: true, now: 0, status: 'open'},
]);

test('waits for a daemon that parses, as long as it makes progress', follows, [
	{next: 81, acknowledged: 0, daemon: true, now: 0, status: 'waiting'},
	{next: 90, acknowledged: 5, daemon: true, now: 29_000, status: 'waiting'},
	{next: 90, acknowledged: 5, daemon: true, now: 58_000, status: 'waiting'},
	{next: 90, acknowledged: 10, daemon: true, now: 59_000, status: 'open'},
]);

test('waits five seconds for a daemon that is away, then overwrites', follows, [
	{next: 81, acknowledged: 0, daemon: false, now: 1000, status: 'waiting'},
	{next: 81, acknowledged: 0, daemon: false, now: 5999, status: 'waiting'},
	{next: 81, acknowledged: 0, daemon: false, now: 6000, status: 'overrun'},
	{next: 500, acknowledged: 0, daemon: false, now: 7000, status: 'overrun'},
	{next: 500, acknowledged: 400, daemon: true, now: 8000, status: 'waiting'},
	{next: 500, acknowledged: 500, daemon: true, now: 8001, status: 'open'},
]);

test('does not let an agent hang with a daemon that hangs', follows, [
	{next: 81, acknowledged: 0, daemon: true, now: 0, status: 'waiting'},
	{next: 81, acknowledged: 0, daemon: true, now: 29_999, status: 'waiting'},
	{next: 81, acknowledged: 0, daemon: true, now: 30_000, status: 'overrun'},
]);

test('says when to decide again', t => {
	const waiting: FlowState = {status: 'waiting', since: 1000, acknowledged: 0};
	t.deepEqual(
		[flowDeadline(waiting, false, limits), flowDeadline(waiting, true, limits), flowDeadline({status: 'open'}, true, limits), flowDeadline({status: 'overrun', acknowledged: 0}, true, limits)],
		[6000, 31_000, undefined, undefined],
	);
});
