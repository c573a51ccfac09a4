import type {Config} from '../core/config/config.js';
import {createRedactor} from '../core/log/redact.js';
import {missed, rechecked, rest} from '../core/service/kept.js';
import {nextTick, transition} from '../core/service/machine.js';
import type {Now, ServiceAction, ServiceInput, ServiceMachine} from '../core/service/phase.js';
import type {Service, ServiceFigure, ServiceId} from '../core/service/service.js';
import type {SpecProblem} from '../core/service/merge-row.js';
import type {ServiceSpec} from '../core/service/spec.js';
import type {ServiceLog} from '../io/service-log.js';
import {findProgram} from '../io/service-program.js';
import type {ServiceLeft} from './service-left.js';
import type {SupervisorContext} from './context.js';
import {createServiceAsking} from './service-asking.js';
import {createServiceAbout} from './service-facts.js';
import type {ServiceMemory} from './service-memory.js';
import {openOwnLog} from './service-own-log.js';
import {createHeldRow} from './service-row.js';
import type {ServiceRow} from './service-rows.js';
import {createServiceRuns} from './service-run.js';
import type {ServiceVersions} from './service-versions.js';

/** One service: its machine, fed with what happens to it, and what that asks for done. */
export type ServiceLife = {
	readonly row: () => ServiceSpec;
	readonly service: () => Service;
	readonly post: (input: ServiceInput) => void;
	readonly adopt: () => Promise<void>;
	/** Its row says this from now on; undefined where there is none any more. A run that is under way goes on with what it was started with. */
	readonly setRow: (row: ServiceRow | undefined) => void;
	/** Why it is left out. */
	readonly problem: () => SpecProblem | undefined;
	/** Its program was found. */
	readonly isInstalled: () => boolean;
	readonly figures: (figures: readonly ServiceFigure[], pid: number) => void;
	readonly log: ServiceLog;
	/** What its runs have left behind. */
	readonly left: ServiceLeft;
	/** Leaves what runs running. `forget`: there is no such service any more. */
	readonly leave: (how: {readonly forget: boolean}) => void;
};

export type LifeOptions = {
	readonly context: SupervisorContext;
	readonly config: () => Config;
	readonly secrets: () => readonly string[];
	readonly memory: ServiceMemory;
	readonly versions: ServiceVersions;
	/** What it has to wait for before it may start. */
	readonly unmet: (row: ServiceSpec) => readonly ServiceId[];
	readonly onChange: (service: Service, before: Service | undefined) => void;
	readonly onEnded: (id: ServiceId) => void;
};

export function createServiceLife(first: ServiceRow, {context, config, secrets, memory, versions, unmet, onChange, onEnded}: LifeOptions): ServiceLife {
	const {clock, loop, signal} = context;
	const {id} = first.spec;
	const held = createHeldRow(first);
	let machine: ServiceMachine = memory.machine(id, nowOf(clock));
	let told: Service | undefined;
	let installed = false;
	let cancelTick: (() => void) | undefined;
	/** What it rests for, other than what it did itself. */
	let resting: SpecProblem | undefined;

	const ownLog = openOwnLog({context, id, policy: first.spec.log, secrets, onChange() {
		tell();
	}});
	const {log} = ownLog;

	const runs = createServiceRuns({
		context,
		id,
		log,
		config,
		mark: memory.mark,
		redact: text => createRedactor({secrets: secrets()}).redact(text),
		good: memory.good(id),
		onGood(good) {
			memory.keepGood(id, good);
		},
		onInput(input) {
			post(input);
		},
		isWanted: epoch => machine.epoch === epoch && machine.phase.status === 'starting',
	});

	const asking = createServiceAsking({context, runs, machine: () => machine, row: held.spec, post(input) {
		post(input);
	}});

	const about = createServiceAbout({context, runs, versions, onChange() {
		tell();
	}});

	const current = (): Service => {
		const {title, demo} = held.spec();
		return {id, title, demo, state: machine.state, facts: about.facts({...held.seen(), installed, pid: 'pid' in machine.state ? machine.state.pid : undefined, logTrouble: ownLog.trouble()})};
	};

	const tell = () => {
		const service = current();
		if (told !== undefined && JSON.stringify(told) === JSON.stringify(service)) {
			return;
		}

		const before = told;
		told = service;
		onChange(service, before);
	};

	const keep = () => {
		// A row that is corrected while nobody is there holds nothing against it.
		if (machine.phase.status !== 'parked' || machine.phase.reason !== held.problem()?.text) {
			memory.keep(id, machine, nowOf(clock));
		}
	};

	const act = (action: ServiceAction) => {
		switch (action.type) {
			case 'spawn': {
				const problem = held.problem();
				if (problem !== undefined) {
					resting = problem;
					post({type: 'refused', epoch: action.epoch, reason: problem.text, choices: [problem.next]});
					return;
				}

				held.begin();
				installed = true;
				runs.spawn(action, held.spec());
				return;
			}

			case 'follow': {
				held.find();
				runs.follow(action.epoch);
				return;
			}

			case 'signal': {
				runs.signal(action);
				return;
			}

			case 'discard': {
				runs.discard(action.epoch);
				return;
			}

			case 'well': {
				runs.noteWell();
				about.runs(held.spec());
				return;
			}

			case 'crashed': {
				about.crashed(action);
			}
		}
	};

	const handle = (input: ServiceInput) => {
		if (signal.aborted) {
			return;
		}

		const before = machine;
		const {machine: next, actions} = transition(machine, {input, spec: held.inForce(), now: nowOf(clock), jitter: (Math.random() * 2) - 1, unmet: unmet(held.spec())});
		machine = next;
		// Before anybody is told: who has seen it parked finds it parked, whatever becomes of clutchd.
		if (machine.phase !== before.phase) {
			keep();
		}

		if (input.type === 'exited') {
			onEnded(id);
		}

		for (const action of actions) {
			act(action);
		}

		if (!isRunning(machine)) {
			held.end();
		}

		asking.look();
		tell();
		cancelTick?.();
		const due = nextTick(machine);
		cancelTick = due === undefined ? undefined : clock.after(Math.max(1, due - clock.monotonic()), () => {
			post({type: 'tick'});
		});
	};

	const post = (input: ServiceInput) => {
		loop.post(() => {
			handle(input);
		});
	};

	/** Its program may have come or gone, and a row that is left out rests. */
	const look = () => {
		const problem = held.problem();
		installed = problem === undefined && findProgram(held.spec(), context).status === 'found';
		if (isRunning(machine)) {
			return;
		}

		if (problem !== undefined) {
			resting = problem;
			machine = rest(machine, {reason: problem.text, choices: [problem.next]});
		} else if (resting !== undefined) {
			resting = undefined;
			machine = rest(machine, undefined);
		}
	};

	look();
	tell();
	return {
		row: held.spec,
		service: () => told ?? current(),
		post,
		async adopt() {
			const isWanted = memory.wanted(id);
			const found = await runs.adopt(held.spec(), isWanted);
			if (found === 'none' && isWanted && machine.phase.status === 'stopped') {
				machine = missed(machine, nowOf(clock));
				post({type: 'tick'});
			} else if (found === 'none') {
				post({type: 'missing'});
			} else if (found === 'silent') {
				machine = rest(machine, {reason: 'The holder in which it ran does not answer, so it may run and cannot be reached.', choices: ['try again']});
				tell();
			}
		},
		setRow(next) {
			const isOther = held.set(next, {isRunning: isRunning(machine)});
			look();
			if (isOther && held.problem() === undefined) {
				machine = rechecked(machine);
				keep();
			}

			tell();
		},
		problem: held.problem,
		isInstalled() {
			look();
			tell();
			return installed;
		},
		figures: about.figures,
		log,
		left: runs.left,
		leave(how) {
			cancelTick?.();
			asking.close();
			runs.leave();
			void ownLog.close(how);
		},
	};
}

function nowOf({now, monotonic}: SupervisorContext['clock']): Now {
	return {wall: now(), monotonic: monotonic()};
}

function isRunning({phase: {status}}: ServiceMachine): boolean {
	return status === 'starting' || status === 'running' || status === 'stopping';
}
