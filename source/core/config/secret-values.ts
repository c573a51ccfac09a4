import type {Config} from './config.js';
import {flatten} from './layers.js';
import {isSecretName, isSecretPath} from './secrets.js';

/** What is shorter stands in ordinary text too. */
const shortest = 8;

/** Every secret that the configuration or the environment holds, for those who keep them out of logs. */
export function secretValues(config: Config, env: Readonly<Record<string, string | undefined>>): readonly string[] {
	const ofConfig = flatten(config, {type: 'default'}).filter(({path}) => isSecretPath(path)).flatMap(({value}) => textsIn(value));
	const ofEnvironment = Object.entries(env).flatMap(([name, value]) => value !== undefined && isSecretName(name) ? [value] : []);
	return [...new Set([...ofConfig, ...ofEnvironment])].filter(value => value.length >= shortest);
}

function textsIn(value: unknown): readonly string[] {
	if (Array.isArray(value)) {
		return value.flatMap(each => textsIn(each));
	}

	return typeof value === 'string' ? [value] : [];
}
