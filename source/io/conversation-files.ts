import {open, readdir, realpath, stat} from 'node:fs/promises';
import path from 'node:path';
import type {AgentRow, ConversationStore} from '../core/launch/agent.js';
import {shownPrompt} from '../core/session/first-prompt.js';
import type {FoundConversation} from '../core/session/restore.js';

type Place = {
	/** The environment that the agent has: where its files are. */
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly cwd: string;
	readonly signal: AbortSignal;
};

type Kept = {readonly id: string; readonly file: string; readonly at: number};

/** So much of a conversation's beginning is read: before the first prompt may stand what the agent itself says. */
const headSize = 64 * 1024;
/** Nobody chooses among more. */
const mostFound = 20;
/** Files looked into: in a store of all folders most are another's. */
const mostHeads = 200;

/** Whether the agent has kept a conversation. `empty`: its id is taken, but nothing was said in it, and it cannot go on. `unknown`: nobody knows where, or could not look in time; that is no "no". */
export async function savedConversation(row: AgentRow, {id, signal, ...place}: Place & {readonly id: string}): Promise<'yes' | 'no' | 'empty' | 'unknown'> {
	const store = await storeOf(row, place);
	if (store === undefined) {
		return 'unknown';
	}

	try {
		const file = await fileOf(store, {id, signal});
		return file === undefined ? 'no' : (await hasBegun(file, store) ? 'yes' : 'empty');
	} catch {
		// It cannot be read, or not in time.
		return 'unknown';
	}
}

/** What was said first in that conversation, as it may be shown; undefined where nobody can tell. */
export async function firstPrompt(row: AgentRow, {id, signal, ...place}: Place & {readonly id: string}): Promise<string | undefined> {
	const store = await storeOf(row, place);
	try {
		const file = store && await fileOf(store, {id, signal});
		const prompt = file && store.about(await firstLines(file)).prompt;
		return prompt === undefined ? undefined : shownPrompt(prompt);
	} catch {
		// It cannot be read, or not in time.
		return undefined;
	}
}

async function fileOf(store: ConversationStore, {id, signal}: {readonly id: string; readonly signal: AbortSignal}): Promise<string | undefined> {
	for await (const files of foldersOf(store, signal)) {
		const file = files.find(each => idOf(each, store) === id);
		if (file !== undefined) {
			return file;
		}
	}

	return undefined;
}

/** The conversations of a folder, the newest first; `since`: only what was added to after that. Undefined where nobody can look. */
export async function foundConversations(row: AgentRow, {since = 0, signal, ...place}: Place & {readonly since?: number | undefined}): Promise<readonly FoundConversation[] | undefined> {
	const store = await storeOf(row, place);
	if (store === undefined) {
		return undefined;
	}

	try {
		const found: FoundConversation[] = [];
		const cwd = await realFolder(place.cwd);
		let heads = 0;
		for await (const files of foldersOf(store, signal)) {
			if (found.length >= mostFound || heads >= mostHeads) {
				break;
			}

			for (const {id, file, at} of await dated(files, {store, since})) {
				if (found.length >= mostFound || heads >= mostHeads) {
					break;
				}

				heads++;
				const about = store.about(await firstLines(file));
				signal.throwIfAborted();
				if (about.prompt !== undefined && (about.cwd === undefined || about.cwd === cwd) && about.isAside !== true) {
					found.push({id, at, prompt: shownPrompt(about.prompt)});
				}
			}
		}

		return found.toSorted((one, other) => other.at - one.at);
	} catch {
		// It cannot be read, or not in time.
		return undefined;
	}
}

/** Claude Code makes the file a moment before it writes down what was said; who is killed in between leaves a conversation that it does not find. */
async function hasBegun(file: string, {about}: ConversationStore): Promise<boolean> {
	const {size} = await stat(file);
	return size > headSize || about(await firstLines(file)).prompt !== undefined;
}

async function storeOf({store}: AgentRow, {env, cwd}: Omit<Place, 'signal'>): Promise<ConversationStore | undefined> {
	// Agents know the folder they are in by its real name.
	return store?.({env, cwd: await realFolder(cwd)});
}

async function realFolder(folder: string): Promise<string> {
	try {
		return await realpath(folder);
	} catch {
		// It is gone; so it was called.
		return folder;
	}
}

/** The files of the store, folder by folder, the newest day first. */
async function * foldersOf({folder, isDated}: ConversationStore, signal: AbortSignal): AsyncGenerator<readonly string[]> {
	signal.throwIfAborted();
	if (!isDated) {
		yield await filesIn(folder);
		return;
	}

	for (const year of await newestFirst(folder)) {
		for (const month of await newestFirst(year)) {
			for (const day of await newestFirst(month)) {
				signal.throwIfAborted();
				yield await filesIn(day);
			}
		}
	}
}

async function newestFirst(folder: string): Promise<readonly string[]> {
	const files = await filesIn(folder);
	return files.filter(file => /^\d+$/.test(path.basename(file))).toSorted().toReversed();
}

async function filesIn(folder: string): Promise<readonly string[]> {
	try {
		const names = await readdir(folder);
		return names.map(name => path.join(folder, name));
	} catch (error) {
		// An agent that has never been used has no store: nothing is kept, for sure.
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
			return [];
		}

		throw error;
	}
}

async function dated(files: readonly string[], {store, since}: {readonly store: ConversationStore; readonly since: number}): Promise<readonly Kept[]> {
	const kept = await Promise.all(files.map(async file => {
		const id = idOf(file, store);
		if (id === undefined) {
			return [];
		}

		const {mtimeMs} = await stat(file);
		return mtimeMs >= since ? [{id, file, at: mtimeMs}] : [];
	}));
	return kept.flat().toSorted((one, other) => other.at - one.at);
}

function idOf(file: string, {name}: ConversationStore): string | undefined {
	return name.exec(path.basename(file))?.[1];
}

/** The lines at the beginning that are whole, and none that is no JSON. */
export async function firstLines(file: string): Promise<readonly unknown[]> {
	const handle = await open(file);
	try {
		const {buffer, bytesRead} = await handle.read(Buffer.alloc(headSize), 0, headSize, 0);
		const lines = buffer.subarray(0, bytesRead).toString().split('\n');
		return lines.flatMap(line => {
			try {
				return [JSON.parse(line) as unknown];
			} catch {
				// The last one is cut, or is being written.
				return [];
			}
		});
	} finally {
		await handle.close();
	}
}
