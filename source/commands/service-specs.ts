import {configTroubleOf, type ConfigTrouble} from '../core/config/problem.js';
import {rowMistakes} from '../core/service/row-mistakes.js';
import {specsOf, type Specs} from '../core/service/rows.js';
import type {ServiceId} from '../core/service/service.js';
import {loadConfig} from '../io/config-file.js';
import type {CommandContext} from './command.js';

/** The services as the config has them now; a clutchd that runs may have read it earlier. */
export function configuredSpecs({paths, env}: CommandContext): Specs {
	const {config, mistakes} = loadConfig({paths, env});
	return specsOf(config, rowMistakes(mistakes));
}

/** Why nothing of what the config file says now is in force, and what is instead; undefined where it is whole. */
export function configTrouble({paths, env}: CommandContext): ConfigTrouble | undefined {
	const {problem} = loadConfig({paths, env});
	return problem && configTroubleOf(problem);
}

const usualGraceMs = 60_000;

/** How long a service may take to start, in milliseconds. */
export function graceOf(context: CommandContext): (id: ServiceId) => number {
	const {specs} = configuredSpecs(context);
	return id => specs.find(spec => spec.id === id)?.probes.startup?.graceMs ?? usualGraceMs;
}
