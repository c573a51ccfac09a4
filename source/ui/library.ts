import path from 'node:path';
import {flatten, originText, pathText} from '../core/config/layers.js';
import type {LoadedConfig} from '../core/config/config.js';
import {inForceText, problemText, warningText} from '../core/config/problem.js';
import {maskValue} from '../core/config/secrets.js';
import {lookChoices, type LookName} from '../core/view/looks/looks.js';
import type {Library, LocalServer, Preference} from '../core/view/box/library.js';
import {readPages} from '../io/documentation.js';
import {loadConfig} from '../io/config-file.js';
import type {Paths} from '../io/paths.js';
import {preferencesProblem, readPreferences} from '../io/preferences.js';
import {findLocalServers} from '../io/local-servers.js';
import type {Store} from './store.js';

type Machine = {readonly paths: Paths; readonly env: Readonly<Record<string, string | undefined>>};

/** What the box finds and completes, as the files say it now. */
function readLibrary({paths}: Pick<Machine, 'paths'>, loaded: LoadedConfig): Partial<Library> {
	const {config} = loaded;
	return {
		recents: readPreferences(paths).recents ?? [],
		models: modelsOf(loaded),
		profiles: Object.keys(config.profiles),
		settings: settingsOf(loaded),
		configFile: paths.config,
		preferences: preferencesOf(paths),
		pages: readPages(),
	};
}

/** What the dashboard remembers, and what each can be. */
export function preferencesOf(paths: Paths): readonly Preference[] {
	const saved = readPreferences(paths);
	const {codeWait = 400, sidebar = 'shown', mouse = 'ours'} = saved;
	return [
		...(Object.keys(lookChoices) as readonly LookName[]).map(name => ({name, value: saved[name] ?? lookChoices[name][0], values: lookChoices[name]})),
		{name: 'mouse', value: mouse, values: ['ours', 'released']},
		{name: 'codeWait', value: String(codeWait), values: ['400', '800', 'never']},
		{name: 'sidebar', value: sidebar, values: ['shown', 'folded']},
	];
}

/** The value of a preference as it is written down. */
export function preferenceValue(name: string, value: string): string | number {
	return name === 'codeWait' && value !== 'never' ? Number(value) : value;
}

/** Every model that the configuration names, each once. */
function modelsOf({config}: LoadedConfig): readonly string[] {
	const {model_tiers: roles, fallbacks, toolcall_models: tools, tiers, selectors, models, local} = config;
	return [...new Set([
		...Object.values(roles).flatMap(role => [role.default, ...role.cascade]),
		...fallbacks,
		...tools,
		...Object.values(tiers),
		...Object.values(selectors),
		...Object.keys(models),
		...(local.enabled && local.model !== undefined ? [local.model] : []),
	].filter((model): model is string => model !== undefined))];
}

function settingsOf({config, origins}: LoadedConfig): Library['settings'] {
	return flatten(maskValue([], config), {type: 'default'}).map(({path, value}) => {
		const key = pathText(path);
		const origin = origins[key];
		return {key, value: JSON.stringify(value), origin: origin === undefined ? 'default' : originText(origin)};
	});
}

/** The first server of models on this machine that answers and has a model: the one the configuration names, else one of those that are known. */
async function findLocalServer({paths, env, signal}: Machine & {readonly signal: AbortSignal}): Promise<LocalServer | undefined> {
	const {local} = loadConfig({paths, env}).config;
	const servers = await findLocalServers({local, paths, signal});
	const [first] = servers;
	return first === undefined ? undefined : {title: first.title, model: `${first.provider}/${first.models[0]}`};
}

/** What is wrong with what its user wrote, as far as reading it tells. */
function problemsOf(paths: Paths, {problem, mistakes, warnings}: LoadedConfig): readonly string[] {
	const preferences = preferencesProblem(paths);
	return [
		...(problem === undefined ? [] : [`${problemText(problem)}. ${inForceText(problem)}`]),
		...(preferences === undefined ? [] : [preferences]),
		// There is one config: where it is, everybody knows who wrote it, and the sentence has room.
		...[...mistakes, ...warnings].map(warning => warningText({...warning, file: warning.file === undefined ? undefined : path.basename(warning.file)})),
	];
}

/** After the first frame: the files at once, and a server on this machine where nothing else could answer. What cannot be read is said elsewhere. */
export async function lookAround({paths, env, store, signal, needsLocal}: Machine & {readonly store: Store; readonly signal: AbortSignal; readonly needsLocal: boolean}): Promise<void> {
	try {
		const loaded = loadConfig({paths, env});
		store.setLibrary(readLibrary({paths}, loaded));
		for (const text of problemsOf(paths, loaded)) {
			store.navigate({type: 'notice', notice: {level: 'warn', text}});
		}

		if (needsLocal) {
			const local = await findLocalServer({paths, env, signal});
			if (!signal.aborted) {
				store.setLibrary({local});
			}
		}
	} catch {
		// A configuration that cannot be read: the summary has said so.
	}
}
