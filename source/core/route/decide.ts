import {chainOf, type Config, type RoleName} from '../config/config.js';
import type {Dialect} from '../dialect/dialect.js';
import type {LaunchSettings} from '../launch/launch-settings.js';
import {configFor} from '../launch/settings.js';
import type {SeenCredential} from './credential.js';
import type {RequestFacts} from './facts.js';
import {isRoleName, providerId, resolveModel, roleOf, type Candidate} from './model.js';
import {profileModels, profileRules, type ProfileRules} from './profile.js';

/** What a route is decided by. */
export type RouteFacts = {
	readonly dialect: Dialect;
	readonly requestedModel: string;
	readonly profile: string | undefined;
	readonly route: 'p' | 'b' | undefined;
	readonly credential: SeenCredential;
	/** What holds for the launch the request belongs to. */
	readonly settings?: LaunchSettings | undefined;
	/** Whether it was started to go by the own login of its agent: then no key of ours answers for it. */
	readonly loginOnly?: boolean | undefined;
	/** What kind of request it is; undefined is the agent's main conversation, without tools. */
	readonly request?: RequestFacts | undefined;
};

/** The rules in the order in which they are tried, as usage records name them. The last three are one: the role of the name that is asked for, or of the kind of request it is. */
export const routeRules = ['demo', 'own-login', 'switched', 'bypass', 'web-search', 'force-main', 'explicit-model', 'subagent-model', 'toolcall-models', 'tier-override', 'profile', 'role', 'side-request', 'subagent'] as const;

export type RouteRule = (typeof routeRules)[number];

export type RouteDecision =
	| {
		readonly type: 'route';
		readonly rule: RouteRule;
		readonly role: RoleName | undefined;
		/** In the order they are tried, each once. */
		readonly candidates: readonly [Candidate, ...Candidate[]];
		/** How many of them, from the first, are of the rule itself; the others are the config's `fallbacks`. */
		readonly own: number;
		/** Whether the client's own credential travels with it, which then is the only candidate's. */
		readonly ownLogin: boolean;
	}
	| {readonly type: 'refused'; readonly status: number; readonly message: string};

/** The one wire a vendor serves its client's login on. */
export const loginWires = {anthropic: 'messages', codex: 'responses'} as const satisfies Readonly<Record<string, Dialect>>;

/** Decides who answers, and says which rule did. The first rule that fits wins. */
export function decide(facts: RouteFacts, shared: Config): RouteDecision {
	const {requestedModel, profile, route, credential, settings} = facts;
	const config = settings === undefined ? shared : configFor(settings, shared);
	if (isDemo(profile, config)) {
		const role = roleOf(requestedModel);
		return decided('demo', {role, candidates: [{provider: 'demo', model: `demo-${role.toLowerCase()}`}]});
	}

	if (credential.type === 'own-login') {
		return facts.dialect === loginWires[credential.vendor]
			? {...decided('own-login', {role: undefined, candidates: [{provider: credential.vendor, model: requestedModel}]}), ownLogin: true}
			: {type: 'refused', status: 403, message: `The agent's own login for ${credential.vendor} goes to ${credential.vendor} only, which does not serve this API.`};
	}

	if (facts.loginOnly === true) {
		return {type: 'refused', status: 401, message: 'This session was started to go by the own login of its agent, and the request brought none. Log in to the agent, or start it with --no-login.'};
	}

	const role = meantRole(facts);
	const switched = role === 'SMALL' ? undefined : settings?.model;
	const rules = profile === undefined ? undefined : profileRules(profile, config);
	if ((route ?? rules?.route) === 'b') {
		return decided(switched === undefined ? 'bypass' : 'switched', {role: undefined, candidates: [resolveModel(switched ?? requestedModel, config)]});
	}

	if (profile !== undefined && rules === undefined) {
		return {type: 'refused', status: 404, message: `There is no profile "${profile}" in the config (profiles.${profile}).`};
	}

	if (switched !== undefined) {
		return isRoleName(switched)
			? overridden({...byRole({facts, role: roleOf(switched), rules, config}), rule: 'switched'}, {facts, rules, config})
			: decided('switched', {role: undefined, ...withFallbacks(models([switched], {config}), config)});
	}

	return overridden(byRules({facts, role, rules, config}), {facts, rules, config});
}

/** Whether a profile is the demo's: a config may have one of its own by that name. */
export function isDemo(profile: string | undefined, {profiles}: Config): boolean {
	return profile === 'demo' && !Object.hasOwn(profiles, 'demo');
}

/** Every model string the config mentions. */
export function namedModels(config: Config): readonly string[] {
	const roles = Object.values(config.model_tiers).flatMap(({default: first, cascade}) => [first, ...cascade]);
	const profiles = Object.keys(config.profiles).flatMap(name => profileModels(name, config));
	const named = [...roles, ...config.fallbacks, ...config.toolcall_models, ...Object.values(config.tiers), ...Object.values(config.selectors), config.local.model, ...profiles];
	return [...new Set(named.filter(text => typeof text === 'string'))];
}

type Rules = {readonly facts: RouteFacts; readonly role: RoleName; readonly rules: ProfileRules | undefined; readonly config: Config};
type Route = Extract<RouteDecision, {type: 'route'}>;

function byRules(input: Rules): Route {
	const {facts: {requestedModel, settings, request}, role, rules, config} = input;
	const one = (rule: RouteRule, model: string) => decided(rule, {role, ...withFallbacks(models([model], {config}), config)});
	const kind = request?.kind ?? 'main';
	if (rules?.webSearch !== undefined && request?.onlyTool !== undefined && rules.webSearch.pattern.test(request.onlyTool)) {
		return one('web-search', rules.webSearch.model);
	}

	// What was said for this launch is nearer than what the profile says for all.
	if (rules?.forceMain !== undefined && kind === 'main' && role !== 'SMALL' && settings?.roles?.[role] === undefined) {
		return one('force-main', rules.forceMain);
	}

	if (isExplicit(requestedModel, config)) {
		return {...one('explicit-model', requestedModel), role: undefined};
	}

	return rules?.subagentModel !== undefined && kind === 'subagent' && role !== 'SMALL' ? one('subagent-model', rules.subagentModel) : byRole(input);
}

/** Who answers for a role. */
function byRole({facts: {requestedModel, settings, request}, role, rules, config}: Rules): Route {
	const kind = request?.kind ?? 'main';
	const provider = settings?.provider === undefined ? rules?.providers[role] : undefined;
	const route = (rule: RouteRule, texts: readonly string[]) => decided(rule, {role, ...withFallbacks(models(texts, {config, provider}), config)});
	if (settings?.roles?.[role] === undefined) {
		const toolcalls = toolcallModels({role, rules, config});
		if (request?.offersTools === true && toolcalls.length > 0) {
			return decided('toolcall-models', {role, ...withFallbacks(models(config.model_cascade ? toolcalls : toolcalls.slice(0, 1), {config}), config)});
		}

		const override = rules?.overrides[role];
		if (override !== undefined) {
			return route('tier-override', [override]);
		}

		if (rules?.model !== undefined) {
			return route('profile', [rules.model]);
		}
	}

	const own = chainOf({...config, fallbacks: []}, role);
	return route(role === roleOf(requestedModel) || kind === 'main' ? 'role' : (kind === 'side' ? 'side-request' : 'subagent'), own);
}

/** MIDDLE is the role of tool calls, so it is the one the config's own list is for; a profile's list is for the main model too. Side requests stay with the small model. */
function toolcallModels({role, rules, config}: Omit<Rules, 'facts'>): readonly string[] {
	if (role === 'SMALL') {
		return [];
	}

	return rules !== undefined && rules.toolcallModels.length > 0 ? rules.toolcallModels : (role === 'MIDDLE' ? config.toolcall_models : []);
}

/** A profile may name one provider for everything. */
function overridden(route: Route, {facts: {settings}, rules, config}: Omit<Rules, 'role'>): Route {
	const provider = settings?.provider === undefined ? rules?.provider : undefined;
	if (provider === undefined) {
		return route;
	}

	const id = providerId(provider, config);
	const there = route.candidates.map(({model}) => ({provider: id, model}));
	return decided(route.rule, {role: route.role, candidates: chain(there), own: chain(there.slice(0, route.own)).length});
}

/** The role of the name it asks for, unless the kind of request says that a smaller one will do. */
function meantRole({requestedModel, request}: RouteFacts): RoleName {
	const role = roleOf(requestedModel);
	switch (request?.kind) {
		case 'side': {
			return 'SMALL';
		}

		case 'subagent': {
			return role === 'BIG' ? 'MIDDLE' : role;
		}

		case 'main':
		case undefined: {
			return role;
		}
	}
}

/** Whether a model was meant as it stands: it names its provider, the config mentions it, or it has a vendor before a slash, as no agent calls a model by itself. */
function isExplicit(model: string, config: Config): boolean {
	return resolveModel(model, config).named || model.includes('/') || namedModels(config).includes(model);
}

/** Behind those of the rule, each once. */
function withFallbacks(own: readonly Candidate[], config: Config): {readonly candidates: readonly Candidate[]; readonly own: number} {
	return {candidates: chain([...own, ...fallbacks(config)]), own: chain(own).length};
}

function fallbacks(config: Config): readonly Candidate[] {
	return config.model_cascade ? models(config.fallbacks, {config}) : [];
}

function models(texts: readonly string[], {config, provider}: {readonly config: Config; readonly provider?: string | undefined}): readonly Candidate[] {
	return texts.map(text => ({...resolveModel(text, config), ...(provider === undefined ? {} : {provider: providerId(provider, config)})}));
}

function chain(candidates: readonly Candidate[]): readonly Candidate[] {
	const seen = new Set<string>();
	return candidates.filter(({provider, model}) => {
		const name = `${provider} ${model}`;
		const fresh = !seen.has(name);
		seen.add(name);
		return fresh;
	});
}

function decided(rule: RouteRule, {role, candidates, own = candidates.length}: {readonly role: RoleName | undefined; readonly candidates: readonly Candidate[]; readonly own?: number}): Route {
	const [first, ...others] = candidates.map(({provider, model}) => ({provider, model}));
	if (first === undefined) {
		throw new Error(`rule ${rule} has no candidate`);
	}

	return {type: 'route', rule, role, candidates: [first, ...others], own, ownLogin: false};
}
