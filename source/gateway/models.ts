import type {Config} from '../core/config/config.js';
import {namedModels} from '../core/route/decide.js';
import {resolveModel} from '../core/route/model.js';

/** Names for the roles that Claude Code's picker shows: it hides what does not begin with `claude`. */
const roleAliases = [
	['claude-clutch-big', 'Clutch BIG'],
	['claude-clutch-middle', 'Clutch MIDDLE'],
	['claude-clutch-small', 'Clutch SMALL'],
] as const;

const demoModels = ['demo-big', 'demo-middle', 'demo-small'] as const;

/** Old enough for every client, the same at every start: clients keep lists. */
const created = 1_767_225_600;
const createdAt = '2026-01-01T00:00:00Z';

type Listed = {readonly id: string; readonly title: string; readonly owner: string};

/** The list of models as an Anthropic client or an OpenAI client reads it: the roles, and every model the config names. */
export function listModels(config: Config, {profile, shape}: {readonly profile: string | undefined; readonly shape: 'anthropic' | 'openai'}): unknown {
	const models = profile === 'demo' && !Object.hasOwn(config.profiles, 'demo') ? demoModels.map(id => ({id, title: `Demo (${id})`, owner: 'demo'})) : usualModels(config);
	return shape === 'anthropic'
		? {
			data: models.map(({id, title}) => ({type: 'model', id, display_name: title, created_at: createdAt})),
			has_more: false,
			first_id: models[0]?.id ?? null,
			last_id: models.at(-1)?.id ?? null,
		}
		: {object: 'list', data: models.map(({id, owner}) => ({id, object: 'model', created, owned_by: owner}))};
}

function usualModels(config: Config): readonly Listed[] {
	return [
		...roleAliases.map(([id, title]) => ({id, title, owner: 'clutch'})),
		...namedModels(config).map(id => ({id, title: id, owner: resolveModel(id, config).provider})),
	];
}
