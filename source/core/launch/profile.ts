import type {Config} from '../config/config.js';
import type {ProfileBundle} from '../profile/schema.js';
import type {Scan} from '../scan/scan.js';
import type {AgentRow} from './agent.js';
import type {LaunchCode} from './code.js';
import type {RouteLetter} from './grammar.js';
import {resolveTiers} from './tiers.js';

type Asked = {readonly code: LaunchCode; readonly profile?: string | undefined};

/** The profile a launch has: the one it names, by an option or by a digit at the end of its code, else the one its agent is bound to. */
export function profileName({code, profile}: Asked, {agent, config}: {readonly agent: AgentRow; readonly config: Config}): string | undefined {
	const digit = code.tier !== undefined && /\d/.test(code.tier) ? code.tier : undefined;
	return profile ?? digit ?? (config.agents[agent.letter] ?? config.agents[agent.id])?.profile;
}

/** What a profile says; nothing where there is none. A text alone is the model of every role. */
export function bundleOf(profile: string | undefined, {profiles}: Config): ProfileBundle {
	const bundle = profile !== undefined && Object.hasOwn(profiles, profile) ? profiles[profile] : undefined;
	return typeof bundle === 'string' ? {model: bundle} : (bundle ?? {});
}

/** A profile may leave models untouched on the route that would choose one. */
export function routeOf(route: RouteLetter, bundle: ProfileBundle): RouteLetter {
	return route === 'p' && bundle.route === 'b' ? 'b' : route;
}

/** The model that a tier or a profile names. */
export function modelOf(profile: string | undefined, {tier, config, scan}: {readonly tier: string | undefined; readonly config: Config; readonly scan: Scan | undefined}): string | undefined {
	const {force_main: forced, model} = bundleOf(profile, config);
	return (tier === undefined || tier === profile ? undefined : resolveTiers({config, scan})[tier]?.model) ?? forced ?? model;
}
