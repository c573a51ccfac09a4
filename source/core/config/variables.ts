import type {Layered, Origin} from './layers.js';

type Kind =
	| {readonly type: 'text'}
	| {readonly type: 'list'}
	| {readonly type: 'boolean'}
	| {readonly type: 'number'; readonly minimum: number; readonly maximum: number; readonly whole: boolean}
	| {readonly type: 'choice'; readonly values: readonly string[]}
	| {readonly type: 'web address'}
	/** `HOST` is also what some shells call the machine's name, which is no place to listen. */
	| {readonly type: 'listening address'};

export type VariableRow = {readonly variable: string; readonly path: readonly string[]; readonly kind: Kind; readonly secret?: boolean; readonly summary: string};

const text = {type: 'text'} as const;
const list = {type: 'list'} as const;
const truth = {type: 'boolean'} as const;

/** The environment variables with a fixed name, and the key of the config file each stands for. */
export const variables: readonly VariableRow[] = [
	...(['BIG', 'MIDDLE', 'SMALL'] as const).flatMap(role => [
		{variable: `${role}_MODEL`, path: ['model_tiers', role, 'default'], kind: text, summary: `the model of role ${role}`},
		{variable: `${role}_CASCADE`, path: ['model_tiers', role, 'cascade'], kind: list, summary: `models tried after it, with commas between`},
	]),
	{variable: 'MODEL_CASCADE', path: ['model_cascade'], kind: truth, summary: 'whether the next model is tried when one fails'},
	{variable: 'TOOLCALL_MODELS', path: ['toolcall_models'], kind: list, summary: 'models tried for requests that bring tools'},
	{variable: 'OPENROUTER_FALLBACK_MODELS', path: ['fallbacks'], kind: list, summary: 'models tried after the cascade of every role'},
	{variable: 'FALLBACK_METHOD', path: ['fallback_method'], kind: {type: 'choice', values: ['cascade', 'openrouter_native', 'both']}, summary: 'who goes on to the next model'},
	{variable: 'HOST', path: ['gateway', 'host'], kind: {type: 'listening address'}, summary: 'where the gateway listens'},
	{variable: 'PORT', path: ['gateway', 'port'], kind: {type: 'number', minimum: 0, maximum: 65_535, whole: true}, summary: 'the port of the gateway, 0 for a free one'},
	{variable: 'LOG_LEVEL', path: ['gateway', 'log_level'], kind: {type: 'choice', values: ['debug', 'info', 'warn', 'error']}, summary: 'how much the gateway logs'},
	{variable: 'REQUEST_TIMEOUT', path: ['gateway', 'request_timeout'], kind: {type: 'number', minimum: 0.001, maximum: 86_400, whole: false}, summary: 'seconds an upstream may take to begin its answer'},
	{variable: 'PROXY_AUTH_KEY', path: ['gateway', 'key'], kind: text, secret: true, summary: 'the key clients have to send where one is asked'},
	{variable: 'LOCAL_ENABLED', path: ['local', 'enabled'], kind: truth, summary: 'whether a model server on this machine is used'},
	{variable: 'LOCAL_MODEL', path: ['local', 'model'], kind: text, summary: 'its model'},
	{variable: 'LOCAL_ENDPOINT', path: ['local', 'endpoint'], kind: {type: 'web address'}, summary: 'its address'},
];

export type NamedValue = {readonly name: string; readonly value: string; readonly origin: Origin};

export type ReadVariables = {
	readonly values: readonly Layered[];
	readonly wrong: ReadonlyArray<{readonly variable: NamedValue; readonly wanted: string; readonly secret: boolean}>;
	/** Names that are no variable of ours. */
	readonly unknown: readonly NamedValue[];
};

/**
Reads variables into values of the config. An empty one counts as not set, as in a copied `.env.example`. `providers` are the ids whose `<ID>_API_KEY` is a key of theirs.
*/
export function readVariables(named: readonly NamedValue[], providers: readonly string[]): ReadVariables {
	const values: Layered[] = [];
	const wrong: Array<ReadVariables['wrong'][number]> = [];
	const unknown: NamedValue[] = [];
	// Where several providers have a name, the first one has it.
	const owners = new Map(providers.toReversed().flatMap(provider => keyVariables(provider).map(name => [name, provider] as const)));
	for (const variable of named) {
		if (variable.value.trim() === '') {
			continue;
		}

		const read = readOne(variable, {providers, owners});
		switch (read.type) {
			case 'value': {
				values.push({path: read.path, value: read.value, origin: variable.origin});
				break;
			}

			case 'wrong': {
				wrong.push({variable, wanted: read.wanted, secret: variables.some(row => row.variable === variable.name && row.secret === true)});
				break;
			}

			case 'unknown': {
				unknown.push(variable);
				break;
			}
		}
	}

	return {values: values.toSorted((left, right) => rank(left) - rank(right)), wrong, unknown};
}

/** The names under which a provider's key is looked up, the strongest first. */
export function keyVariables(provider: string): readonly string[] {
	const name = variableName(provider);
	return [`PROVIDERS_${name}_API_KEYS`, `PROVIDERS_${name}_API_KEY`, `PROVIDERS_${name}_KEY`, `${name}_API_KEY`, ...(aliases[provider] ?? [])];
}

/** Names vendors gave their own variables besides `<ID>_API_KEY`. */
const aliases: Readonly<Record<string, readonly string[]>> = {gemini: ['GOOGLE_API_KEY']};

type Read =
	| {readonly type: 'value'; readonly path: readonly string[]; readonly value: unknown}
	| {readonly type: 'wrong'; readonly wanted: string}
	| {readonly type: 'unknown'};

function readOne({name, value}: NamedValue, {providers, owners}: {readonly providers: readonly string[]; readonly owners: ReadonlyMap<string, string>}): Read {
	const row = variables.find(candidate => candidate.variable === name);
	if (row !== undefined) {
		const read = readKind(value.trim(), row.kind);
		return 'wanted' in read ? {type: 'wrong', wanted: read.wanted} : {type: 'value', path: row.path, value: read.value};
	}

	const header = /^CUSTOM_HEADER_(\w+)$/.exec(name)?.[1];
	if (header !== undefined) {
		return {type: 'value', path: ['custom_headers', header.toLowerCase().replaceAll('_', '-')], value};
	}

	const declared = /^PROVIDERS_(\w+?)_(URL|API_KEYS|API_KEY|KEY)$/.exec(name);
	if (declared?.[1] !== undefined) {
		const id = providers.find(candidate => variableName(candidate) === declared[1]) ?? declared[1].toLowerCase();
		if (declared[2] === 'URL') {
			const read = readKind(value.trim(), {type: 'web address'});
			return 'wanted' in read ? {type: 'wrong', wanted: read.wanted} : {type: 'value', path: ['providers', id, 'base_url'], value: read.value};
		}

		return {type: 'value', path: ['providers', id, 'api_key'], value: declared[2] === 'API_KEYS' ? splitList(value) : value.trim()};
	}

	const owner = owners.get(name);
	return owner === undefined ? {type: 'unknown'} : {type: 'value', path: ['providers', owner, 'api_key'], value: value.trim()};
}

function readKind(value: string, kind: Kind): {readonly value: unknown} | {readonly wanted: string} {
	switch (kind.type) {
		case 'text': {
			return {value};
		}

		case 'list': {
			return {value: splitList(value)};
		}

		case 'boolean': {
			if (/^(?:true|yes|on|1)$/i.test(value)) {
				return {value: true};
			}

			return /^(?:false|no|off|0)$/i.test(value) ? {value: false} : {wanted: 'true or false'};
		}

		case 'number': {
			const number = Number(value);
			const fits = number >= kind.minimum && number <= kind.maximum && (!kind.whole || Number.isInteger(number));
			return fits ? {value: number} : {wanted: `a ${kind.whole ? 'whole ' : ''}number from ${kind.minimum} to ${kind.maximum}`};
		}

		case 'choice': {
			const found = kind.values.find(candidate => candidate === value.toLowerCase());
			return found === undefined ? {wanted: `one of ${kind.values.join(', ')}`} : {value: found};
		}

		case 'web address': {
			return /^https?:\/\/[^\s/]+/.test(value) ? {value} : {wanted: 'an address such as https://example.com/v1'};
		}

		case 'listening address': {
			return /^(?:localhost|\d{1,3}(?:\.\d{1,3}){3}|[\da-f:]*:[\da-f:.]*)$/i.test(value) ? {value} : {wanted: 'an IP address or localhost'};
		}
	}
}

function splitList(value: string): readonly string[] {
	return value.split(',').map(part => part.trim()).filter(part => part !== '');
}

function variableName(provider: string): string {
	return provider.toUpperCase().replaceAll(/[^A-Z\d]/g, '_');
}

/** Several variables may name one key: `PROVIDERS_X_API_KEYS` is the most exact, the vendor's own name the least. */
function rank({path, origin}: Layered): number {
	if (path[0] !== 'providers' || path[2] !== 'api_key' || path[1] === undefined || !('name' in origin)) {
		return 0;
	}

	return keyVariables(path[1]).indexOf(origin.name);
}
