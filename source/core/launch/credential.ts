import {isLocalProvider, modelsFor, providerOf} from '../config/candidate.js';
import type {Config} from '../config/config.js';
import {keyVariables} from '../config/variables.js';
import type {AgentRow} from './agent.js';
import {problems, type LaunchProblem} from './problem.js';

/** Sent where an agent insists on some key and the gateway asks for none. It opens nothing. */
export const placeholderKey = 'clutch';

export type CredentialChoice =
	| {readonly type: 'own-login'}
	| {readonly type: 'gateway-key'; readonly key: string}
	| {readonly type: 'problem'; readonly problem: LaunchProblem};

export type CredentialInput = {
	readonly agent: AgentRow;
	readonly model: string | undefined;
	readonly config: Config;
	/** Providers with a key in force. */
	readonly keyed: readonly string[];
	readonly loggedIn: boolean;
	/** What a flag said; it is believed, since a login can be where we cannot look. */
	readonly forced: boolean | undefined;
};

/**
Whose credential a launch by the gateway uses. The agent's own login goes first where its vendor's model is tried first, or where nothing else would work; else the gateway's keys, one of which has to fit a model that is tried (a provider on this machine needs none).
*/
export function chooseCredential({agent, model, config, keyed, loggedIn, forced}: CredentialInput): CredentialChoice {
	const providers = [...new Set(modelsFor(model, config).map(candidate => providerOf(candidate, config)))];
	const usable = providers.some(provider => keyed.includes(provider) || isLocalProvider(provider, config));
	const wanted = forced ?? wantedByConfig(config);
	const login = wanted ?? (loggedIn && (providers[0] === agent.vendor || !usable));
	if (login) {
		return {type: 'own-login'};
	}

	if (usable) {
		return {type: 'gateway-key', key: config.gateway.key ?? placeholderKey};
	}

	const [first = config.default_provider] = providers;
	const keyName = keyVariables(first).find(name => !name.startsWith('PROVIDERS_')) ?? `PROVIDERS_${first.toUpperCase()}_API_KEY`;
	return {type: 'problem', problem: problems.noCredential(agent, {providers, keyName, loginPossible: wanted !== false})};
}

function wantedByConfig(config: Config): boolean | undefined {
	return config.launch.credential === 'auto' ? undefined : config.launch.credential === 'own-login';
}
