import type {ServiceRow} from '../service/schema.js';
import {shippedConfig} from './defaults.js';
import {isSection, type Origin} from './layers.js';
import type {ConfigInput} from './schema.js';

type Section<Name extends keyof ConfigInput> = NonNullable<ConfigInput[Name]>;

type Whole<Part, Keys extends keyof Part> = Readonly<Omit<Part, Keys> & Required<Pick<Part, Keys>>>;

export type RoleName = 'BIG' | 'MIDDLE' | 'SMALL';

export type RoleModels = {readonly default: string; readonly cascade: readonly string[]};

/** `left_out`: what is wrong with it in the file. It is known, so that nothing of its goes elsewhere, and cannot be asked. */
export type ProviderConfig = Readonly<NonNullable<Section<'providers'>[string]>> & {readonly left_out?: string | undefined};

/** The configuration in force: the keys of the file, every one that has a shipped default filled in. */
export type Config = {
	readonly proxy: Whole<Section<'proxy'>, 'auto_start'>;
	readonly model_tiers: Readonly<Record<RoleName, RoleModels>>;
	readonly model_cascade: boolean;
	readonly fallbacks: readonly string[];
	readonly fallback_method: Section<'fallback_method'>;
	readonly toolcall_models: readonly string[];
	readonly tiers: Readonly<Section<'tiers'>>;
	readonly profiles: Readonly<Section<'profiles'>>;
	readonly agents: Readonly<Section<'agents'>>;
	readonly selectors: Readonly<Section<'selectors'>>;
	readonly quotas: Readonly<Section<'quotas'>>;
	readonly local: Whole<Section<'local'>, 'enabled' | 'endpoint'>;
	readonly custom_headers: Readonly<Record<string, string>>;
	readonly models: Readonly<Section<'models'>>;
	readonly budget: Readonly<Section<'budget'>>;
	readonly prices: Readonly<Section<'prices'>>;
	readonly default_provider: string;
	readonly providers: Readonly<Record<string, ProviderConfig>>;
	readonly gateway: Whole<Section<'gateway'>, 'host' | 'port' | 'require_key' | 'request_timeout' | 'log_level'>;
	/** By id: what the file says of a service; `core/service/rows` makes the services of it. */
	readonly services: Readonly<Record<string, ServiceRow>>;
	readonly compression: Whole<Section<'compression'>, 'headroom' | 'deadline_ms' | 'min_bytes'>;
	readonly launch: Whole<Section<'launch'>, 'approvals' | 'credential' | 'sandboxed' | 'args' | 'env'>;
	readonly install: Whole<Section<'install'>, 'without'>;
	readonly sessions: Whole<Section<'sessions'>, 'most' | 'keep_days' | 'scrollback' | 'restore' | 'crash'>;
	readonly keys: Readonly<Section<'keys'>>;
	readonly ui: Whole<Section<'ui'>, 'tier_wait'>;
};

/** What could not be taken as it stands, and did not stop anything. */
export type ConfigWarning = {readonly file: string | undefined; readonly line: number | undefined; readonly key: string; readonly text: string};

/** Why the config file as a whole is not in force. Lines and columns count from 1. */
export type ConfigProblem = {
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly key: string;
	readonly wanted: string;
	readonly got: string;
	/** What stands in for the file until it is mended. */
	readonly inForce: 'last-good' | 'defaults';
};

export type LoadedConfig = {
	readonly config: Config;
	readonly origins: Readonly<Record<string, Origin>>;
	readonly warnings: readonly ConfigWarning[];
	/** What of the file is not in force though it was meant, and what is instead; all else in it holds. */
	readonly mistakes: readonly ConfigWarning[];
	/** What is worth knowing for somebody who looks at the configuration, and not at every launch. */
	readonly notes: readonly ConfigWarning[];
	readonly problem: ConfigProblem | undefined;
};

/**
Makes merged values whole. Sections that stay empty in every layer are added, and the rules between keys are applied: a role whose model the user chose keeps no shipped cascade behind it (a request must not travel to models nobody chose), and `proxy.base_url` on loopback moves the gateway's port with it.
*/
export function completeConfig(merged: Readonly<Record<string, unknown>>, origins: Readonly<Record<string, Origin>>): Config {
	const config = withEmptySections(merged);
	const base = config.proxy.base_url;
	const followed = base !== undefined && origins['gateway.port']?.type === 'default' ? loopbackPort(base) : undefined;
	return {
		...config,
		model_tiers: {BIG: chosen('BIG', {config, origins}), MIDDLE: chosen('MIDDLE', {config, origins}), SMALL: chosen('SMALL', {config, origins})},
		gateway: followed === undefined ? config.gateway : {...config.gateway, port: followed},
	};
}

/** A section that no layer puts anything into has no value to merge, and is there all the same. */
function withEmptySections(merged: Readonly<Record<string, unknown>>): Config {
	const shipped: Readonly<Record<string, unknown>> = shippedConfig;
	const sections = Object.entries(shipped).map(([name, section]) => {
		const value = merged[name];
		return [name, isSection(section) && isSection(value) ? {...section, ...value} : (value ?? section)];
	});
	return Object.fromEntries(sections) as Config;
}

/** The models of a role in the order they are tried, each once: its default, its cascade, the fallbacks. */
export function chainOf(config: Config, role: RoleName): readonly string[] {
	const models = config.model_tiers[role];
	return [...new Set(config.model_cascade ? [models.default, ...models.cascade, ...config.fallbacks] : [models.default])];
}

function chosen(role: RoleName, {config, origins}: {readonly config: Config; readonly origins: Readonly<Record<string, Origin>>}): RoleModels {
	const models = config.model_tiers[role];
	const ownDefault = origins[`model_tiers.${role}.default`]?.type !== 'default';
	const shippedCascade = origins[`model_tiers.${role}.cascade`]?.type === 'default';
	return ownDefault && shippedCascade ? {...models, cascade: []} : models;
}

function loopbackPort(address: string): number | undefined {
	const match = /^http:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1]):(\d+)(?:\/|$)/i.exec(address);
	return match?.[1] === undefined ? undefined : Number(match[1]);
}
