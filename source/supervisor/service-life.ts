import type {Config} from '../core/config/config.js';
import {createRedactor} from '../core/log/redact.js';
import {missed, rest} from '../core/service/kept.js';
import {nextTick, transition} from '../core/service/machine.js';
import type {Now, ServiceAction, ServiceInput, ServiceMachine} from '../core/service/phase.js';
import {probesOf} from '../core/service/probing.js';
import type {Service, ServiceFigure, ServiceId} from '../core/service/service.js';
import type {SpecProblem} from '../core/service/merge-row.js';
import type {ServiceSpec} from '../core/service/spec.js';
import {logTroubleText} from '../io/log-trouble.js';
import {createServiceLog, type ServiceLog} from '../io/service-log.js';
import {findProgram} from '../io/service-program.js';
import type {ServiceLeft} from './service-left.js';
import type {SupervisorContext} from './context.js';
import {createChecks} from './service-checks.js';
import {createServiceAbout} from './service-facts.js';
import type {ServiceMemory} from './service-memory.js';
import {createProbing} from './service-probes.js';
import {goneProblem, type ServiceRow} from './service-rows.js';
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
	/** Leaves what runs running. */
	readonly leave: () => void;
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

export function createServiceLife({spec: first, ...left}: ServiceRow, {context, config, secrets, memory, versions, unmet, onChange, onEnded}: LifeOptions): ServiceLife {
	const {clock, loop, signal, paths, log: ownLog} = context;
	const {id} = first;
	let row: ServiceSpec = first;
	let {problem, remark} = left;
	let isListed = true;
	/** What a run was started with holds until it is over. */
	let inForce: ServiceSpec | undefined;
	let machine: ServiceMachine = memory.machine(id, nowOf(clock));
	let told: Service | undefined;
	let installed = false;
	let cancelTick: (() => void) | undefined;
	let asked = '';
	let logTrouble: string | undefined;
	/** What it rests for, other than what it did itself. */
	let resting: SpecProblem | undefined;

	const log = createServiceLog({
		file: `${paths.log}/${id}.log`,
		place: `${paths.state}/services/.${id}.log.at`,
		policy: row.log,
		secrets,
		clock,
		onTrouble(error) {
			logTrouble = error && logTroubleText(error, `${paths.log}/${id}.log`);
			tell();
			ownLog.write(error === undefined ? 'info' : 'warn', error === undefined ? 'the log of a service can be written again' : 'the log of a service cannot be written', {service: id, error});
		},
	});

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

	const checks = createChecks({signal, monotonic: clock.monotonic, random: Math.random});
	const probing = createProbing({
		clock,
		random: Math.random,
		async check(probe) {
			const run = runs.checked();
			return run === undefined ? {ok: false, problem: 'it does not run'} : checks.ask(probe, run);
		},
		onAnswer(probe, answer) {
			const {epoch} = machine;
			runs.answered(answer.ok);
			post(answer.ok ? {type: 'probed', epoch, probe, ok: true, address: runs.checked()?.address()} : {type: 'probed', epoch, probe, ok: false, detail: answer.problem});
		},
	});

	const about = createServiceAbout({context, runs, versions, onChange() {
		tell();
	}});

	const current = (): Service => ({id, title: row.title, demo: row.demo, state: machine.state, facts: about.facts({row, installed, pid: 'pid' in machine.state ? machine.state.pid : undefined, isListed, isChanged: inForce !== undefined && inForce !== row, problem, remark, logTrouble})});

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
		if (machine.phase.status !== 'parked' || machine.phase.reason !== problem?.text) {
			memory.keep(id, machine, nowOf(clock));
		}
	};

	const act = (action: ServiceAction) => {
		switch (action.type) {
			case 'spawn': {
				if (problem !== undefined) {
					resting = problem;
					post({type: 'refused', epoch: action.epoch, reason: problem.text, choices: [problem.next]});
					return;
				}

				inForce = row;
				installed = true;
				runs.spawn(action, row);
				return;
			}

			case 'follow': {
				inForce ??= row;
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
				about.runs(row);
				return;
			}

			case 'crashed': {
				about.crashed(action);
			}
		}
	};

	const ask = () => {
		const {epoch, phase} = machine;
		const now = `${epoch} ${phase.status} ${'pid' in phase ? phase.pid : ''}`;
		if (now !== asked) {
			asked = now;
			probing.ask(probesOf(runs.spec() ?? row, machine), phase.status === 'running' ? 'later' : 'soon');
		}
	};

	const handle = (input: ServiceInput) => {
		if (signal.aborted) {
			return;
		}

		const before = machine;
		const {machine: next, actions} = transition(machine, {input, spec: inForce ?? row, now: nowOf(clock), jitter: (Math.random() * 2) - 1, unmet: unmet(row)});
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
			inForce = undefined;
		}

		ask();
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
		installed = problem === undefined && findProgram(row, context).status === 'found';
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
		row: () => row,
		service: () => told ?? current(),
		post,
		async adopt() {
			const isWanted = memory.wanted(id);
			const found = await runs.adopt(row, isWanted);
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
			isListed = next !== undefined;
			({problem, remark} = next ?? {problem: problem && goneProblem(id), remark: undefined});
			// A service that runs and is left out from now on goes on as it was.
			row = next === undefined || JSON.stringify(next.spec) === JSON.stringify(row) || (next.problem !== undefined && isRunning(machine)) ? row : next.spec;
			look();
			tell();
		},
		problem: () => problem,
		isInstalled() {
			look();
			tell();
			return installed;
		},
		figures: about.figures,
		log,
		left: runs.left,
		leave() {
			cancelTick?.();
			probing.close();
			runs.leave();
			void log.close();
		},
	};
}

function nowOf({now, monotonic}: SupervisorContext['clock']): Now {
	return {wall: now(), monotonic: monotonic()};
}

function isRunning({phase: {status}}: ServiceMachine): boolean {
	return status === 'starting' || status === 'running' || status === 'stopping';
}
