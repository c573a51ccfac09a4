import {chainOf, type Config, type RoleName} from '../config/config.js';
import type {Dialect} from '../dialect/dialect.js';
import type {SeenCredential} from './credential.js';
import {resolveModel, type Candidate} from './model.js';

/** What a route is decided by. */
export type RouteFacts = {
	readonly dialect: Dialect;
	readonly requestedModel: string;
	readonly profile: string | undefined;
	readonly route: 'p' | 'b' | undefined;
	readonly credential: SeenCredential;
};

export type RouteRule = 'own-login' | 'demo' | 'bypass' | 'profile' | 'explicit-model' | 'role';

export type RouteDecision =
	| {
		readonly type: 'route';
		readonly rule: RouteRule;
		readonly role: RoleName | undefined;
		/** In the order they are tried, each once. */
		readonly candidates: readonly [Candidate, ...Candidate[]];
		/** Whether the client's own credential travels with it, which then is the only candidate's. */
		readonly ownLogin: boolean;
	}
	| {readonly type: 'refused'; readonly status: number; readonly message: string};

/** Decides who answers, and says which rule did. The first rule that fits wins. */
export function decide(facts: RouteFacts, config: Config): RouteDecision {
	const {requestedModel, profile, route, credential} = facts;
	if (profile === 'demo' && !Object.hasOwn(config.profiles, 'demo')) {
		const role = roleOf(requestedModel);
		return decided('demo', {role, candidates: [{provider: 'demo', model: `demo-${role.toLowerCase()}`}]});
	}

	if (credential.type === 'own-login') {
		return facts.dialect === 'messages'
			? {...decided('own-login', {role: undefined, candidates: [{provider: credential.vendor, model: requestedModel}]}), ownLogin: true}
			: {type: 'refused', status: 403, message: `The agent's own login for ${credential.vendor} goes to ${credential.vendor} only, which does not serve this API.`};
	}

	if (route === 'b') {
		return decided('bypass', {role: undefined, candidates: [resolveModel(requestedModel, config)]});
	}

	const role = roleOf(requestedModel);
	if (profile !== undefined) {
		const chosen = profileModel(profile, {role, config});
		if (chosen.type === 'unknown') {
			return {type: 'refused', status: 404, message: `There is no profile "${profile}" in the config (profiles.${profile}).`};
		}

		if (chosen.model !== undefined && (chosen.forced || !isExplicit(requestedModel, config))) {
			return decided('profile', {role, candidates: chain([chosen.model, ...fallbacks(config)], config)});
		}
	}

	return isExplicit(requestedModel, config)
		? decided('explicit-model', {role: undefined, candidates: chain([requestedModel, ...fallbacks(config)], config)})
		: decided('role', {role, candidates: chain(chainOf(config, role), config)});
}

/** The role an agent means by its vendor's names; whatever else it says it means its main model. */
export function roleOf(model: string): RoleName {
	if (/haiku|(?:^|clutch-|demo-)small$/i.test(model)) {
		return 'SMALL';
	}

	return /sonnet|(?:^|clutch-|demo-)middle$/i.test(model) ? 'MIDDLE' : 'BIG';
}

/** Every model string the config mentions. */
export function namedModels(config: Config): readonly string[] {
	const roles = Object.values(config.model_tiers).flatMap(({default: first, cascade}) => [first, ...cascade]);
	const profiles = Object.values(config.profiles).flatMap(bundle => typeof bundle === 'string' ? [bundle] : [bundle.model, bundle.force_main, ...Object.values(bundle.tier_overrides ?? {})]);
	const named = [...roles, ...config.fallbacks, ...config.toolcall_models, ...Object.values(config.tiers), ...Object.values(config.selectors), config.local.model, ...profiles];
	return [...new Set(named.filter(text => typeof text === 'string'))];
}

/** Whether a model was meant as it stands: it names its provider, the config mentions it, or it has a vendor before a slash, as no agent calls a model by itself. */
function isExplicit(model: string, config: Config): boolean {
	return resolveModel(model, config).named || model.includes('/') || namedModels(config).includes(model);
}

type ProfileModel = {readonly type: 'unknown'} | {readonly type: 'known'; readonly model: string | undefined; readonly forced: boolean};

function profileModel(name: string, {role, config}: {readonly role: RoleName; readonly config: Config}): ProfileModel {
	const bundle = Object.hasOwn(config.profiles, name) ? config.profiles[name] : undefined;
	if (bundle === undefined) {
		return {type: 'unknown'};
	}

	if (typeof bundle === 'string') {
		return {type: 'known', model: bundle, forced: false};
	}

	const {force_main: forced, tier_overrides: overrides, model} = bundle;
	const override = role === 'BIG' ? overrides?.big : (role === 'MIDDLE' ? overrides?.middle : overrides?.small);
	return {type: 'known', model: forced ?? override ?? model, forced: forced !== undefined};
}

function fallbacks(config: Config): readonly string[] {
	return config.model_cascade ? config.fallbacks : [];
}

function chain(models: readonly string[], config: Config): readonly Candidate[] {
	const seen = new Set<string>();
	return models.map(text => resolveModel(text, config)).filter(({provider, model}) => {
		const name = `${provider} ${model}`;
		const fresh = !seen.has(name);
		seen.add(name);
		return fresh;
	});
}

function decided(rule: RouteRule, {role, candidates}: {readonly role: RoleName | undefined; readonly candidates: readonly Candidate[]}): Extract<RouteDecision, {type: 'route'}> {
	const [first, ...others] = candidates.map(({provider, model}) => ({provider, model}));
	if (first === undefined) {
		throw new Error(`rule ${rule} has no candidate`);
	}

	return {type: 'route', rule, role, candidates: [first, ...others], ownLogin: false};
}
