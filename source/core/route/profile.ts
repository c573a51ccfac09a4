import type {Config, RoleName} from '../config/config.js';
import {defaultSearchPattern} from '../profile/search-pattern.js';

/** What a profile says about who answers. */
export type ProfileRules = {
	/** Of every role. */
	readonly model: string | undefined;
	readonly forceMain: string | undefined;
	readonly subagentModel: string | undefined;
	readonly overrides: Readonly<Partial<Record<RoleName, string>>>;
	/** Who serves a role's models. */
	readonly providers: Readonly<Partial<Record<RoleName, string>>>;
	readonly toolcallModels: readonly string[];
	readonly webSearch: {readonly model: string; readonly pattern: RegExp} | undefined;
	/** Serves everything. */
	readonly provider: string | undefined;
	/** Whether a converted answer names the model that was asked for. */
	readonly showsAsked: boolean;
	/** Of requests whose address names none. */
	readonly route: 'p' | 'b' | undefined;
};

const nothing: ProfileRules = {model: undefined, forceMain: undefined, subagentModel: undefined, overrides: {}, providers: {}, toolcallModels: [], webSearch: undefined, provider: undefined, showsAsked: true, route: undefined};

/** The rules of a profile, or undefined where the config has none of this name. A text alone is the model of every role. */
export function profileRules(name: string, {profiles}: Config): ProfileRules | undefined {
	const bundle = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
	if (bundle === undefined) {
		return undefined;
	}

	if (typeof bundle === 'string') {
		return {...nothing, model: bundle};
	}

	const {web_search: search, web_search_intercept: intercepts = true, web_search_pattern: pattern = defaultSearchPattern} = bundle;
	const searchTools = search === undefined || !intercepts ? undefined : readPattern(pattern);
	return {
		model: bundle.model,
		forceMain: bundle.force_main,
		subagentModel: bundle.subagent_model,
		overrides: byRole(bundle.tier_overrides),
		providers: byRole(bundle.tier_providers),
		toolcallModels: bundle.toolcall_models ?? [],
		webSearch: search === undefined || searchTools === undefined ? undefined : {model: search, pattern: searchTools},
		provider: bundle.provider_override,
		showsAsked: bundle.spoof_response_model ?? true,
		route: bundle.route,
	};
}

/** Every model string a profile mentions. */
export function profileModels(name: string, config: Config): readonly string[] {
	const rules = profileRules(name, config);
	return rules === undefined ? [] : [rules.model, rules.forceMain, rules.overrides.BIG, rules.overrides.MIDDLE, rules.overrides.SMALL, ...rules.toolcallModels, rules.subagentModel, rules.webSearch?.model].filter(model => model !== undefined);
}

function byRole({big, middle, small}: {readonly big?: string | undefined; readonly middle?: string | undefined; readonly small?: string | undefined} = {}): Readonly<Partial<Record<RoleName, string>>> {
	return {...(big === undefined ? {} : {BIG: big}), ...(middle === undefined ? {} : {MIDDLE: middle}), ...(small === undefined ? {} : {SMALL: small})};
}

function readPattern(source: string): RegExp | undefined {
	try {
		return new RegExp(source, 'i');
	} catch {
		// No pattern matches nothing; the config's check has said what is wrong with it.
		return undefined;
	}
}
