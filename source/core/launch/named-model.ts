import type {Config} from '../config/config.js';
import {namedModels} from '../route/decide.js';
import {isRoleName, resolveModel} from '../route/model.js';

/**
A model that somebody named for a launch, so that the gateway takes it as it stands. Without its provider a plain name such as `gpt-4o` could be what an agent by itself calls its main model, and would mean the role.

@example
asNamed('gpt-4o', config) // → 'openai:gpt-4o'
asNamed('opus[1m]', config) // → 'opus[1m]', a role
*/
export function asNamed(model: string, config: Config): string {
	const {provider, named} = resolveModel(model, config);
	// OpenRouter's own names all have a slash: what has none and is no vendor's is a name of the agent's.
	const isModel = provider !== 'openrouter' && !isRoleName(model.replace(/\[[^\]]*]$/, ''));
	return named || model.includes('/') || !isModel || namedModels(config).includes(model) ? model : `${provider}:${model}`;
}
