import type {Config, LoadedConfig} from '../core/config/config.js';
import {configTroubleOf, type ConfigTrouble} from '../core/config/problem.js';
import {secretValues} from '../core/config/secret-values.js';
import {isServiceId} from '../core/service/id.js';
import {shippedLog, shippedStop} from '../core/service/components/defaults.js';
import type {SpecProblem} from '../core/service/merge-row.js';
import {rowMistakes} from '../core/service/row-mistakes.js';
import {specsOf} from '../core/service/rows.js';
import type {ServiceId} from '../core/service/service.js';
import type {ServiceSpec} from '../core/service/spec.js';

/** A service as the config has it. With a problem it is left out: it rests, and says why. `remark`: what of the row is not in force though it runs. */
export type ServiceRow = {readonly spec: ServiceSpec; readonly problem: SpecProblem | undefined; readonly remark: SpecProblem | undefined};

export type ServiceRows = {
	readonly config: Config;
	/** Why nothing of what the file says now is in force. */
	readonly trouble: ConfigTrouble | undefined;
	/** What of the rows was not understood. */
	readonly mistakes: readonly SpecProblem[];
	readonly rows: readonly ServiceRow[];
	/** Values that no log may have. */
	readonly secrets: readonly string[];
};

/** The same object again where nothing has changed. */
export function readRows({config, mistakes: found, problem}: Pick<LoadedConfig, 'config' | 'mistakes' | 'problem'>, {env, before}: {readonly env: Readonly<Record<string, string | undefined>>; readonly before: ServiceRows | undefined}): ServiceRows {
	const mistakes = rowMistakes(found);
	const trouble = problem && configTroubleOf(problem);
	if (before !== undefined && JSON.stringify([config, mistakes, trouble]) === JSON.stringify([before.config, before.mistakes, before.trouble])) {
		return before;
	}

	const {specs, problems} = specsOf(config, mistakes);
	const leftOut = problems.filter((problem, index) => isServiceId(problem.id) && !specs.some(({id}) => id === problem.id) && problems.findIndex(({id}) => id === problem.id) === index);
	return {
		config,
		trouble,
		mistakes,
		rows: [
			...specs.map(spec => ({spec, problem: undefined, remark: problems.find(({id}) => id === spec.id)})),
			...leftOut.map(problem => ({spec: {...unknownSpec(problem.id), title: config.services[problem.id]?.title ?? problem.id}, problem, remark: undefined})),
		],
		secrets: secretValues(config, env),
	};
}

/** One that runs and has no row: it can be ended, and never started. */
export function strayRow(id: ServiceId): ServiceRow {
	return {spec: unknownSpec(id), problem: goneProblem(id), remark: undefined};
}

export function goneProblem(id: ServiceId): SpecProblem {
	return {id, text: `The service "${id}" has no row in the config any more.`, next: `Write services.${id} again: clutch service add ${id}`};
}

/** A service of which nothing is known but that it runs, or should: it is ended in order. What has to be there though nobody wrote it is never run, as there is a problem beside it. */
function unknownSpec(id: ServiceId): ServiceSpec {
	return {
		id,
		title: id,
		kind: 'user',
		demo: false,
		enabled: false,
		argv: ['unknown'],
		env: {},
		cwd: undefined,
		port: undefined,
		dependsOn: [],
		probes: {startup: undefined, readiness: undefined, liveness: undefined},
		restart: 'never',
		stop: shippedStop,
		log: shippedLog,
		onlyWhenInstalled: false,
		version: undefined,
		exits: [],
		mode: undefined,
		identity: undefined,
	};
}
