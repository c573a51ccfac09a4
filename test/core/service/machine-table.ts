import test from 'ava';
import {keptOf, machineOf} from '../../../source/core/service/kept.js';
import {nextTick} from '../../../source/core/service/machine.js';
import type {Phase, ServiceInput} from '../../../source/core/service/phase.js';
import {createMachineStory, gatewaySpec, plainSpec, readyStory, type MachineStory} from '../../helpers/service-machine.js';

const killed = {type: 'signal', signal: 'SIGKILL'} as const;

type Status = Phase['status'];

function started(): MachineStory {
	const story = createMachineStory(gatewaySpec);
	story.send({type: 'start'});
	return story.at(10);
}

function after(story: MachineStory, ...inputs: readonly ServiceInput[]): MachineStory {
	for (const input of inputs) {
		story.send(input);
	}

	return story;
}

/** How a service gets into each phase. A phase that is missing here is no program that compiles. */
const ways: Readonly<Record<Status, Readonly<Record<string, () => MachineStory>>>> = {
	stopped: {stopped: () => createMachineStory(gatewaySpec)},
	waiting: {
		waiting() {
			const story = createMachineStory(gatewaySpec);
			story.needs('models');
			return after(story, {type: 'start'});
		},
	},
	starting: {
		'starting, asked for': started,
		'starting, there': () => after(started(), {type: 'spawned', epoch: 1, pid: 7}),
	},
	running: {
		ready: () => readyStory().at(2000),
		'running, not yet proven': () => after(createMachineStory(plainSpec), {type: 'start'}, {type: 'spawned', epoch: 1, pid: 7}),
		unhealthy: () => after(readyStory().at(2000), {type: 'probed', epoch: 1, probe: 'liveness', ok: false}),
	},
	stopping: {
		'stopping, not there yet': () => after(started(), {type: 'stop'}),
		'stopping since before'() {
			const story = after(readyStory(), {type: 'stop'});
			const now = {wall: story.wall(story.now()), monotonic: story.now()};
			const kept = keptOf(story.machine(), now);
			return createMachineStory(gatewaySpec, {machine: kept && machineOf(kept, now)});
		},
		stopping: () => after(readyStory(), {type: 'stop'}),
		'stopping, to be restarted': () => after(readyStory(), {type: 'restart'}),
		'stopping, having failed'() {
			const story = after(started(), {type: 'spawned', epoch: 1, pid: 7});
			return after(story.at(20_010), {type: 'tick'});
		},
	},
	completed: {
		completed: () => after(createMachineStory({...gatewaySpec, restart: 'on-failure'}), {type: 'start'}, {type: 'spawned', epoch: 1, pid: 7}, {type: 'probed', epoch: 1, probe: 'startup', ok: true, address: undefined}, {type: 'exited', epoch: 1, exit: {type: 'code', code: 0}, said: ''}),
	},
	'backing-off': {'backing-off': () => after(readyStory().at(2000), {type: 'exited', epoch: 1, exit: killed, said: ''})},
	parked: {parked: () => after(started(), {type: 'refused', epoch: 1, reason: 'No.', choices: []})},
};

type Sent = (story: MachineStory) => ServiceInput;

const epoch = (story: MachineStory) => story.machine().epoch;

/** Every input, as it can come. One that is missing here is no program that compiles. */
const inputs: Readonly<Record<ServiceInput['type'], Readonly<Record<string, Sent>>>> = {
	start: {start: () => ({type: 'start'})},
	stop: {stop: () => ({type: 'stop'})},
	restart: {restart: () => ({type: 'restart'})},
	hurry: {hurry: () => ({type: 'hurry'})},
	dependencies: {dependencies: () => ({type: 'dependencies'})},
	adopted: {adopted: () => ({type: 'adopted', pid: 5})},
	missing: {missing: () => ({type: 'missing'})},
	spawned: {
		spawned: story => ({type: 'spawned', epoch: epoch(story), pid: 8}),
		'spawned of before': story => ({type: 'spawned', epoch: epoch(story) - 1, pid: 8}),
	},
	'spawn-failed': {
		'spawn-failed': story => ({type: 'spawn-failed', epoch: epoch(story), reason: 'no'}),
		'spawn-failed of before': story => ({type: 'spawn-failed', epoch: epoch(story) - 1, reason: 'no'}),
	},
	refused: {
		refused: story => ({type: 'refused', epoch: epoch(story), reason: 'No.', choices: []}),
		'refused of before': story => ({type: 'refused', epoch: epoch(story) - 1, reason: 'No.', choices: []}),
	},
	probed: {
		answered: story => ({type: 'probed', epoch: epoch(story), probe: 'startup', ok: true, address: undefined}),
		alive: story => ({type: 'probed', epoch: epoch(story), probe: 'liveness', ok: true, address: undefined}),
		silent: story => ({type: 'probed', epoch: epoch(story), probe: 'liveness', ok: false}),
		'silent of before': story => ({type: 'probed', epoch: epoch(story) - 1, probe: 'liveness', ok: false}),
	},
	exited: {
		exited: story => ({type: 'exited', epoch: epoch(story), exit: killed, said: ''}),
		'exited of before': story => ({type: 'exited', epoch: epoch(story) - 1, exit: killed, said: ''}),
	},
	tick: {
		tick: () => ({type: 'tick'}),
		'tick when due'(story) {
			story.at(nextTick(story.machine()) ?? story.now() + 1_000_000);
			return {type: 'tick'};
		},
	},
};

/** What becomes of it: the state others see, with what comes afterwards, and what is to be done. `=` for nothing at all. */
function outcome(way: () => MachineStory, input: Sent): string {
	const story = way();
	story.needs();
	const before = story.machine();
	const actions = story.send(input(story));
	const {phase, state} = story.machine();
	const now = [state.status, ...phase.status === 'stopping' ? [`then ${phase.afterwards.type}`] : []].join(' ');
	const done = actions.map(action => action.type === 'signal' ? action.signal : action.type);
	return JSON.stringify(before.phase) === JSON.stringify(phase) && done.length === 0 ? '=' : [now, ...done].join(', ');
}

/** By phase and input. What does not stand here changes nothing and asks for nothing. */
const expected: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	stopped: {
		start: 'starting, spawn',
		restart: 'starting, spawn',
		adopted: 'starting, follow',
		spawned: 'stopped, discard',
		'spawned of before': 'stopped, discard',
	},
	waiting: {
		start: 'starting, spawn',
		stop: 'stopped',
		restart: 'starting, spawn',
		dependencies: 'starting, spawn',
		adopted: 'starting, follow',
		spawned: 'waiting, discard',
		'spawned of before': 'waiting, discard',
	},
	'starting, asked for': {
		stop: 'stopping then stopped',
		restart: 'stopping then start',
		spawned: 'starting',
		'spawned of before': 'starting, discard',
		'spawn-failed': 'backing-off, crashed',
		refused: 'parked',
		exited: 'backing-off, crashed',
		'tick when due': 'backing-off, crashed',
	},
	'starting, there': {
		stop: 'stopping then stopped, SIGTERM',
		restart: 'stopping then start, SIGTERM',
		'spawned of before': 'starting, discard',
		answered: 'ready, well',
		exited: 'backing-off, crashed',
		'tick when due': 'stopping then failed, SIGTERM',
	},
	'running, not yet proven': {
		stop: 'stopping then stopped, SIGTERM',
		restart: 'stopping then start, SIGTERM',
		'spawned of before': 'starting, discard',
		silent: 'unhealthy',
		exited: 'backing-off, crashed',
		'tick when due': 'ready, well',
	},
	ready: {
		stop: 'stopping then stopped, SIGTERM',
		restart: 'stopping then start, SIGTERM',
		'spawned of before': 'ready, discard',
		silent: 'unhealthy',
		exited: 'backing-off, crashed',
		'tick when due': 'ready',
	},
	unhealthy: {
		stop: 'stopping then stopped, SIGTERM',
		restart: 'stopping then start, SIGTERM',
		'spawned of before': 'unhealthy, discard',
		alive: 'ready',
		silent: 'unhealthy',
		exited: 'backing-off, crashed',
		'tick when due': 'unhealthy',
	},
	'stopping, not there yet': {
		start: 'stopping then start',
		restart: 'stopping then start',
		spawned: 'stopping then stopped, SIGTERM',
		'spawned of before': 'stopping then stopped, discard',
		'spawn-failed': 'stopped',
		refused: 'stopped',
		exited: 'stopped',
		'tick when due': 'stopped',
	},
	'stopping since before': {
		start: 'stopping then start',
		restart: 'stopping then start',
		adopted: 'stopping then stopped, follow, SIGTERM',
		missing: 'stopped',
		spawned: 'stopping then stopped, SIGTERM',
		'spawned of before': 'stopping then stopped, discard',
		'spawn-failed': 'stopped',
		refused: 'stopped',
		exited: 'stopped',
		'tick when due': 'stopped',
	},
	stopping: {
		start: 'stopping then start',
		restart: 'stopping then start',
		hurry: 'stopping then stopped, SIGKILL',
		'spawned of before': 'stopping then stopped, discard',
		exited: 'stopped',
		'tick when due': 'stopping then stopped, SIGINT',
	},
	'stopping, to be restarted': {
		stop: 'stopping then stopped',
		hurry: 'stopping then start, SIGKILL',
		'spawned of before': 'stopping then start, discard',
		exited: 'starting, spawn',
		'tick when due': 'stopping then start, SIGINT',
	},
	'stopping, having failed': {
		start: 'stopping then start',
		stop: 'stopping then stopped',
		restart: 'stopping then start',
		hurry: 'stopping then failed, SIGKILL',
		'spawned of before': 'stopping then failed, discard',
		exited: 'backing-off, crashed',
		'tick when due': 'stopping then failed, SIGINT',
	},
	completed: {
		start: 'starting, spawn',
		stop: 'stopped',
		restart: 'starting, spawn',
		adopted: 'starting, follow',
		spawned: 'completed, discard',
		'spawned of before': 'completed, discard',
	},
	'backing-off': {
		start: 'starting, spawn',
		stop: 'stopped',
		restart: 'starting, spawn',
		adopted: 'starting, follow',
		spawned: 'backing-off, discard',
		'spawned of before': 'backing-off, discard',
		'tick when due': 'starting, spawn',
	},
	parked: {
		start: 'starting, spawn',
		stop: 'stopped',
		restart: 'starting, spawn',
		adopted: 'starting, follow',
		spawned: 'parked, discard',
		'spawned of before': 'parked, discard',
	},
};

const allInputs = Object.values(inputs).flatMap(group => Object.entries(group));

for (const [name, way] of Object.values(ways).flatMap(group => Object.entries(group))) {
	test(`every input to a service that is ${name}`, t => {
		const outcomes = allInputs.map(([key, input]) => [key, outcome(way, input)] as const);
		t.deepEqual(Object.fromEntries(outcomes.filter(([, text]) => text !== '=')), expected[name] ?? {});
	});
}

test('every phase is there, and nothing is expected of one that is not', t => {
	t.deepEqual(Object.keys(expected).toSorted(), Object.values(ways).flatMap(group => Object.keys(group)).toSorted());
	for (const [status, group] of Object.entries(ways)) {
		for (const way of Object.values(group)) {
			t.is(way().machine().phase.status, status as Status);
		}
	}
});
