import test from 'ava';
import {crashText, decideCrash, type CrashDecision, type CrashPolicy} from '../../../source/core/session/crash-policy.js';
import type {Exit, Relaunches, Session} from '../../../source/core/session/session.js';
import {sessionWith} from '../../helpers/sessions.js';

const minute = 60_000;
const killed: Exit = {type: 'signal', signal: 'SIGKILL'};

function crash({exit = killed, policy = 'once', livedMs = minute, relaunches, now = 10_000, ...change}: {readonly exit?: Exit; readonly policy?: CrashPolicy; readonly livedMs?: number; readonly relaunches?: Relaunches; readonly now?: number} & Partial<Session> = {}): CrashDecision {
	return decideCrash({session: sessionWith({state: {status: 'crashed', exit, at: 10_000}, relaunches, ...change}), policy, livedMs, now});
}

const leave = {type: 'leave'} as const;

test('lets an agent that crashed go on once, and then leaves it', t => {
	t.deepEqual(crash(), {type: 'relaunch', afterMs: 1000, relaunches: {count: 1, last: 10_000}});
	t.deepEqual(crash({relaunches: {count: 1, last: 7}}), {type: 'park', relaunches: {count: 1, last: 7, parked: 'it crashed again after it was resumed'}});
});

test('counts anew after a long life', t => {
	t.like(crash({relaunches: {count: 1, last: 7}, livedMs: 10 * minute}), {type: 'relaunch', relaunches: {count: 1}});
	t.like(crash({policy: 'backoff', relaunches: {count: 6, last: 7}, livedMs: 10 * minute}), {type: 'relaunch', afterMs: 1000});
});

test('waits longer each time with backoff, and gives up', t => {
	const pauses = [0, 1, 2, 3, 4, 5].map(count => crash({policy: 'backoff', relaunches: {count, last: 7}}));
	t.deepEqual(pauses.map(decision => decision.type === 'relaunch' ? decision.afterMs : decision), [1000, 2000, 4000, 8000, 16_000, 32_000]);
	t.deepEqual(crash({policy: 'backoff', relaunches: {count: 6, last: 7}}), {type: 'park', relaunches: {count: 6, last: 7, parked: 'it crashed again after it was resumed 6 times'}});
});

const left: Readonly<Record<string, Parameters<typeof crash>[0]>> = {
	'what its profile says never about': {policy: 'never'},
	'what somebody told to end': {exit: {type: 'signal', signal: 'SIGTERM'}},
	'what its terminal hung up on': {exit: {type: 'signal', signal: 'SIGHUP'}},
	'what was told to end, by a launcher\'s code': {exit: {type: 'code', code: 143}},
	'what failed by itself': {exit: {type: 'code', code: 1}},
	'an exit code of -1': {exit: {type: 'code', code: 255}},
	'what died at once': {livedMs: 4999},
	'what is long over': {now: 10_000 + minute + 1},
	'the demo': {demo: true},
	'what its user ended': {state: {status: 'exited', at: 10_000, exit: killed, stopped: true}},
	'what the machine ended': {state: {status: 'host-lost', at: 10_000, why: 'shutdown'}},
	'a plain command': {recipe: {...sessionWith().recipe, code: undefined, agent: undefined}},
	'a run without a screen': {recipe: {...sessionWith().recipe, code: 'cnp'}},
};

for (const [what, how] of Object.entries(left)) {
	test(`leaves ${what}`, t => {
		t.deepEqual(crash(how), leave);
	});
}

test('takes the code that a launcher makes of a signal for one', t => {
	t.is(crash({exit: {type: 'code', code: 137}}).type, 'relaunch');
	t.is(crash({exit: {type: 'code', code: 139}}).type, 'relaunch');
});

test('says how it crashed', t => {
	const text = (exit: Exit, reason?: string) => crashText({state: {status: 'crashed', exit, at: 1, reason}});
	t.deepEqual([text(killed), text({type: 'signal', signal: 'SIGXCPU'}), text({type: 'code', code: 139}), text({type: 'code', code: 131}), text(killed, 'its memory ran out')], ['killed', 'SIGXCPU', 'segmentation fault', 'exit code 131', 'its memory ran out']);
});
