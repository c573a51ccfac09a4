import test from 'ava';
import {backoff} from '../../../source/core/service/backoff.js';
import {idleMachine, nextTick, transition, type ServiceInput, type ServiceMachine} from '../../../source/core/service/former-machine.js';

const killed = {type: 'exited', exit: {type: 'signal', signal: 'SIGKILL'}, said: '', refusal: undefined} as const;

/** Feeds inputs, each at its instant, and tells the states passed and the actions asked for. */
function feed(inputs: ReadonlyArray<readonly [at: number, input: ServiceInput]>, from: ServiceMachine = idleMachine) {
	let machine = from;
	const states: string[] = [];
	const actions: string[] = [];
	for (const [at, input] of inputs) {
		const result = transition(machine, input, at);
		({machine} = result);
		states.push(machine.state.status);
		actions.push(...result.actions.map(action => action.type));
	}

	return {machine, states, actions};
}

const ready = feed([[0, {type: 'start'}], [10, {type: 'spawned', pid: 7}], [200, {type: 'answered', address: 'http://127.0.0.1:8082'}]]);

test('starts, gets a pid and is ready once it answers', t => {
	t.deepEqual(ready.states, ['starting', 'starting', 'ready']);
	t.deepEqual(ready.actions, ['spawn']);
	t.deepEqual(ready.machine.state, {status: 'ready', pid: 7, since: 200, address: 'http://127.0.0.1:8082'});
});

test('is started again where it listened, well within a second after it was killed', t => {
	const died = transition(ready.machine, killed, 5000);
	t.is(died.machine.state.status, 'backing-off');
	const due = nextTick(died.machine);
	t.true(due !== undefined && due - 5000 <= 200);
	t.deepEqual(transition(died.machine, {type: 'tick'}, (due ?? 0) - 1).actions, []);
	t.deepEqual(transition(died.machine, {type: 'tick'}, due ?? 0).actions, [{type: 'spawn', port: 8082}]);
});

test('goes back to the configured port when it is started by hand', t => {
	t.deepEqual(transition(transition(ready.machine, {type: 'restart'}, 5000).machine, killed, 5100).actions, [{type: 'spawn', port: undefined}]);
});

test('waits longer each time, up to 30 s', t => {
	t.deepEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 20].map(count => backoff(count)), [20, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});

function dieAgainAndAgain(times: number, gap: number) {
	let {machine} = ready;
	let now = 1000;
	for (let time = 0; time < times; time++) {
		({machine} = transition(machine, {...killed, said: 'Error: no such thing'}, now));
		if (machine.state.status !== 'backing-off') {
			break;
		}

		now = Math.max(now + gap, nextTick(machine) ?? 0);
		({machine} = transition(machine, {type: 'tick'}, now));
		({machine} = transition(machine, {type: 'spawned', pid: 8}, now));
		({machine} = transition(machine, {type: 'answered', address: undefined}, now));
	}

	return machine;
}

test('rests after six failures within three minutes and says why', t => {
	t.is(dieAgainAndAgain(5, 0).state.status, 'ready');
	const parked = dieAgainAndAgain(6, 0);
	t.deepEqual(parked.state, {status: 'parked', last: {type: 'signal', signal: 'SIGKILL'}, reason: 'It ended 6 times within 3 minutes, last with signal SIGKILL: Error: no such thing', choices: ['try again'], port: 8082});
	t.is(nextTick(parked), undefined);
	t.deepEqual(feed([[9e5, {type: 'tick'}], [9e5, {type: 'start'}]], parked).actions, ['spawn']);
});

test('forgets earlier failures after a minute of running well', t => {
	const machine = dieAgainAndAgain(20, 61_000);
	t.is(machine.state.status, 'ready');
});

test('parks at once with the reason that the service gives itself', t => {
	const refusal = {reason: '8082 is taken by node (pid 4121, ~/old-proxy).', choices: ['use 8083', 'try again']};
	const result = feed([[0, {type: 'start'}], [10, {type: 'spawned', pid: 7}], [20, {...killed, exit: {type: 'code', code: 3}, refusal}]]);
	t.deepEqual(result.machine.state, {status: 'parked', last: {type: 'code', code: 3}, ...refusal});
	t.deepEqual(result.actions, ['spawn']);
});

test('a chosen port stays over crashes and restarts, and a start anew goes back to the configured one', t => {
	const chosen = feed([[0, {type: 'start', port: 8083}], [10, {type: 'spawned', pid: 7}], [20, {type: 'answered', address: undefined}], [30, killed], [50, {type: 'tick'}]]);
	t.deepEqual([chosen.machine.state.status, chosen.machine.port], ['starting', 8083]);
	const parked = feed([[60, {...killed, exit: {type: 'code', code: 3}, refusal: {reason: '8083 is taken.', choices: ['try again']}}]], chosen.machine).machine;
	t.is(parked.state.status === 'parked' ? parked.state.port : undefined, 8083);
	t.is(feed([[70, {type: 'restart'}]], parked).machine.port, undefined);
	t.is(feed([[70, {type: 'start'}]], parked).machine.port, undefined);
	const running = feed([[70, {type: 'start', port: 8084}], [80, {type: 'spawned', pid: 9}], [90, {type: 'restart'}], [95, killed]], parked);
	t.deepEqual([running.machine.state.status, running.machine.port], ['starting', 8084]);
});

test('stops when asked and stays stopped', t => {
	const result = feed([[1000, {type: 'stop'}], [1100, killed], [99_000, {type: 'tick'}]], ready.machine);
	t.deepEqual(result.states, ['stopping', 'stopped', 'stopped']);
	t.deepEqual(result.actions, ['end']);
});

test('ends without grace what does not end in time', t => {
	const stopping = transition(ready.machine, {type: 'stop'}, 1000);
	t.deepEqual(stopping.actions, [{type: 'end', graceMs: 5000}]);
	t.deepEqual(transition(stopping.machine, {type: 'tick'}, nextTick(stopping.machine) ?? 0).actions, [{type: 'end', graceMs: 0}]);
});

test('starts again after a restart without counting a failure', t => {
	const result = feed([[1000, {type: 'restart'}], [1100, killed]], ready.machine);
	t.deepEqual(result.states, ['stopping', 'starting']);
	t.deepEqual(result.machine.failures, []);
});

test('ends what does not answer three times and starts it again', t => {
	const result = feed([[1, {type: 'silent'}], [2, {type: 'answered', address: undefined}], [3, {type: 'silent'}], [4, {type: 'silent'}], [5, {type: 'silent'}], [6, killed]], ready.machine);
	t.deepEqual(result.states, ['unhealthy', 'ready', 'unhealthy', 'unhealthy', 'stopping', 'backing-off']);
});

test('ends a start that takes too long', t => {
	const result = feed([[0, {type: 'start'}], [10, {type: 'spawned', pid: 7}], [20_000, {type: 'tick'}], [20_100, killed]]);
	t.deepEqual(result.states, ['starting', 'starting', 'stopping', 'backing-off']);
});

test('takes over a service that runs already', t => {
	const result = feed([[0, {type: 'adopted', pid: 5}], [10, {type: 'start'}], [20, {type: 'answered', address: undefined}]]);
	t.deepEqual(result.states, ['starting', 'starting', 'ready']);
	t.deepEqual(result.actions, []);
});

test('a service that runs already has run since it began, whoever looks', t => {
	const since = (runs: number | undefined) => {
		const {machine: {state}} = feed([[1000, {type: 'adopted', pid: 5, runs}], [1020, {type: 'answered', address: undefined}]]);
		return state.status === 'ready' ? state.since : undefined;
	};

	t.deepEqual([since(20), since(undefined)], [20, 1000]);
});
