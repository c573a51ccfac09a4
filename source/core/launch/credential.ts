import type {Config} from '../config/config.js';
import {decide} from '../route/decide.js';
import {keyVariable, resolveProvider} from '../provider/provider.js';
import type {AgentRow} from './agent.js';
import {placeholderKey} from './placeholder.js';
import {problems, type LaunchProblem} from './problem.js';

export type CredentialChoice =
	| {readonly type: 'own-login'}
	| {readonly type: 'gateway-key'; readonly key: string}
	| {readonly type: 'problem'; readonly problem: LaunchProblem};

export type CredentialInput = {
	readonly agent: AgentRow;
	readonly config: Config;
	/** Who would be asked, in the order the gateway tries them. */
	readonly providers: readonly string[];
	/** Whether somebody named the model, so that no other may answer. */
	readonly named: boolean;
	/** Providers with a key in force. */
	readonly keyed: readonly string[];
	readonly loggedIn: boolean;
	/** What a flag said; it is believed, since a login can be where we cannot look. */
	readonly forced: boolean | undefined;
};

/**
Whose credential a launch by the gateway uses. The agent's own login goes first where its vendor's model is tried first, or where nothing else would work (but for a model that was named and is another vendor's: a login could not reach it); else the gateway's keys, one of which has to fit a model that is tried (a provider on this machine needs none).
*/
export function chooseCredential({agent, config, providers, named, keyed, loggedIn, forced}: CredentialInput): CredentialChoice {
	const usable = isUsable(providers, {config, keyed});
	// An agent whose login cannot go by the gateway has only the gateway's keys, whatever the config says of all agents.
	const wanted = agent.vendors.length === 0 ? false : forced ?? wantedByConfig(config);
	const vendorFirst = agent.vendors.includes(providers[0] ?? '');
	if (wanted ?? (loggedIn && (vendorFirst || (!usable && !named)))) {
		return {type: 'own-login'};
	}

	if (usable) {
		return {type: 'gateway-key', key: config.gateway.key ?? placeholderKey};
	}

	return {type: 'problem', problem: problems.noCredential(agent, {providers, keyName: keyVariable(providers[0] ?? config.default_provider), login: agent.vendors.length === 0 ? 'none' : (wanted === false ? 'off' : (named && !vendorFirst ? 'useless' : 'missing'))})};
}

/** Whether anything can be asked at all: a key or a login was found, or the role BIG has a model on this machine, which needs neither. */
export function hasCredential({config, keyed, logins}: {readonly config: Config; readonly keyed: readonly string[]; readonly logins: Readonly<Record<string, boolean>>}): boolean {
	if (keyed.length > 0 || Object.values(logins).some(Boolean)) {
		return true;
	}

	const decision = decide({dialect: 'messages', requestedModel: 'opus', profile: undefined, route: 'p', credential: {type: 'ours'}}, config);
	return decision.type === 'route' && isUsable(decision.candidates.map(({provider}) => provider), {config, keyed});
}

function isUsable(providers: readonly string[], {config, keyed}: {readonly config: Config; readonly keyed: readonly string[]}): boolean {
	return providers.some(provider => keyed.includes(provider) || resolveProvider(provider, {config})?.local === true);
}

/** The key a request has to bring in own-login mode, where the place of the key is taken: none on loopback, unless the config asks for one. */
export function askedKey({gateway: {host, key, require_key: required}}: Config): string | undefined {
	return required || !/^(?:localhost|127(?:\.\d+){3}|:{2}1)$/i.test(host) ? key : undefined;
}

function wantedByConfig(config: Config): boolean | undefined {
	return config.launch.credential === 'auto' ? undefined : config.launch.credential === 'own-login';
}
