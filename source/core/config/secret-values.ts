import type {Config} from './config.js';
import {flatten} from './layers.js';
import {isSecretName, isSecretPath, secretArguments} from './secrets.js';

/** What is shorter stands in ordinary text too. */
const shortest = 8;

/** Every secret that the configuration or the environment holds, for those who keep them out of logs. */
export function secretValues(config: Config, env: Readonly<Record<string, string | undefined>>): readonly string[] {
	const settings = flatten(config, {type: 'default'});
	const ofConfig = settings.filter(({path}) => isSecretPath(path)).flatMap(({value}) => textsIn(value));
	const ofEnvironment = Object.entries(env).flatMap(([name, value]) => value !== undefined && isSecretName(name) ? [value] : []);
	const ofArguments = settings.flatMap(({value}) => secretArguments(textsIn(value)));
	const inAddresses = [...settings.flatMap(({value}) => textsIn(value)), ...Object.values(env)].flatMap(text => passwordsIn(text ?? ''));
	return [...new Set([...ofConfig, ...ofArguments, ...ofEnvironment, ...inAddresses])].filter(value => value.length >= shortest);
}

/** The passwords of addresses (`postgres://user:password@host`), as they are there and as programs use them. */
function passwordsIn(text: string): readonly string[] {
	return [...text.matchAll(/:\/\/[^/@:\s]*:([^/@\s]+)@/g)].flatMap(([, password = '']) => [password, decoded(password)]);
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

function textsIn(value: unknown): readonly string[] {
	if (Array.isArray(value)) {
		return value.flatMap(each => textsIn(each));
	}

	return typeof value === 'string' ? [value] : [];
}
