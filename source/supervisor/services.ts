import {ClutchError} from '../core/error.js';
import {nearest} from '../core/nearest.js';
import {idleMachine, nextTick, transition, type ServiceInput, type ServiceMachine} from '../core/service/former-machine.js';
import type {LogReply} from '../core/service/log.js';
import type {Service, ServiceId} from '../core/service/service.js';
import type {SupervisorContext} from './context.js';
import {logReply, type LogAsked} from './service-log-reply.js';
import {createServiceRunner, type ServiceRunner} from './service-runner.js';
import {serviceSpecs, type ServiceSpec} from './service-specs.js';
import {whenState} from './wait.js';

export type Services = {
	readonly adopt: () => Promise<void>;
	readonly start: (id: ServiceId, port?: number) => void;
	/** Resolves when it has stopped. */
	readonly stop: (id: ServiceId) => Promise<void>;
	readonly restart: (id: ServiceId) => void;
	/** What is being ended gets its next signal at once. */
	readonly hurry: (id: ServiceId) => void;
	/** Answers with the ids that will be started or are wanted already. */
	readonly up: (ids?: readonly ServiceId[]) => readonly ServiceId[];
	/** Resolves when they have stopped. */
	readonly down: (ids?: readonly ServiceId[]) => Promise<void>;
	readonly log: (asked: LogAsked) => Promise<LogReply>;
	readonly leave: () => void;
};

type Options = {readonly context: SupervisorContext; readonly onEnded: (id: ServiceId) => void};

const stopPatience = 10_000;

/** Feeds what happens to each service into its machine and does what that asks for. */
export function createServices({context, onEnded}: Options): Services {
	const all = new Map(serviceSpecs.map(spec => [spec.id, createService(spec, {context, onEnded})]));
	const wanted = (id: ServiceId) => {
		const service = all.get(id);
		if (!service) {
			const near = nearest(id, [...all.keys()]);
			throw new ClutchError('ERR_CLUTCH_NO_SERVICE', {id, next: near === undefined ? `There are: ${[...all.keys()].join(', ')}` : `Did you mean "${near}"?`});
		}

		return service;
	};

	const stop = async (id: ServiceId) => {
		wanted(id).input({type: 'stop'});
		await whenState(context.bus, {clock: context.clock, withinMs: stopPatience, condition: ({services}) => services.find(service => service.id === id)?.state.status === 'stopped'});
	};

	return {
		async adopt() {
			await Promise.all([...all.values()].map(async service => service.runner.adopt()));
		},
		start(id, port) {
			const service = wanted(id);
			if (port !== undefined && service.spec.portVariable === undefined) {
				throw new ClutchError('ERR_CLUTCH_MESSAGE', {problem: `the service "${id}" takes no port`});
			}

			service.input({type: 'start', port});
		},
		stop,
		restart(id) {
			wanted(id).input({type: 'restart'});
		},
		hurry(id) {
			wanted(id).runner.end(0);
		},
		up(ids = ['gateway']) {
			for (const service of ids.map(id => wanted(id))) {
				service.input({type: 'start'});
			}

			return ids;
		},
		async down(ids = [...all.keys()]) {
			await Promise.all(ids.map(async id => stop(id)));
		},
		async log({id, ...asked}) {
			return logReply(wanted(id).runner.log, {...asked, clock: context.clock, signal: context.signal});
		},
		leave() {
			for (const service of all.values()) {
				service.leave();
			}
		},
	};
}

type RunningService = {readonly spec: ServiceSpec; readonly input: (input: ServiceInput) => void; readonly runner: ServiceRunner; readonly leave: () => void};

function createService(spec: ServiceSpec, {context, onEnded}: Options): RunningService {
	const {bus, clock, loop, signal} = context;
	let machine: ServiceMachine = idleMachine;
	let cancelTick: (() => void) | undefined;

	const tell = () => {
		const service: Service = {id: spec.id, title: spec.title, demo: spec.demo, state: machine.state};
		bus.publish({type: 'service.changed', service});
	};

	const handle = (input: ServiceInput) => {
		if (signal.aborted) {
			return;
		}

		const before = machine.state;
		const {machine: next, actions} = transition(machine, input, clock.now());
		machine = next;
		if (machine.state !== before) {
			tell();
		}

		if (input.type === 'exited') {
			onEnded(spec.id);
		}

		for (const action of actions) {
			if (action.type === 'spawn') {
				void runner.spawn(action.port);
			} else {
				runner.end(action.graceMs);
			}
		}

		cancelTick?.();
		const due = nextTick(machine);
		cancelTick = due === undefined ? undefined : clock.after(Math.max(1, due - clock.now()), () => {
			post({type: 'tick'});
		});
	};

	const post = (input: ServiceInput) => {
		loop.post(() => {
			handle(input);
		});
	};

	const runner = createServiceRunner({context, spec, onInput: post});
	tell();
	return {
		spec,
		input: post,
		runner,
		leave() {
			cancelTick?.();
			runner.leave();
		},
	};
}
