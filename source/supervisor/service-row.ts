import type {SpecProblem} from '../core/service/merge-row.js';
import type {ServiceSpec} from '../core/service/spec.js';
import {goneProblem, type ServiceRow} from './service-rows.js';

/** What the config says of one service, and what of it is in force: a run goes on with what it was started with. */
export type HeldRow = {
	/** As the config has it. */
	readonly spec: () => ServiceSpec;
	/** What its run was started with; without one, what the next will be started with. */
	readonly inForce: () => ServiceSpec;
	/** Why it is left out. */
	readonly problem: () => SpecProblem | undefined;
	readonly seen: () => SeenRow;
	/** A run begins. */
	readonly begin: () => void;
	/** A run was found, which began with what nobody knows any more. */
	readonly find: () => void;
	/** No run is under way. */
	readonly end: () => void;
	/** The config says this from now on; undefined where it says nothing any more. Answers whether it would be started otherwise. */
	readonly set: (next: ServiceRow | undefined, how: {readonly isRunning: boolean}) => boolean;
};

export type SeenRow = {
	readonly row: ServiceSpec;
	/** It stands in the config. */
	readonly isListed: boolean;
	/** What runs was started with another row. */
	readonly isChanged: boolean;
	/** Why it would not be started. */
	readonly problem: SpecProblem | undefined;
	/** What of its row is not in force. */
	readonly remark: SpecProblem | undefined;
};

export function createHeldRow(first: ServiceRow): HeldRow {
	let {spec, problem, remark} = first;
	let isListed = true;
	let inForce: ServiceSpec | undefined;

	return {
		spec: () => spec,
		inForce: () => inForce ?? spec,
		problem: () => problem,
		seen: () => ({row: spec, isListed, isChanged: inForce !== undefined && inForce !== spec, problem, remark}),
		begin() {
			inForce = spec;
		},
		find() {
			inForce ??= spec;
		},
		end() {
			inForce = undefined;
		},
		set(next, {isRunning}) {
			isListed = next !== undefined;
			({problem, remark} = next ?? {problem: problem && goneProblem(spec.id), remark: undefined});
			const before = spec;
			// A service that runs and is left out from now on goes on as it was.
			if (next !== undefined && JSON.stringify(next.spec) !== JSON.stringify(spec) && (next.problem === undefined || !isRunning)) {
				spec = next.spec;
			}

			return startOf(spec) !== startOf(before);
		},
	};
}

/** What of a row decides how a start ends. */
function startOf(spec: ServiceSpec): string {
	return JSON.stringify({...spec, title: '', enabled: true, stop: undefined, log: undefined});
}
