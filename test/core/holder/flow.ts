import test from 'ava';
import {decideFlow, flowDeadline, isPaused, rebaseFlow, type FlowDaemon, type FlowLimits, type FlowState} from '../../../source/core/holder/flow.js';

const limits: FlowLimits = {ring: 100, reserve: 20, silentMs: 1000, absentMs: 5000, stalledMs: 30_000};
/** One of version 1, and one that grants 40 bytes. */
const old: FlowDaemon = {credit: undefined};
const daemon: FlowDaemon = {credit: 40};

type Step = {readonly next: number; readonly parsed: number; readonly daemon: FlowDaemon | undefined; readonly now: number; readonly status: FlowState['status']};

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
	{next: 80, parsed: 0, daemon: undefined, now: 0, status: 'open'},
	{next: 81, parsed: 1, daemon: old, now: 0, status: 'open'},
]);

test('waits when the credit is used up, until half of it is there again', follows, [
	{next: 39, parsed: 0, daemon, now: 0, status: 'open'},
	{next: 40, parsed: 0, daemon, now: 0, status: 'throttled'},
	{next: 45, parsed: 10, daemon, now: 1, status: 'throttled'},
	{next: 45, parsed: 24, daemon, now: 2, status: 'throttled'},
	{next: 45, parsed: 25, daemon, now: 3, status: 'open'},
	{next: 64, parsed: 25, daemon, now: 4, status: 'open'},
	{next: 65, parsed: 25, daemon, now: 5, status: 'throttled'},
]);

test('lets the child go on after a second without an acknowledgement, up to a full ring', follows, [
	{next: 40, parsed: 0, daemon, now: 0, status: 'throttled'},
	{next: 40, parsed: 0, daemon, now: 999, status: 'throttled'},
	{next: 40, parsed: 0, daemon, now: 1000, status: 'silent'},
	{next: 80, parsed: 0, daemon, now: 1001, status: 'silent'},
	{next: 81, parsed: 0, daemon, now: 1002, status: 'waiting'},
	{next: 81, parsed: 0, daemon, now: 31_001, status: 'waiting'},
	{next: 81, parsed: 0, daemon, now: 31_002, status: 'overrun'},
	{next: 500, parsed: 0, daemon, now: 40_000, status: 'overrun'},
]);

test('holds the child to the credit again once the daemon answers', follows, [
	{next: 40, parsed: 0, daemon, now: 0, status: 'throttled'},
	{next: 40, parsed: 0, daemon, now: 1000, status: 'silent'},
	{next: 70, parsed: 5, daemon, now: 1001, status: 'throttled'},
	{next: 70, parsed: 50, daemon, now: 1002, status: 'open'},
]);

test('goes on when the daemon leaves', follows, [
	{next: 40, parsed: 0, daemon, now: 0, status: 'throttled'},
	{next: 40, parsed: 0, daemon: undefined, now: 1, status: 'open'},
]);

test('waits for a daemon that parses, as long as it makes progress', follows, [
	{next: 81, parsed: 0, daemon: old, now: 0, status: 'waiting'},
	{next: 90, parsed: 5, daemon: old, now: 29_000, status: 'waiting'},
	{next: 90, parsed: 5, daemon: old, now: 58_000, status: 'waiting'},
	{next: 90, parsed: 10, daemon: old, now: 59_000, status: 'open'},
]);

test('waits five seconds for a daemon that is away, then overwrites', follows, [
	{next: 81, parsed: 0, daemon: undefined, now: 1000, status: 'waiting'},
	{next: 81, parsed: 0, daemon: undefined, now: 5999, status: 'waiting'},
	{next: 81, parsed: 0, daemon: undefined, now: 6000, status: 'overrun'},
	{next: 500, parsed: 0, daemon: undefined, now: 7000, status: 'overrun'},
	{next: 500, parsed: 400, daemon: old, now: 8000, status: 'waiting'},
	{next: 500, parsed: 500, daemon: old, now: 8001, status: 'open'},
]);

test('does not let an agent hang with a daemon that hangs', follows, [
	{next: 81, parsed: 0, daemon: old, now: 0, status: 'waiting'},
	{next: 81, parsed: 0, daemon: old, now: 29_999, status: 'waiting'},
	{next: 81, parsed: 0, daemon: old, now: 30_000, status: 'overrun'},
]);

test('does not let a daemon that comes and dies, again and again, hold the child up each time', t => {
	let state: FlowState = {status: 'overrun', parsed: 0};
	for (const parsed of [10, 20, 30]) {
		state = rebaseFlow(state, parsed);
		state = decideFlow(state, {next: 200, parsed, daemon, now: parsed}, limits);
		t.false(isPaused(state));
		state = decideFlow(state, {next: 200, parsed, daemon: undefined, now: parsed + 1}, limits);
		t.false(isPaused(state));
	}

	t.deepEqual(decideFlow(state, {next: 200, parsed: 31, daemon, now: 100}, limits), {status: 'waiting', since: 100, parsed: 31});
});

test('says when to decide again', t => {
	const waiting: FlowState = {status: 'waiting', since: 1000, parsed: 0};
	t.deepEqual(
		[flowDeadline(waiting, undefined, limits), flowDeadline(waiting, daemon, limits), flowDeadline({status: 'throttled', since: 1000, parsed: 0}, daemon, limits), flowDeadline({status: 'open'}, daemon, limits), flowDeadline({status: 'overrun', parsed: 0}, daemon, limits)],
		[6000, 31_000, 2000, undefined, undefined],
	);
});

test('lets a service go on in a flood until its daemon has nearly caught up', t => {
	const piped: FlowLimits = {...limits, absentMs: 250, stalledMs: 250, relief: 25};
	const steps: readonly Step[] = [
		{next: 81, parsed: 0, daemon: old, now: 0, status: 'waiting'},
		// As long as something is parsed, it waits for that.
		{next: 85, parsed: 4, daemon: old, now: 249, status: 'waiting'},
		{next: 85, parsed: 4, daemon: old, now: 498, status: 'waiting'},
		{next: 85, parsed: 4, daemon: old, now: 499, status: 'overrun'},
		{next: 500, parsed: 430, daemon: old, now: 700, status: 'overrun'},
		{next: 600, parsed: 430, daemon: old, now: 701, status: 'overrun'},
		{next: 600, parsed: 574, daemon: old, now: 702, status: 'overrun'},
		{next: 600, parsed: 575, daemon: old, now: 703, status: 'open'},
		{next: 656, parsed: 575, daemon: old, now: 704, status: 'waiting'},
		{next: 656, parsed: 575, daemon: undefined, now: 954, status: 'overrun'},
	];
	let state: FlowState = {status: 'open'};
	for (const {status, ...facts} of steps) {
		state = decideFlow(state, facts, piped);
		t.deepEqual([facts.now, state.status], [facts.now, status]);
	}
});
