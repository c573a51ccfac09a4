import test from 'ava';
import {cliProxy} from '../../../source/core/service/components/cli-proxy.js';
import {headroom} from '../../../source/core/service/components/headroom.js';
import {nextTick} from '../../../source/core/service/machine.js';
import type {ServiceSpec} from '../../../source/core/service/spec.js';
import {createMachineStory, gatewaySpec, http, plainSpec, readyStory} from '../../helpers/service-machine.js';

const killed = {type: 'signal', signal: 'SIGKILL'} as const;
const code = (number: number) => ({type: 'code', code: number}) as const;

test('starts, gets a pid and is ready once it answers', t => {
	const story = readyStory();
	t.deepEqual(story.states(), ['starting', 'ready']);
	t.deepEqual(story.actions(), [{type: 'spawn', epoch: 1, port: undefined}, {type: 'well', epoch: 1}]);
	t.deepEqual(story.state(), {status: 'ready', pid: 7, since: story.wall(200), address: 'http://127.0.0.1:8082'});
});

test('one that was well comes back at once after its first death, where it listened', t => {
	const story = readyStory();
	story.at(5000).dies(killed);
	t.deepEqual(story.state(), {status: 'backing-off', until: story.wall(5020), attempt: 1, last: killed});
	t.deepEqual(story.at(5019).tick(), []);
	t.deepEqual(story.at(5020).tick(), [{type: 'spawn', epoch: 2, port: 8082}]);
});

test('one that dies before it is well waits half a second, then twice as long each time', t => {
	const story = createMachineStory(gatewaySpec);
	story.send({type: 'start'});
	const waits: number[] = [];
	for (let pid = 7; story.state().status !== 'parked'; pid++) {
		story.spawned(pid);
		story.dies(code(1));
		const due = nextTick(story.machine());
		if (due !== undefined) {
			waits.push(due - story.now());
			story.at(due).tick();
		}
	}

	t.deepEqual(waits, [500, 1000, 2000, 4000, 8000]);
	t.is(story.actions().filter(({type}) => type === 'spawn').length, 6);
});

test('rests after six failures within three minutes and says why, until somebody asks', t => {
	const story = readyStory();
	for (let pid = 8; story.state().status !== 'parked'; pid++) {
		story.at(story.now() + 2000).dies(killed, 'Error: no such thing');
		story.at(nextTick(story.machine()) ?? story.now()).tick();
		story.spawned(pid);
		story.answer();
	}

	t.deepEqual(story.state(), {status: 'parked', last: killed, reason: 'It ended 6 times within 3 minutes, last with signal SIGKILL: killed. It said: Error: no such thing.', choices: ['try again'], port: 8082});
	t.is(nextTick(story.machine()), undefined);
	t.deepEqual(story.at(story.now() + 900_000).tick(), []);
	t.deepEqual(story.send({type: 'dependencies'}), []);
	const before = story.machine().epoch;
	t.deepEqual(story.send({type: 'start'}), [{type: 'spawn', epoch: before + 1, port: undefined}]);
	t.is(story.machine().failures.inRow, 0);
});

test('forgets earlier failures after a minute of being well', t => {
	const story = readyStory();
	for (let round = 0; round < 20; round++) {
		story.at(story.now() + 61_000).dies(killed);
		t.is(story.state().status, 'backing-off');
		story.at(nextTick(story.machine()) ?? 0).tick();
		story.spawned(8 + round);
		story.answer();
	}

	story.at(story.now() + 59_000).dies(killed);
	t.is(story.machine().failures.inRow, 2);
});

test('one that lives three quarters of a minute comes back ever more slowly, at most after 30 s', t => {
	const story = readyStory();
	const waits: number[] = [];
	for (let round = 0; round < 12; round++) {
		story.at(story.now() + 45_000).dies(killed);
		const due = nextTick(story.machine()) ?? 0;
		waits.push(due - story.now());
		story.at(due).tick();
		story.spawned(8 + round);
		story.answer();
	}

	t.deepEqual(waits, [20, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000, 30_000, 30_000]);
});

test('one that is never well in six starts rests, however slow they are', t => {
	const story = createMachineStory({...gatewaySpec, probes: {...gatewaySpec.probes, startup: {...http, graceMs: 120_000}}});
	story.send({type: 'start'});
	for (let pid = 7; story.state().status !== 'parked' && pid < 20; pid++) {
		story.spawned(pid);
		story.at(nextTick(story.machine()) ?? 0).tick();
		t.is(story.state().status, 'stopping');
		story.dies({type: 'signal', signal: 'SIGTERM'});
		story.at(nextTick(story.machine()) ?? story.now()).tick();
	}

	const state = story.state();
	t.is(state.status === 'parked' ? state.reason : undefined, 'It was started 6 times and was never well, last it ended because it was not ready within 120 s.');
});

test('a start that takes too long is ended and counts as a failure', t => {
	const story = createMachineStory(gatewaySpec);
	story.send({type: 'start'});
	story.at(10).spawned(7);
	t.deepEqual(story.at(20_009).tick(), []);
	t.deepEqual(story.at(20_010).tick(), [{type: 'signal', epoch: 1, signal: 'SIGTERM', killMs: 7000}]);
	t.deepEqual(story.dies({type: 'signal', signal: 'SIGTERM'}), [{type: 'crashed', epoch: 1, exit: {type: 'signal', signal: 'SIGTERM'}, text: 'it was not ready within 20 s (signal SIGTERM)'}]);
	t.is(story.state().status, 'backing-off');
});

test('ends in steps, each with its time, the last with SIGKILL again and again', t => {
	const story = readyStory();
	t.deepEqual(story.at(1000).send({type: 'stop'}), [{type: 'signal', epoch: 1, signal: 'SIGTERM', killMs: 7000}]);
	t.deepEqual(story.state(), {status: 'stopping', pid: 7, deadline: story.wall(6000), signal: 'SIGTERM'});
	t.deepEqual(story.at(5999).tick(), []);
	t.deepEqual(story.at(6000).tick(), [{type: 'signal', epoch: 1, signal: 'SIGINT', killMs: 2000}]);
	t.deepEqual(story.state(), {status: 'stopping', pid: 7, deadline: story.wall(8000), signal: 'SIGINT'});
	t.deepEqual(story.at(8000).tick(), [{type: 'signal', epoch: 1, signal: 'SIGKILL', killMs: 0}]);
	t.deepEqual(story.at(13_000).tick(), [{type: 'signal', epoch: 1, signal: 'SIGKILL', killMs: 0}]);
	t.deepEqual(story.state(), {status: 'stopping', pid: 7, deadline: story.wall(18_000), signal: 'SIGKILL'});
	t.deepEqual(story.dies(killed), []);
	t.deepEqual(story.state(), {status: 'stopped'});
	t.is(nextTick(story.machine()), undefined);
});

test('in a hurry it is killed at once, whatever signals are left, and only while it is being ended', t => {
	const story = readyStory();
	t.deepEqual(story.send({type: 'hurry'}), []);
	story.at(1000).send({type: 'stop'});
	t.deepEqual(story.at(1001).send({type: 'hurry'}), [{type: 'signal', epoch: 1, signal: 'SIGKILL', killMs: 0}]);
	t.deepEqual(story.at(1002).send({type: 'hurry'}), [{type: 'signal', epoch: 1, signal: 'SIGKILL', killMs: 0}]);
	t.is(nextTick(story.machine()), 6002);
});

test('Headroom, which dies of the signal it is asked to end with, has then ended in order', t => {
	const story = readyStory(headroom);
	story.at(1000).send({type: 'stop'});
	t.deepEqual(story.dies({type: 'signal', signal: 'SIGTERM'}), []);
	t.deepEqual(story.state(), {status: 'stopped'});
	const other = readyStory(headroom);
	t.deepEqual(other.at(2000).dies({type: 'signal', signal: 'SIGTERM'}), [{type: 'crashed', epoch: 1, exit: {type: 'signal', signal: 'SIGTERM'}, text: 'signal SIGTERM: asked to end by somebody else'}]);
	t.is(other.state().status, 'backing-off');
});

test('what cannot run rests at once and says what to do', t => {
	const reason = (spec: ServiceSpec, number: number, said = '') => {
		const story = createMachineStory(spec);
		story.send({type: 'start'});
		story.at(10).spawned(7);
		story.at(300).dies(code(number), said);
		const state = story.state();
		return state.status === 'parked' ? state.reason : state.status;
	};

	t.is(reason(headroom, 78), 'It cannot start: exit code 78: its compiled core is missing. Install it again: clutch service add headroom.');
	t.is(reason(headroom, 2, 'Error: No such option: --modus'), 'It cannot start: exit code 2: this version does not know an argument it was given. It said: Error: No such option: --modus. Its last lines name it: clutch logs headroom.');
	t.is(reason(headroom, 9), 'backing-off');
	t.is(reason(cliProxy, 0), 'It cannot start: exit code 0: it could not read its configuration or take its port, which it says in its last lines only. Read them: clutch logs cli-proxy.');
});

test('a code that says it cannot start says nothing of the kind once it has run', t => {
	const story = readyStory(headroom);
	story.at(5000).dies(code(1));
	t.is(story.state().status, 'backing-off');
});

test('one that ends in order has completed, is started again or has failed, as its row says', t => {
	const end = (restart: ServiceSpec['restart'], {number, ready, probes = gatewaySpec.probes}: {readonly number: number; readonly ready: boolean; readonly probes?: ServiceSpec['probes']}) => {
		const story = createMachineStory({...plainSpec, restart, probes});
		story.send({type: 'start'});
		story.at(10).spawned(7);
		if (ready) {
			story.at(20).answer();
		}

		story.at(2000).dies(code(number));
		return story.state().status;
	};

	t.deepEqual((['always', 'on-failure', 'never'] as const).map(restart => end(restart, {number: 0, ready: true})), ['backing-off', 'completed', 'completed']);
	t.deepEqual((['always', 'on-failure', 'never'] as const).map(restart => end(restart, {number: 1, ready: true})), ['backing-off', 'backing-off', 'parked']);
	t.deepEqual((['always', 'on-failure', 'never'] as const).map(restart => end(restart, {number: 0, ready: false})), ['backing-off', 'backing-off', 'parked']);
	t.deepEqual((['always', 'on-failure', 'never'] as const).map(restart => end(restart, {number: 0, ready: false, probes: plainSpec.probes})), ['backing-off', 'completed', 'completed']);
});

test('our own programs say themselves why they cannot run, and nobody else does', t => {
	const refusal = {reason: '8082 is taken by node (pid 4121, ~/old-proxy).', choices: ['use 8083', 'try again']};
	const story = createMachineStory(gatewaySpec);
	story.send({type: 'start'});
	story.at(10).spawned(7);
	story.at(20).dies(code(3), '', refusal);
	t.deepEqual(story.state(), {status: 'parked', last: code(3), ...refusal});
	const other = createMachineStory(plainSpec);
	other.send({type: 'start'});
	other.at(10).spawned(7);
	other.at(20).dies(code(3), '', refusal);
	t.is(other.state().status, 'backing-off');
});

test('what was found out before it was started makes it rest with that reason', t => {
	const story = createMachineStory(gatewaySpec);
	story.send({type: 'start', port: 8090});
	story.send({type: 'refused', epoch: 1, reason: '8090 is taken by node (pid 41).', choices: ['use 8091', 'try again']});
	t.deepEqual(story.state(), {status: 'parked', last: undefined, reason: '8090 is taken by node (pid 41).', choices: ['use 8091', 'try again'], port: 8090});
});

test('a start that fails for a reason that may pass is tried again', t => {
	const story = createMachineStory(gatewaySpec);
	story.send({type: 'start'});
	t.deepEqual(story.send({type: 'spawn-failed', epoch: 1, reason: 'there are too many open files'}), [{type: 'crashed', epoch: 1, exit: code(127), text: 'there are too many open files (exit code 127)'}]);
	t.is(story.state().status, 'backing-off');
});

test('a chosen port stays over crashes and restarts, and a start anew goes back to the configured one', t => {
	const story = createMachineStory(gatewaySpec);
	t.deepEqual(story.send({type: 'start', port: 8083}), [{type: 'spawn', epoch: 1, port: 8083}]);
	story.at(10).spawned(7);
	story.at(20).answer('startup', 'http://127.0.0.1:8083');
	story.at(2000).dies(killed);
	t.deepEqual(story.at(2020).tick(), [{type: 'spawn', epoch: 2, port: 8083}]);
	story.spawned(8);
	story.answer('startup', 'http://127.0.0.1:8083');
	story.send({type: 'restart'});
	t.deepEqual(story.dies({type: 'signal', signal: 'SIGTERM'}), [{type: 'spawn', epoch: 3, port: 8083}]);
	story.spawned(9);
	story.send({type: 'stop'});
	story.dies(killed);
	t.deepEqual(story.send({type: 'start'}), [{type: 'spawn', epoch: 4, port: undefined}]);
});

test('a restart counts no failure, and clears those before it', t => {
	const story = readyStory();
	story.at(2000).dies(killed);
	story.at(2020).tick();
	story.spawned(8);
	story.at(2030).send({type: 'restart'});
	story.dies(killed);
	t.is(story.state().status, 'starting');
	t.deepEqual(story.machine().failures, {times: [], inRow: 0, neverWell: 0});
});

test('a stop while it is being restarted stops it, and a start while it is being stopped starts it', t => {
	const story = readyStory();
	story.send({type: 'restart'});
	t.deepEqual(story.send({type: 'stop'}), []);
	t.deepEqual(story.dies(killed), []);
	t.deepEqual(story.state(), {status: 'stopped'});
	const other = readyStory();
	other.send({type: 'stop'});
	t.deepEqual(other.send({type: 'start', port: 8090}), []);
	t.deepEqual(other.dies(killed), [{type: 'spawn', epoch: 2, port: 8090}]);
});

test('what was stopped before its process was there is ended as soon as it is', t => {
	const story = createMachineStory(gatewaySpec);
	story.send({type: 'start'});
	t.deepEqual(story.at(5).send({type: 'stop'}), []);
	t.deepEqual(story.state(), {status: 'stopping', pid: 0, deadline: story.wall(60_005)});
	t.deepEqual(story.at(10).spawned(7), [{type: 'signal', epoch: 1, signal: 'SIGTERM', killMs: 7000}]);
	t.deepEqual(story.state(), {status: 'stopping', pid: 7, deadline: story.wall(5010), signal: 'SIGTERM'});
	story.dies(killed);
	t.deepEqual(story.state(), {status: 'stopped'});
});

test('a late start cannot bring back what was stopped', t => {
	const story = createMachineStory(gatewaySpec);
	story.send({type: 'start'});
	story.at(5).send({type: 'stop'});
	story.at(60_005).tick();
	t.deepEqual(story.state(), {status: 'stopped'});
	t.deepEqual(story.at(61_000).send({type: 'spawned', epoch: 1, pid: 7}), [{type: 'discard', epoch: 1}]);
	t.deepEqual(story.send({type: 'probed', epoch: 1, probe: 'startup', ok: true, address: 'http://127.0.0.1:1'}), []);
	t.deepEqual(story.send({type: 'exited', epoch: 1, exit: killed, said: ''}), []);
	t.deepEqual(story.state(), {status: 'stopped'});
});

test('what is told of an earlier start changes nothing about this one', t => {
	const story = readyStory();
	story.at(2000).dies(killed);
	story.at(2020).tick();
	story.spawned(8);
	const before = story.machine().phase;
	story.send({type: 'probed', epoch: 1, probe: 'startup', ok: true, address: 'http://127.0.0.1:1'});
	story.send({type: 'exited', epoch: 1, exit: killed, said: ''});
	story.send({type: 'refused', epoch: 1, reason: 'no', choices: []});
	story.send({type: 'spawn-failed', epoch: 1, reason: 'no'});
	t.deepEqual(story.machine().phase, before);
	t.deepEqual(story.send({type: 'spawned', epoch: 1, pid: 9}), [{type: 'discard', epoch: 1}]);
	t.deepEqual(story.machine().phase, before);
});

test('waits for what it depends on, and starts when that is there', t => {
	const story = createMachineStory(gatewaySpec);
	story.needs('models', 'database');
	t.deepEqual(story.send({type: 'start', port: 8083}), []);
	t.deepEqual(story.state(), {status: 'waiting', on: ['models', 'database']});
	story.needs('models');
	t.deepEqual(story.send({type: 'dependencies'}), []);
	t.deepEqual(story.state(), {status: 'waiting', on: ['models']});
	story.needs();
	t.deepEqual(story.send({type: 'dependencies'}), [{type: 'spawn', epoch: 1, port: 8083}]);
});

test('goes on when what it depends on dies, and waits for it before its next start', t => {
	const story = createMachineStory(gatewaySpec);
	story.send({type: 'start'});
	story.needs('models');
	t.deepEqual(story.send({type: 'dependencies'}), []);
	t.is(story.state().status, 'starting');
	story.at(10).spawned(7);
	story.at(20).answer();
	story.at(2000).dies(killed);
	t.deepEqual(story.at(2020).tick(), []);
	t.deepEqual(story.state(), {status: 'waiting', on: ['models']});
	story.send({type: 'stop'});
	story.needs();
	t.deepEqual(story.send({type: 'dependencies'}), []);
	t.deepEqual(story.state(), {status: 'stopped'});
});

test('what others see stays the same object for as long as it says the same', t => {
	const story = readyStory();
	const before = story.state();
	story.at(5000).answer('liveness');
	story.at(5001).tick();
	story.send({type: 'start'});
	t.is(story.state(), before);
});
