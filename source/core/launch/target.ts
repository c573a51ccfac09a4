import type {Config} from '../config/config.js';
import {providerRow} from '../provider/rows.js';
import {decide} from '../route/decide.js';
import {carriedHeaders} from '../route/carried.js';
import type {Candidate} from '../route/model.js';
import type {AgentRow, GatewayInput} from './agent.js';
import {askedKey} from './credential.js';

type Tried = {
	readonly agent: AgentRow;
	readonly route: 'p' | 'b';
	readonly model: string | undefined;
	readonly profile: string | undefined;
	readonly config: Config;
};

/** The very decision the gateway will make for this agent's main model. `chosen`: somebody named the model, so that no other may answer. */
export function triedModels({agent, route, model, profile, config}: Tried): {readonly candidates: readonly Candidate[]; readonly chosen: boolean} {
	const requestedModel = model ?? (route === 'b' && agent.letter !== 'c' ? config.model_tiers.BIG.default : 'claude-opus');
	const decision = decide({dialect: agent.dialect, requestedModel, profile, route, credential: {type: 'ours'}}, config);
	return decision.type === 'route' ? {candidates: decision.candidates, chosen: model !== undefined && decision.rule !== 'role'} : {candidates: [], chosen: false};
}

type Target = {
	readonly agent: AgentRow;
	readonly config: Config;
	/** Where the gateway is. */
	readonly base: string;
	/** Where Headroom is, if it is to stand before the gateway for this launch. */
	readonly front?: string | undefined;
	readonly session: string;
	readonly route: 'p' | 'b';
	readonly profile: string | undefined;
	readonly credential: {readonly type: 'own-login'} | {readonly type: 'gateway-key'; readonly key: string};
	readonly candidates: readonly Candidate[];
};

/** The address with its prefixes, and what an agent has to know about who answers there. */
export function gatewayInput({agent, config, base, front, session, route, profile, credential, candidates}: Target): GatewayInput {
	const [first] = candidates;
	const bypass = route === 'b';
	const windows = candidates.map(candidate => config.models[candidate.model]?.context_window).filter(window => window !== undefined);
	return {
		...(front === undefined ? {} : {headers: {[carriedHeaders.session]: session, ...(profile === undefined ? {} : {[carriedHeaders.profile]: profile})}}),
		address: front ?? `${base}${profile === undefined ? '' : `/p/${encodeURIComponent(profile)}`}${bypass ? '/r/b' : ''}/s/${session}`,
		route,
		key: credential.type === 'gateway-key' ? credential.key : undefined,
		askedKey: askedKey(config),
		main: bypass ? config.model_tiers.BIG.default : 'clutch-big',
		small: bypass ? config.model_tiers.SMALL.default : 'clutch-small',
		window: windows.length === 0 ? undefined : Math.min(...windows),
		foreign: credential.type === 'gateway-key' && (first === undefined || !agent.vendors.includes(first.provider)),
	};
}

/**
A model as the agent's own vendor calls it: a name for that vendor before it is ours, every other text stays.

@example
ownModel('claude/opus', claude) // → 'opus'
ownModel('openrouter/x', claude) // → 'openrouter/x'
*/
export function ownModel(model: string | undefined, {vendors}: AgentRow): string | undefined {
	const [, before, rest] = /^([a-z\d][a-z\d._-]*)[:/](.+)$/.exec(model ?? '') ?? [];
	return before !== undefined && rest !== undefined && vendors.includes(providerRow(before)?.id ?? before) ? rest : model;
}
