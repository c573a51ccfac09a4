import {transition} from '../../source/core/service/machine.js';
import {idleMachine, type ProbeName, type ServiceAction, type ServiceInput, type ServiceMachine} from '../../source/core/service/phase.js';
import type {ServiceRefusal} from '../../source/core/service/last-words.js';
import type {ServiceId, ServiceState} from '../../source/core/service/service.js';
import type {ServiceSpec} from '../../source/core/service/spec.js';
import type {Exit} from '../../source/core/session/session.js';

export const http = {check: {type: 'http', path: '/health'}, everyMs: 5000, deadlineMs: 2000, failures: 3} as const;

/** A program nobody knows, without probes. */
export const plainSpec: ServiceSpec = {
	id: 'plain',
	title: 'Plain',
	kind: 'user',
	demo: false,
	enabled: true,
	argv: ['plain'],
	env: {},
	cwd: undefined,
	port: undefined,
	dependsOn: [],
	probes: {startup: undefined, readiness: undefined, liveness: undefined},
	restart: 'on-failure',
	stop: [{signal: 'SIGTERM', waitMs: 5000}, {signal: 'SIGINT', waitMs: 2000}],
	log: {bytes: 1_000_000, files: 5},
	onlyWhenInstalled: false,
	version: undefined,
	exits: [],
	identity: undefined,
	mode: undefined,
};

export const gatewaySpec: ServiceSpec = {
	...plainSpec,
	id: 'gateway',
	title: 'Gateway',
	kind: 'own',
	port: {number: 8082, variable: 'PORT', told: true},
	probes: {startup: {...http, everyMs: 40, graceMs: 20_000}, readiness: undefined, liveness: http},
	restart: 'always',
};

/** A service's life as it is told, with a clock that stands wherever it is put. Nothing runs. */
export type MachineStory = {
	/** Sets both clocks to so many milliseconds from the beginning. */
	readonly at: (monotonic: number) => MachineStory;
	/** Sets the wall's clock ahead, or back. */
	readonly wallJumps: (by: number) => void;
	readonly now: () => number;
	readonly wall: (monotonic: number) => number;
	/** What it depends on and is not there. */
	readonly needs: (...ids: readonly ServiceId[]) => void;
	readonly send: (input: ServiceInput) => readonly ServiceAction[];
	readonly tick: () => readonly ServiceAction[];
	readonly spawned: (pid: number) => readonly ServiceAction[];
	readonly answer: (probe?: ProbeName, address?: string) => readonly ServiceAction[];
	readonly silence: (probe: ProbeName, detail?: string) => readonly ServiceAction[];
	readonly dies: (exit: Exit, said?: string, refusal?: ServiceRefusal) => readonly ServiceAction[];
	readonly machine: () => ServiceMachine;
	readonly state: () => ServiceState;
	/** All since the beginning. */
	readonly actions: () => readonly ServiceAction[];
	/** Each once where several follow each other. */
	readonly states: () => ReadonlyArray<ServiceState['status']>;
};

const beginning = 1_700_000_000_000;

export function createMachineStory(spec: ServiceSpec, {machine: from = idleMachine, jitter = () => 0}: {readonly machine?: ServiceMachine; readonly jitter?: () => number} = {}): MachineStory {
	let machine = from;
	let monotonic = 0;
	let apart = beginning;
	let unmet: readonly ServiceId[] = [];
	const actions: ServiceAction[] = [];
	const states: Array<ServiceState['status']> = [];
	const send = (input: ServiceInput) => {
		const result = transition(machine, {spec, input, now: {wall: monotonic + apart, monotonic}, jitter: jitter(), unmet});
		({machine} = result);
		actions.push(...result.actions);
		if (states.at(-1) !== machine.state.status) {
			states.push(machine.state.status);
		}

		return result.actions;
	};

	const story: MachineStory = {
		at(moment) {
			monotonic = moment;
			return story;
		},
		wallJumps(by) {
			apart += by;
		},
		now: () => monotonic,
		wall: moment => moment + apart,
		needs(...ids) {
			unmet = ids;
		},
		send,
		tick: () => send({type: 'tick'}),
		spawned: pid => send({type: 'spawned', epoch: machine.epoch, pid}),
		answer: (probe = 'startup', address = 'http://127.0.0.1:8082') => send({type: 'probed', epoch: machine.epoch, probe, ok: true, address}),
		silence: (probe, detail) => send({type: 'probed', epoch: machine.epoch, probe, ok: false, detail}),
		dies: (exit, said = '', refusal?: ServiceRefusal) => send({type: 'exited', epoch: machine.epoch, exit, said, refusal}),
		machine: () => machine,
		state: () => machine.state,
		actions: () => actions,
		states: () => states,
	};
	return story;
}

/** Well since 200 ms after the beginning, as process 7. */
export function readyStory(spec: ServiceSpec = gatewaySpec): MachineStory {
	const story = createMachineStory(spec);
	story.send({type: 'start'});
	story.at(10).spawned(7);
	story.at(200).answer();
	return story;
}

/** Answers every five seconds until then, as one that is well and asked does. */
export function livesUntil(story: MachineStory, end: number): MachineStory {
	for (let at = story.now() + 5000; at < end; at += 5000) {
		story.at(at).answer('liveness');
	}

	return story.at(end);
}
