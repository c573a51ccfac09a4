import type {Config} from '../config/config.js';
import {keyVariables} from '../config/variables.js';
import type {Dialect} from '../dialect/dialect.js';
import {providerRow, type ProviderRow, type WireRow} from './rows.js';

/** A provider as it can be asked now. */
export type Provider = {
	readonly id: string;
	readonly wires: Readonly<Partial<Record<Dialect, WireRow>>>;
	/** Secrets: for the request's header only. The first is tried first. */
	readonly keys: readonly string[];
	/** The first of them. */
	readonly key: string | undefined;
	/** Takes its client's own login and no key of ours. */
	readonly loginOnly: boolean;
	/** On this machine no key is needed. */
	readonly local: boolean;
	readonly headers: Readonly<Record<string, string>>;
	readonly chatLimit: 'max_tokens' | 'max_completion_tokens';
};

export type ProviderPlaces = {
	readonly config: Config;
	/** Where a service that is a provider too listens now, if it does. Undefined where only the config counts. */
	readonly running?: ((id: string) => RunningProvider | undefined) | undefined;
};

/** A program that Clutch runs and that answers requests: the demo, the CLI proxy, Ollama. */
export type RunningProvider = {readonly address: string; /** Made for it, where it wants one. */ readonly key?: string | undefined};

/** Undefined where nobody has said where this provider is, or not so that it can be understood. */
export function resolveProvider(id: string, {config, running}: ProviderPlaces): Provider | undefined {
	const row = providerRow(id);
	const given = config.providers[id];
	// Where Clutch itself would look for it is not where its user wanted it.
	if (given?.left_out !== undefined) {
		return undefined;
	}

	const found = given?.base_url === undefined && row?.runs === true ? running?.(row.id) : undefined;
	const wires = given?.base_url === undefined ? shippedWires(row, {config, found}) : givenWires(given.base_url, {row, wires: given.wires});
	const bases = Object.values(wires).map(wire => wire.base);
	if (bases.length === 0) {
		return undefined;
	}

	const loginOnly = row?.loginOnly === true;
	const keys = loginOnly ? [] : keysInForce(keysOf(id, config), found);
	return {
		id,
		wires,
		keys,
		key: keys[0],
		loginOnly,
		local: !loginOnly && bases.every(base => isLoopback(base)),
		headers: {...config.custom_headers, ...given?.headers},
		chatLimit: row?.chatLimit ?? 'max_tokens',
	};
}

/** The keys the config has for a provider, in the order they are tried. */
export function keysOf(id: string, {providers}: Config): readonly string[] {
	const given = providers[id]?.api_key;
	return (typeof given === 'string' ? [given] : given ?? []).filter(text => text !== '');
}

/** The variable a person sets to give this provider a key. */
export function keyVariable(id: string): string {
	return keyVariables(id).find(name => !name.startsWith('PROVIDERS_')) ?? `PROVIDERS_${id.toUpperCase()}_API_KEY`;
}

export function isLoopback(address: string): boolean {
	return /^https?:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1])(?::\d+)?(?:[/?#]|$)/i.test(address);
}

/** Whether an agent's own login may go to an address: to its vendor's host over TLS, or to a program on this machine that stands in for it. A config must not be able to send a login elsewhere. */
export function takesLogin(vendor: string, address: string): boolean {
	const hosts = Object.values(providerRow(vendor)?.wires ?? {}).map(wire => hostOf(wire.base));
	return isLoopback(address) || hosts.includes(hostOf(address));
}

/** Where a request for a wire goes. `rest` is what the wire has behind its base, such as `/messages`. */
export function wireUrl(wire: WireRow, rest: string): string {
	return `${wire.base}${rest}`;
}

/** Scheme, name and port, and a user where there is one: such an address is no vendor's. */
function hostOf(address: string): string {
	return /^https?:\/\/[^/?#]+/i.exec(address)?.[0].toLowerCase() ?? address;
}

/** What its user said goes before what was made for it. */
function keysInForce(given: readonly string[], found: RunningProvider | undefined): readonly string[] {
	return given.length > 0 || found?.key === undefined ? given : [found.key];
}

function shippedWires(row: ProviderRow | undefined, {config, found}: {readonly config: Config; readonly found: RunningProvider | undefined}): Provider['wires'] {
	if (row?.id === 'local') {
		return config.local.enabled ? givenWires(config.local.endpoint, {row: undefined, wires: ['chat']}) : {};
	}

	return found === undefined ? row?.wires ?? {} : givenWires(found.address, {row, wires: undefined});
}

/** One address in the config stands for all wires: with or without a version at its end, each wire finds its own. */
function givenWires(address: string, {row, wires}: {readonly row: ProviderRow | undefined; readonly wires: readonly Dialect[] | undefined}): Provider['wires'] {
	const served = wires ?? (row === undefined || Object.keys(row.wires).length === 0 ? fallbackWires(row) : Object.keys(row.wires) as Dialect[]);
	return Object.fromEntries(served.map(wire => [wire, {base: row?.versionless === true ? address.replace(/\/+$/, '') : versioned(address, wire), auth: row?.wires[wire]?.auth ?? defaultAuth[wire]}]));
}

/** Nearly everyone speaks Chat. */
function fallbackWires(row: ProviderRow | undefined): readonly Dialect[] {
	return row?.serves ?? ['chat'];
}

const defaultAuth: Readonly<Record<Dialect, WireRow['auth']>> = {messages: 'bearer', chat: 'bearer', responses: 'bearer', gemini: 'x-goog-api-key'};

function versioned(address: string, wire: Dialect): string {
	const plain = address.replace(/\/+$/, '');
	const version = wire === 'gemini' ? 'v1beta' : 'v1';
	if (!/\/v\d+(?:beta)?$/.test(plain)) {
		return `${plain}/${version}`;
	}

	return wire === 'gemini' ? plain.replace(/\/v1$/, '/v1beta') : plain.replace(/\/v1beta$/, '/v1');
}
