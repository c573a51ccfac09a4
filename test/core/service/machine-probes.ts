import test from 'ava';
import {headroom} from '../../../source/core/service/components/headroom.js';
import {nextTick} from '../../../source/core/service/machine.js';
import {probesOf} from '../../../source/core/service/probing.js';
import type {ServiceSpec} from '../../../source/core/service/spec.js';
import {createMachineStory, gatewaySpec, http, livesUntil, plainSpec, readyStory, type MachineStory} from '../../helpers/service-machine.js';

const killed = {type: 'signal', signal: 'SIGKILL'} as const;

test('without probes it is starting until it has lived a second, and ready since its process is there', t => {
	const story = createMachineStory(plainSpec);
	story.send({type: 'start'});
	story.at(10).spawned(7);
	t.deepEqual(story.state(), {status: 'starting', pid: 7, since: story.wall(10), attempt: 1});
	t.deepEqual(probesOf(plainSpec, story.machine()), []);
	story.at(1010).tick();
	t.deepEqual(story.state(), {status: 'ready', pid: 7, since: story.wall(10), address: undefined});

	const again = createMachineStory({...plainSpec, restart: 'always'});
	again.send({type: 'start'});
	again.at(10).spawned(7);
	again.at(20).dies({type: 'code', code: 1});
	again.at(nextTick(again.machine()) ?? 0).tick();
	again.spawned(8);
	t.like(again.state(), {status: 'starting', pid: 8, attempt: 2});
});

test('without probes it is believed to be well once it has lived a second', t => {
	const story = createMachineStory({...plainSpec, restart: 'always'});
	story.send({type: 'start'});
	t.deepEqual(story.at(10).spawned(7), []);
	t.deepEqual(story.at(1009).tick(), []);
	t.deepEqual(story.at(1010).tick(), [{type: 'well', epoch: 1}]);
	t.is(nextTick(story.machine()), undefined);
	const other = createMachineStory({...plainSpec, restart: 'always'});
	other.send({type: 'start'});
	other.at(10).spawned(7);
	t.deepEqual(other.at(500).dies({type: 'code', code: 1}).map(({type}) => type), ['crashed']);
	t.deepEqual([other.machine().failures.neverWell, (nextTick(other.machine()) ?? 0) - other.now()], [1, 500]);
	const found = createMachineStory(plainSpec).at(5000);
	t.deepEqual(found.send({type: 'adopted', pid: 7}).map(({type}) => type), ['follow', 'well']);
});

const readyOnly: ServiceSpec = {...plainSpec, probes: {startup: undefined, readiness: http, liveness: undefined}};

test('with readiness alone that is what it starts by, and it has a minute for it', t => {
	const story = createMachineStory(readyOnly);
	story.send({type: 'start'});
	t.deepEqual(probesOf(readyOnly, story.machine()), []);
	story.at(10).spawned(7);
	t.deepEqual(probesOf(readyOnly, story.machine()).map(({name}) => name), ['readiness']);
	t.is(nextTick(story.machine()), 60_010);
	story.at(59_000).silence('readiness', 'nobody listens there');
	t.deepEqual(story.state(), {status: 'starting', pid: 7, since: story.wall(0), attempt: 1, trouble: 'nobody listens there'});
	t.deepEqual(story.at(60_010).tick(), [{type: 'signal', epoch: 1, signal: 'SIGTERM', killMs: 7000}]);
	t.deepEqual(story.dies(killed), [{type: 'crashed', epoch: 1, exit: killed, text: 'it was not ready within 60 s, last: nobody listens there (signal SIGKILL)'}]);
	t.is(story.state().status, 'backing-off');

	const slow = createMachineStory(readyOnly);
	slow.send({type: 'start'});
	slow.at(10).spawned(7);
	slow.at(60_009).answer('readiness');
	t.is(slow.state().status, 'ready');
	t.is(nextTick(slow.machine()), undefined);
});

test('one that was there already is not ended because it is not ready: it is unhealthy until it is', t => {
	const story = createMachineStory(readyOnly).at(100_000);
	story.send({type: 'adopted', pid: 5, runs: story.wall(20_000)});
	story.at(101_000).silence('readiness', 'it answers 503');
	t.deepEqual(story.state(), {status: 'starting', pid: 5, since: story.wall(100_000), attempt: 1, runs: story.wall(20_000), trouble: 'it answers 503'});
	t.deepEqual(story.at(160_000).tick(), []);
	t.deepEqual(story.state(), {status: 'unhealthy', pid: 5, since: story.wall(160_000), failures: 1, trouble: 'it answers 503'});
	t.deepEqual(probesOf(readyOnly, story.machine()).map(({name}) => name), ['readiness']);
	t.deepEqual(story.at(165_000).silence('readiness', 'nobody listens there'), []);
	t.like(story.state(), {status: 'unhealthy', failures: 2, trouble: 'nobody listens there'});
	story.at(170_000).answer('readiness');
	t.deepEqual(story.state(), {status: 'ready', pid: 5, since: story.wall(170_000), address: 'http://127.0.0.1:8082'});
});

test('what is asked of a service follows from what it is doing', t => {
	const spec: ServiceSpec = {...gatewaySpec, probes: {...gatewaySpec.probes, readiness: http}};
	const story = createMachineStory(spec);
	const asked = () => probesOf(spec, story.machine()).map(({name}) => name);
	t.deepEqual(asked(), []);
	story.send({type: 'start'});
	t.deepEqual(asked(), []);
	story.at(10).spawned(7);
	t.deepEqual(asked(), ['startup']);
	story.at(20).answer();
	t.deepEqual(asked(), ['readiness', 'liveness']);
	story.at(30).send({type: 'stop'});
	t.deepEqual(asked(), []);
});

test('what does not answer is unhealthy, and is started again when it has not answered three times', t => {
	const story = livesUntil(readyStory(), 65_000);
	t.deepEqual(story.at(65_000).silence('liveness'), []);
	t.deepEqual(story.state(), {status: 'unhealthy', pid: 7, since: story.wall(65_000), failures: 1});
	story.at(66_000).answer('liveness');
	t.deepEqual(story.state(), {status: 'ready', pid: 7, since: story.wall(66_000), address: 'http://127.0.0.1:8082'});
	story.at(70_000).silence('liveness');
	story.at(75_000).silence('liveness');
	t.deepEqual(story.at(80_000).silence('liveness', 'no answer within 2 s'), [{type: 'signal', epoch: 1, signal: 'SIGTERM', killMs: 7000}]);
	t.deepEqual(story.dies(killed), [{type: 'crashed', epoch: 1, exit: killed, text: 'it did not answer 3 times in a row, last with no answer within 2 s (signal SIGKILL)'}]);
	t.is(story.state().status, 'backing-off');
});

test('in its first half minute it is left alone, however silent it is', t => {
	const story = readyStory();
	for (let at = 1000; at <= 30_000; at += 1000) {
		t.deepEqual(story.at(at).silence('liveness'), []);
	}

	t.is(story.state().status, 'unhealthy');
	t.is(story.at(31_000).silence('liveness')[0]?.type, 'signal');
});

test('one that says it is not ready is unhealthy and is left alone', t => {
	const story = readyStory({...gatewaySpec, probes: {...gatewaySpec.probes, readiness: http}});
	livesUntil(story, 40_000);
	for (let at = 40_000; at < 400_000; at += 5000) {
		story.at(at).answer('liveness');
		t.deepEqual(story.at(at + 1).silence('readiness', '503'), []);
		t.is(story.state().status, at < 50_000 ? 'ready' : 'unhealthy');
	}

	story.at(400_000).answer('liveness');
	t.is(story.state().status, 'unhealthy');
	story.at(400_001).answer('readiness');
	t.is(story.state().status, 'ready');
});

const pauses = test.macro({
	exec(t, pause: (story: MachineStory) => void) {
		const story = livesUntil(readyStory(), 65_000);
		story.at(65_000).silence('liveness');
		story.at(70_000).silence('liveness');
		pause(story);
		const from = story.now();
		for (let at = from; at < from + 30_000; at += 5000) {
			t.deepEqual(story.at(at).silence('liveness'), [], `${at - from} ms behind the pause`);
		}

		t.deepEqual(story.at(from + 30_000).silence('liveness'), []);
		t.deepEqual(story.at(from + 35_000).silence('liveness'), []);
		t.is(story.at(from + 40_000).silence('liveness')[0]?.type, 'signal');
	},
	title: name => `a service is not blamed for ${name ?? ''}`,
});

test('a machine that slept an hour, by a clock that stood still', pauses, story => {
	story.at(75_000).wallJumps(3_600_000);
});
test('a machine that slept an hour, by a clock that went on', pauses, story => {
	story.at(70_000 + 3_600_000);
});
test('a clock that was set a day ahead', pauses, story => {
	story.at(75_000).wallJumps(86_400_000);
});
test('a clock that was set a day back', pauses, story => {
	story.at(75_000).wallJumps(-86_400_000);
});

test('the time a sleeping machine took is no time that was given', t => {
	const story = createMachineStory(gatewaySpec);
	story.send({type: 'start'});
	story.at(10).spawned(7);
	t.deepEqual(story.at(3_600_000).tick(), []);
	t.is(nextTick(story.machine()), 3_630_000);
	story.at(3_601_000).answer();
	story.at(3_602_000).send({type: 'stop'});
	t.deepEqual(story.at(7_200_000).tick(), []);
	t.is(nextTick(story.machine()), 7_205_000);
	t.deepEqual(story.at(7_205_000).tick(), [{type: 'signal', epoch: 1, signal: 'SIGINT', killMs: 2000}]);
});

test('a clock that is set moves what is shown, and no deadline', t => {
	for (const by of [86_400_000, -86_400_000]) {
		const story = readyStory();
		story.at(2000).dies(killed);
		story.at(2020).tick();
		story.spawned(8);
		story.at(2100).dies(killed);
		const due = nextTick(story.machine());
		story.at(2200).wallJumps(by);
		story.send({type: 'dependencies'});
		t.is(nextTick(story.machine()), due);
		const state = story.state();
		t.is(state.status === 'backing-off' ? state.until : undefined, story.wall(due ?? 0));
		t.is(story.at(due ?? 0).tick()[0]?.type, 'spawn');
	}
});

test('takes over a service that runs already, as old as it is', t => {
	const story = createMachineStory(gatewaySpec).at(100_000);
	t.deepEqual(story.send({type: 'adopted', pid: 5, runs: story.wall(20_000)}), [{type: 'follow', epoch: 1}]);
	t.deepEqual(story.state(), {status: 'starting', pid: 5, since: story.wall(100_000), attempt: 1, runs: story.wall(20_000)});
	t.deepEqual(story.send({type: 'start'}), []);
	story.at(100_040).answer();
	t.deepEqual(story.state(), {status: 'ready', pid: 5, since: story.wall(20_000), address: 'http://127.0.0.1:8082'});
	story.at(100_100).dies(killed);
	t.deepEqual(story.state(), {status: 'backing-off', until: story.wall(100_120), attempt: 1, last: killed});
});

test('one that is taken over and dies before it was asked was well, as far as anybody knows', t => {
	const story = createMachineStory(headroom).at(100_000);
	story.send({type: 'adopted', pid: 5});
	story.at(100_010).dies({type: 'code', code: 1});
	t.is(story.state().status, 'backing-off');
});
