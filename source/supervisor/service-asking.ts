import type {ServiceInput, ServiceMachine} from '../core/service/phase.js';
import {probesOf} from '../core/service/probing.js';
import type {ServiceSpec} from '../core/service/spec.js';
import type {SupervisorContext} from './context.js';
import {createChecks} from './service-checks.js';
import {createProbing} from './service-probes.js';
import type {ServiceRuns} from './service-run.js';

/** What a service is asked while it runs, and its answers. */
export type ServiceAsking = {
	/** Something about it changed: what it is asked from now on depends on how it stands. */
	readonly look: () => void;
	readonly close: () => void;
};

type Options = {
	readonly context: Pick<SupervisorContext, 'clock' | 'signal'>;
	readonly runs: Pick<ServiceRuns, 'answered' | 'checked' | 'spec'>;
	readonly machine: () => ServiceMachine;
	/** As the config has it, where no run is under way. */
	readonly row: () => ServiceSpec;
	readonly post: (input: ServiceInput) => void;
};

export function createServiceAsking({context: {clock, signal}, runs, machine, row, post}: Options): ServiceAsking {
	let asked = '';
	const checks = createChecks({signal, monotonic: clock.monotonic, random: Math.random});
	const probing = createProbing({
		clock,
		random: Math.random,
		async check(probe) {
			const run = runs.checked();
			return run === undefined ? {ok: false, problem: 'it does not run'} : checks.ask(probe, run);
		},
		onAnswer(probe, answer) {
			const {epoch} = machine();
			runs.answered(answer.ok);
			post(answer.ok ? {type: 'probed', epoch, probe, ok: true, address: runs.checked()?.address()} : {type: 'probed', epoch, probe, ok: false, detail: answer.problem});
		},
	});

	return {
		look() {
			const {epoch, phase} = machine();
			const now = `${epoch} ${phase.status} ${'pid' in phase ? phase.pid : ''}`;
			if (now !== asked) {
				asked = now;
				probing.ask(probesOf(runs.spec() ?? row(), machine()), phase.status === 'running' ? 'later' : 'soon');
			}
		},
		close: probing.close,
	};
}
