import type {Instant} from '../../session/session.js';

/** A launch of before: how often this code was started in this folder, and when last. `conversation` is the one it went on with, where that was chosen: that one again, and no question. */
export type RecentLaunch = {readonly code: string; readonly cwd: string; readonly at: Instant; readonly count: number; readonly conversation?: string | undefined};

/** A key of the configuration; `value` is fit to be seen, secrets masked. */
export type Setting = {readonly key: string; readonly value: string; readonly origin: string};

/** What the dashboard remembers itself, and the values it goes through. */
export type Preference = {readonly name: string; readonly value: string; readonly values: readonly string[]};

export type Page = {readonly title: string; readonly file: string};

/** A server of models on this machine that answered, and the model of it that would be taken. */
export type LocalServer = {readonly title: string; readonly model: string};

/** What can be found and completed besides sessions and keys: read once after the first frame, and again where it changes. */
export type Library = {
	/** The newest first. */
	readonly recents: readonly RecentLaunch[];
	readonly models: readonly string[];
	readonly profiles: readonly string[];
	readonly settings: readonly Setting[];
	/** Where the settings are changed. */
	readonly configFile: string;
	readonly preferences: readonly Preference[];
	readonly pages: readonly Page[];
	readonly local: LocalServer | undefined;
};

export const emptyLibrary: Library = {recents: [], models: [], profiles: [], settings: [], configFile: '', preferences: [], pages: [], local: undefined};

/** Nobody looks further back. */
const mostRecents = 50;

/** The launch is the newest now. */
export function withLaunch(recents: readonly RecentLaunch[], {code, cwd, at, conversation}: Omit<RecentLaunch, 'count'>): readonly RecentLaunch[] {
	const isSame = (launch: RecentLaunch) => launch.code === code && launch.cwd === cwd && launch.conversation === conversation;
	const count = (recents.find(launch => isSame(launch))?.count ?? 0) + 1;
	return [{code, cwd, at, count, ...(conversation === undefined ? {} : {conversation})}, ...recents.filter(launch => !isSame(launch))].slice(0, mostRecents);
}

/** As they were written down; what is not as it should be is left out. */
export function readRecents(value: unknown): readonly RecentLaunch[] {
	const launches: readonly unknown[] = Array.isArray(value) ? value : [];
	return launches.flatMap(launch => {
		const {code, cwd, at, count, conversation} = (typeof launch === 'object' && launch !== null ? launch : {}) as Readonly<Record<string, unknown>>;
		return typeof code === 'string' && typeof cwd === 'string' && typeof at === 'number' && typeof count === 'number' ? [{code, cwd, at, count, ...(typeof conversation === 'string' ? {conversation} : {})}] : [];
	}).slice(0, mostRecents);
}
