import {chainOf, type Config} from './config.js';
import {keyedProviders} from './providers.js';

/** The provider that serves a model id: the one named before its colon, Anthropic for its own names, else the default one. */
export function providerOf(model: string, config: Config): string {
	const prefix = /^([a-z\d][a-z\d._-]*):/.exec(model)?.[1];
	if (prefix !== undefined && (Object.hasOwn(config.providers, prefix) || prefix === 'local' || keyedProviders.includes(prefix))) {
		return prefix;
	}

	return model.startsWith('claude-') ? 'anthropic' : config.default_provider;
}

/** Whether a provider is on this machine, where no key is needed. */
export function isLocalProvider(provider: string, config: Config): boolean {
	const address = provider === 'local' && config.local.enabled ? config.local.endpoint : config.providers[provider]?.base_url;
	return address !== undefined && /^https?:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1])(?:[:/]|$)/i.test(address);
}

/** The models the gateway tries for what an agent asks for: the agent's own names stand for role BIG. */
export function modelsFor(asked: string | undefined, config: Config): readonly string[] {
	if (asked === undefined || /^(?:default|opus|sonnet|haiku|fable|opusplan|claude-)/.test(asked)) {
		return chainOf(config, 'BIG');
	}

	return [...new Set([asked, ...(config.model_cascade ? config.fallbacks : [])])];
}
