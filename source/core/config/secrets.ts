import {redact} from '../log/redact.js';
import type {Config} from './config.js';
import {pathText, type Origin} from './layers.js';

export type ProviderKey = {
	readonly provider: string;
	/** Secrets: for the request's header only. The first is tried first. */
	readonly keys: readonly [string, ...string[]];
	readonly origin: Origin;
};

/** Which provider keys are in force, and where each comes from. */
export function resolveKeys({config, origins}: {readonly config: Config; readonly origins: Readonly<Record<string, Origin>>}): readonly ProviderKey[] {
	return Object.entries(config.providers).flatMap(([provider, {api_key: given}]) => {
		const [first, ...others] = (typeof given === 'string' ? [given] : given ?? []).filter(key => key !== '');
		return first === undefined ? [] : [{provider, keys: [first, ...others] as const, origin: origins[pathText(['providers', provider, 'api_key'])] ?? {type: 'default'}}];
	});
}

/** A secret as it may be shown: enough of its end to tell two apart, never enough to use. */
export function mask(secret: string): string {
	return secret.length < 12 ? '••••' : `••••${secret.slice(-4)}`;
}

/** Whether the value at a path of the config is a secret. */
export function isSecretPath(path: readonly string[]): boolean {
	const [section, name, key, inner] = path;
	return (section === 'providers' && (key === 'api_key' || key === 'headers'))
		|| (section === 'gateway' && name === 'key')
		|| section === 'custom_headers'
		|| (section === 'launch' && name === 'env' && isSecretName(key ?? ''))
		|| ((section === 'profiles' || section === 'services') && key === 'env' && isSecretName(inner ?? ''));
}

/** Whether a variable's name says that its value is a secret. */
export function isSecretName(name: string): boolean {
	// Which way in is no secret, only what opens it; and tokens can be counted.
	return /key|token|secret|passw|passphrase|(?:[-_]|^|require)pass$|auth|credential|headers/i.test(name) && !/auth[-_]type$|tokens$/i.test(name);
}

/** A copy of a value from the config with its secrets masked. */
export function maskValue(path: readonly string[], value: unknown): unknown {
	if (Array.isArray(value)) {
		return isArguments(path) && value.every(item => typeof item === 'string') ? maskArguments(value) : value.map(item => maskValue(path, item));
	}

	if (typeof value === 'object' && value !== null) {
		return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskValue([...path, key], inner)]));
	}

	if (typeof value !== 'string') {
		return value;
	}

	return isSecretPath(path) ? mask(value) : (path.includes('env') ? redact(value) : maskAddresses(value));
}

/** Lists that a program is started with. Others have names, such as those of models, which may look like a key. */
function isArguments(path: readonly string[]): boolean {
	return path.some(key => key === 'argv' || key === 'args' || key === 'exec');
}

/** Who an address lets in: databases and queues have passwords in theirs. */
function maskAddresses(text: string): string {
	return text.replaceAll(/(:\/\/)[^/@\s]+@/g, '$1••••@');
}

/** Arguments as they may be shown: the value of an option whose name says secret is masked, and what looks like a secret anywhere in one. */
export function maskArguments(args: readonly string[]): readonly string[] {
	return args.map((argument, index) => {
		const [secret] = secretsAt(args, index);
		const plain = redact(argument);
		if (secret === argument || plain === argument) {
			return secret === undefined ? argument : argument.replace(secret, () => mask(secret));
		}

		return plain;
	});
}

/** The values of options whose names say secret, as they stand. */
export function secretArguments(args: readonly string[]): readonly string[] {
	return args.flatMap((_argument, index) => secretsAt(args, index));
}

/** Behind its option in the same argument, of which a line for a shell may have several, or one for itself. */
function secretsAt(args: readonly string[], index: number): readonly string[] {
	const argument = args[index] ?? '';
	const before = args[index - 1] ?? '';
	if (/^--?[\w-]{3,}$/.test(before) && isSecretName(before) && argument !== '' && !argument.startsWith('-')) {
		return [argument];
	}

	return [...argument.matchAll(/(?<![\w-])(--?[\w-]{3,})(?:=|[ \t]+(?!-))("[^"]*"|'[^']*'|[^\s"']+)/g)].flatMap(([, option = '', value = '']) => isSecretName(option) ? [value.replaceAll(/^["']|["']$/g, '')] : []);
}

/** Variables as they may be shown. */
export function maskEnvironment(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, isSecretName(name) && !isSwitch(value) ? mask(value) : redact(value)]));
}

/** `GATEWAY_HINT_HEADERS=1` turns something on: there is nothing in it to hide. */
function isSwitch(value: string): boolean {
	return /^(?:0|1|true|false)$/.test(value);
}
