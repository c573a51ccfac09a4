import type {Config} from '../core/config/config.js';
import type {LaunchSettings} from '../core/launch/launch-settings.js';
import {configFor} from '../core/launch/settings.js';
import {isDemo, namedModels} from '../core/route/decide.js';
import {resolveModel} from '../core/route/model.js';
import {profileModels} from '../core/route/profile.js';

/** Names of the roles: the plain ones, and those that Claude Code's picker shows, which hides what does not begin with `claude`. */
const roleNames = (['BIG', 'MIDDLE', 'SMALL'] as const).flatMap(role => [`clutch-${role.toLowerCase()}`, `claude-clutch-${role.toLowerCase()}`].map(id => ({id, title: `Clutch ${role}`, owner: 'clutch'})));

const demoModels = ['demo-big', 'demo-middle', 'demo-small'] as const;

/** Old enough for every client, the same at every start: clients keep lists. */
const created = 1_767_225_600;
const createdAt = '2026-01-01T00:00:00Z';

export type ListedModel = {readonly id: string; readonly title: string; readonly owner: string};

/** What may be asked for: the roles, what the launch and the profile name, and every other model the config names. Undefined where there is no such profile. */
export function listModels(config: Config, {profile, settings}: {readonly profile: string | undefined; readonly settings: LaunchSettings | undefined}): readonly ListedModel[] | undefined {
	if (isDemo(profile, config)) {
		return demoModels.map(id => ({id, title: `Demo (${id})`, owner: 'demo'}));
	}

	if (profile !== undefined && !Object.hasOwn(config.profiles, profile)) {
		return undefined;
	}

	const effective = settings === undefined ? config : configFor(settings, config);
	const named = [settings?.model, ...(profile === undefined ? [] : profileModels(profile, config)), ...namedModels(effective)].filter(id => id !== undefined);
	return [...roleNames, ...[...new Set(named)].map(id => ({id, title: id, owner: resolveModel(id, effective).provider}))];
}

/** A list of models as an Anthropic client or an OpenAI client reads it. */
export function modelList(models: readonly ListedModel[], shape: 'anthropic' | 'openai'): unknown {
	return shape === 'anthropic'
		? {
			data: models.map(({id, title}) => ({type: 'model', id, display_name: title, created_at: createdAt})),
			has_more: false,
			first_id: models[0]?.id ?? null,
			last_id: models.at(-1)?.id ?? null,
		}
		: {object: 'list', data: models.map(({id, owner}) => ({id, object: 'model', created, owned_by: owner}))};
}
