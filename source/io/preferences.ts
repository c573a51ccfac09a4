import {readFileSync} from 'node:fs';
import path from 'node:path';
import {readRecents, type RecentLaunch} from '../core/view/box/library.js';
import {setAside} from './broken-file.js';
import type {Paths} from './paths.js';

/** What the dashboard remembers by itself. The user's configuration is another file, which programs do not write. */
export type Preferences = {
	readonly chord?: string;
	/** Milliseconds until a whole code starts by itself; `never` makes Enter necessary. Without it `ui.tier_wait` of the configuration holds. */
	readonly codeWait?: number | 'never';
	readonly theme?: string;
	readonly borders?: string;
	readonly symbols?: string;
	readonly motion?: string;
	readonly notify?: string;
	readonly sidebar?: 'shown' | 'folded';
	readonly mouse?: 'ours' | 'released';
	/** What was started from the dashboard, the newest first. */
	readonly recents?: readonly RecentLaunch[];
};

const fileName = 'preferences';

/** Reads without the package, which would cost the first frame a tenth of its time; what is not as it should be counts as not set. */
export function readPreferences(paths: Paths): Preferences {
	const {value} = readFile(paths);
	const {chord, codeWait, sidebar, mouse, recents, ...others} = value;
	return {
		...(typeof chord === 'string' ? {chord} : {}),
		...(codeWait === 'never' || (typeof codeWait === 'number' && codeWait >= 0 && codeWait <= 10_000) ? {codeWait} : {}),
		// Whether it can be taken is decided where looks are, which also says so.
		...Object.fromEntries((['theme', 'borders', 'symbols', 'motion', 'notify'] as const).flatMap(name => typeof others[name] === 'string' ? [[name, others[name]]] : [])),
		...(mouse === 'ours' || mouse === 'released' ? {mouse} : {}),
		...(sidebar === 'shown' || sidebar === 'folded' ? {sidebar} : {}),
		...(recents === undefined ? {} : {recents: readRecents(recents)}),
	};
}

/** Why nothing could be taken from the file, as a sentence. */
export function preferencesProblem(paths: Paths): string | undefined {
	const {problem} = readFile(paths);
	return problem === undefined ? undefined : `${preferencesFile(paths)} is broken (${problem}): the defaults hold, and the next thing remembered keeps it as preferences.json.broken.`;
}

function preferencesFile(paths: Paths): string {
	return path.join(paths.state, `${fileName}.json`);
}

/** With none yet, or one that was broken by hand, the defaults hold. */
function readFile(paths: Paths): {readonly value: Readonly<Record<string, unknown>>; readonly problem?: string} {
	try {
		const value: unknown = JSON.parse(readFileSync(preferencesFile(paths), 'utf8'));
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? {value: value as Readonly<Record<string, unknown>>} : {value: {}, problem: 'it is no object'};
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'ENOENT' ? {value: {}} : {value: {}, problem: (error as Error).message};
	}
}

/** Written atomically, for this user alone. A broken one is kept beside it. */
export async function rememberPreferences(paths: Paths, change: Preferences): Promise<void> {
	if (readFile(paths).problem !== undefined) {
		setAside(preferencesFile(paths));
	}

	const {default: PreferenceStore} = await import('conf');
	const store = new PreferenceStore<Record<string, unknown>>({cwd: paths.state, configName: fileName, configFileMode: 0o600, clearInvalidConfig: true});
	store.set({...change});
}
