import {readFileSync} from 'node:fs';
import path from 'node:path';
import {readRecents, type RecentLaunch} from '../core/view/box/library.js';
import type {Paths} from './paths.js';

/** What the dashboard remembers by itself. The user's configuration is another file, which programs do not write. */
export type Preferences = {
	readonly chord?: string;
	/** Milliseconds until a whole code starts by itself; `never` makes Enter necessary. */
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
	let value: unknown;
	try {
		value = JSON.parse(readFileSync(path.join(paths.state, `${fileName}.json`), 'utf8'));
	} catch {
		// None yet, or one that was broken by hand: the defaults hold, and the next change writes it anew.
		return {};
	}

	if (typeof value !== 'object' || value === null) {
		return {};
	}

	const {chord, codeWait, sidebar, mouse, recents, ...others} = value as Readonly<Record<string, unknown>>;
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

/** Written atomically, for this user alone. */
export async function rememberPreferences(paths: Paths, change: Preferences): Promise<void> {
	const {default: PreferenceStore} = await import('conf');
	const store = new PreferenceStore<Record<string, unknown>>({cwd: paths.state, configName: fileName, configFileMode: 0o600, clearInvalidConfig: true});
	store.set({...change});
}
