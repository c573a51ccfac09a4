import test from 'ava';
import {backoffMs} from '../../../source/core/service/backoff.js';
import {keptOf, machineOf, missed} from '../../../source/core/service/kept.js';
import {nextTick} from '../../../source/core/service/machine.js';
import {idleMachine, type ServiceAction, type ServiceInput} from '../../../source/core/service/phase.js';
import {probesOf} from '../../../source/core/service/probing.js';
import {readKeptServices} from '../../../source/core/service/kept/schema.js';
import type {ServiceSpec} from '../../../source/core/service/spec.js';
import {createMachineStory, gatewaySpec, http, plainSpec} from '../../helpers/service-machine.js';

/** The same numbers for the same seed, from 0 to below 1 (mulberry32). */
function createRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6D_2B_79_F5) % 0x1_00_00_00_00;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_00_00_00_00;
	};
}

const specs: readonly ServiceSpec[] = [
	gatewaySpec,
	plainSpec,
	{...plainSpec, restart: 'always', probes: {startup: undefined, readiness: http, liveness: http}},
	{...plainSpec, restart: 'never', stop: [{signal: 'SIGQUIT', waitMs: 0}]},
	{...gatewaySpec, kind: 'component', exits: [{code: 78, text: 'its core is missing', restart: false, next: 'Install it again.'}]},
];

type Process = {readonly epoch: number; readonly pid: number};

/** What the world did, and what it may do next. It knows the rules of processes and nothing of those of services. */
function createWorld(seed: number) {
	const random = createRandom(seed);
	const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
	const spec = pick(specs);
	const story = createMachineStory(spec, {jitter: () => (random() * 2) - 1});
	let processes: readonly Process[] = [];
	let spawning: readonly number[] = [];
	let pids = 100;
	let mayRun = false;

	const obey = (actions: readonly ServiceAction[], asked: boolean): string | undefined => {
		for (const action of actions) {
			if (action.type === 'spawn') {
				if (!mayRun && !asked) {
					return 'was started without being asked for';
				}

				if (processes.length > 0) {
					return 'was started while a process of it was there';
				}

				spawning = [...spawning, action.epoch];
			} else if (action.type === 'discard') {
				processes = processes.filter(({epoch}) => epoch !== action.epoch);
			} else if (action.type === 'signal' && !processes.some(({epoch}) => epoch === action.epoch)) {
				return 'signalled nobody';
			}
		}

		return undefined;
	};

	const send = (input: ServiceInput): string | undefined => {
		const asked = input.type === 'start' || input.type === 'restart';
		const {status} = story.state();
		const rests = status === 'parked' || status === 'completed' || status === 'stopped';
		mayRun = input.type === 'stop' ? false : mayRun || asked;
		const wrong = obey(story.send(input), asked);
		const due = nextTick(story.machine());
		if (wrong !== undefined) {
			return wrong;
		}

		if (due !== undefined && due <= story.now() && input.type === 'tick') {
			return 'has a deadline in the past';
		}

		return rests && story.state().status !== status && !asked && input.type !== 'stop' ? `left its rest by itself (${status})` : undefined;
	};

	const exit = () => pick([{type: 'code', code: 0}, {type: 'code', code: 1}, {type: 'code', code: 78}, {type: 'signal', signal: 'SIGKILL'}, {type: 'signal', signal: 'SIGTERM'}] as const);

	const step = (): string | undefined => {
		const due = nextTick(story.machine());
		const deeds: ReadonlyArray<() => string | undefined> = [
			() => send({type: pick(['start', 'stop', 'restart', 'hurry', 'dependencies', 'missing'] as const)}),
			() => {
				story.needs(...random() < 0.3 ? ['other'] : []);
				return send({type: 'dependencies'});
			},
			() => {
				const [epoch] = spawning;
				if (epoch === undefined) {
					return undefined;
				}

				spawning = spawning.slice(1);
				const fate = random();
				if (fate < 0.15) {
					return send({type: 'spawn-failed', epoch, reason: 'no'});
				}

				if (fate < 0.25) {
					return send({type: 'refused', epoch, reason: 'No.', choices: []});
				}

				pids++;
				processes = [...processes, {epoch, pid: pids}];
				return send({type: 'spawned', epoch, pid: pids});
			},
			() => {
				const dying = processes.length === 0 ? undefined : pick(processes);
				processes = processes.filter(each => each !== dying);
				return dying && send({type: 'exited', epoch: dying.epoch, exit: exit(), said: 'bye'});
			},
			() => {
				const asked = probesOf(spec, story.machine());
				return asked.length === 0 ? undefined : send(random() < 0.6 ? {type: 'probed', epoch: story.machine().epoch, probe: pick(asked).name, ok: true, address: 'http://127.0.0.1:9'} : {type: 'probed', epoch: story.machine().epoch - (random() < 0.2 ? 1 : 0), probe: pick(asked).name, ok: false});
			},
			() => {
				story.at(Math.max(story.now(), due ?? story.now()));
				return send({type: 'tick'});
			},
			() => {
				story.at(story.now() + (random() * pick([10, 1000, 60_000, 3_600_000])));
				return send({type: 'tick'});
			},
			() => {
				story.wallJumps(pick([-86_400_000, 86_400_000, 3_600_000, 100]));
				return send({type: 'tick'});
			},
		];
		return pick(deeds)() ?? (processes.length > 1 ? 'has two processes at once' : undefined);
	};

	/** Asks it to stop, and lets it die as soon as it is killed. */
	const end = () => {
		send({type: 'stop'});
		for (let round = 0; round < 20 && story.state().status === 'stopping'; round++) {
			story.at(nextTick(story.machine()) ?? story.now());
			send({type: 'tick'});
			const {state, epoch} = story.machine();
			if (state.status === 'stopping' && state.signal === 'SIGKILL') {
				processes = [];
				send({type: 'exited', epoch, exit: {type: 'signal', signal: 'SIGKILL'}, said: ''});
			}
		}

		return story.state().status;
	};

	return {story, step, end};
}

/** What went wrong in a life, where anything did. */
function lifeOf(seed: number): string | undefined {
	const world = createWorld(seed);
	for (let step = 0; step < 120; step++) {
		const wrong = world.step();
		if (wrong !== undefined) {
			return `seed ${seed}, step ${step}: it ${wrong}; ${world.story.states().join(' ')}`;
		}
	}

	const last = world.end();
	return last === 'stopped' ? undefined : `seed ${seed}: asked to stop it is ${last}`;
}

test('whatever happens: never two processes, no start unasked, no rest left, no deadline missed, and a stop stops', t => {
	t.deepEqual(Array.from({length: 600}, (_, index) => lifeOf(index + 1)).filter(wrong => wrong !== undefined), []);
});

test('one that dies at once is started six times at most in any three minutes, and then rests', t => {
	for (let seed = 1; seed <= 200; seed++) {
		const random = createRandom(seed);
		const story = createMachineStory(seed % 2 === 0 ? gatewaySpec : {...plainSpec, restart: 'always'}, {jitter: () => (random() * 2) - 1});
		const starts: number[] = [];
		story.send({type: 'start'});
		for (let pid = 1; pid <= 50 && story.state().status !== 'parked'; pid++) {
			starts.push(story.now());
			story.at(story.now() + (random() * 20)).spawned(pid);
			if (random() < 0.5) {
				story.answer();
			}

			story.at(story.now() + (random() * 900)).dies({type: 'code', code: 1});
			story.at(nextTick(story.machine()) ?? story.now()).tick();
		}

		t.is(story.state().status, 'parked');
		t.true(starts.length <= 6, `seed ${seed}: ${starts.length} starts`);
		t.true(starts.slice(1).every((at, index) => at - (starts[index] ?? 0) >= 400), `seed ${seed}: ${starts.join(' ')}`);
	}
});

test('one that lives a little longer each time is never started more than six times in any three minutes either', t => {
	for (let seed = 1; seed <= 200; seed++) {
		const random = createRandom(seed);
		const story = createMachineStory(gatewaySpec, {jitter: () => (random() * 2) - 1});
		const starts: number[] = [];
		story.send({type: 'start'});
		for (let pid = 1; pid <= 60 && story.state().status !== 'parked'; pid++) {
			starts.push(story.now());
			story.spawned(pid);
			story.answer();
			story.at(story.now() + (random() * 58_000)).dies({type: 'code', code: 1});
			story.at(nextTick(story.machine()) ?? story.now()).tick();
		}

		for (const [index, at] of starts.entries()) {
			t.true(starts.slice(index).filter(other => other - at < 180_000).length <= 6, `seed ${seed}`);
		}
	}
});

test('waits a fifth more or less, never longer than 30 s, and never more than that off', t => {
	for (let failures = 1; failures <= 40; failures++) {
		const exact = 500 * (2 ** (failures - 1));
		for (const jitter of [-1, -0.5, 0, 0.5, 1]) {
			const wait = backoffMs({failures, wasWell: false, jitter});
			t.true(wait >= Math.min(30_000, exact) * 0.8 && wait <= Math.min(30_000, exact * 1.2), `${failures} ${jitter} ${wait}`);
		}
	}

	t.deepEqual([-9, 9].map(jitter => backoffMs({failures: 1, wasWell: false, jitter})), [400, 600]);
	t.is(backoffMs({failures: 1, wasWell: true, jitter: 1}), 20);
});

test('what is remembered over the end of clutchd is what was, for every life', t => {
	for (let seed = 1; seed <= 200; seed++) {
		const world = createWorld(seed);
		for (let step = 0; step < 40; step++) {
			world.step();
		}

		const {story} = world;
		const machine = story.machine();
		const kept = keptOf(machine, {wall: story.wall(story.now()), monotonic: story.now()});
		const text = JSON.stringify({one: kept});
		const read = readKeptServices(JSON.parse(text))?.one;
		const now = {wall: story.wall(story.now()) + 5000, monotonic: 77};
		const next = read === undefined ? idleMachine : machineOf(read, now);
		t.is(read === undefined, machine.phase.status === 'stopped');
		t.deepEqual([next.failures.inRow, next.failures.times.length, next.port], read === undefined ? [0, 0, undefined] : [machine.failures.inRow, machine.failures.times.length, machine.port]);
		t.true(next.failures.times.every(at => at <= now.monotonic));
		const rests = machine.phase.status === 'parked' || machine.phase.status === 'completed';
		t.deepEqual(rests ? JSON.stringify(next.state) : '', rests ? JSON.stringify(machine.state) : '');
	}
});

test('one that is wanted and not there starts as after any other end, and one that rests does not', t => {
	const now = {wall: 1_700_000_000_000, monotonic: 50};
	const kept = {phase: {status: 'wanted'}, failures: [now.wall - 1000, now.wall - 500], inRow: 2, neverWell: 0, listened: 8099} as const;
	const story = createMachineStory(gatewaySpec, {machine: missed(machineOf(kept, now), now)}).at(50);
	t.deepEqual(story.tick(), [{type: 'spawn', epoch: 1, port: 8099}]);
	t.is(story.machine().failures.inRow, 2);
	const parked = machineOf({...kept, phase: {status: 'parked', last: undefined, reason: 'It kept dying.', choices: ['try again']}}, now);
	const resting = createMachineStory(gatewaySpec, {machine: parked}).at(50);
	t.deepEqual([resting.tick(), resting.send({type: 'dependencies'}), resting.send({type: 'missing'})], [[], [], []]);
	t.is(resting.state().status, 'parked');
});

test('a clock that was set back over the end of clutchd makes no failure of the future', t => {
	const now = {wall: 1_700_000_000_000, monotonic: 50};
	const machine = machineOf({phase: {status: 'wanted'}, failures: [now.wall + 86_400_000, now.wall - 1000], inRow: 2, neverWell: 0}, now);
	t.deepEqual(machine.failures.times, [50, -950]);
});
