import {readdirSync, realpathSync, statSync, type Dirent} from 'node:fs';
import path from 'node:path';
import {setImmediate as nextTurn} from 'node:timers/promises';
import type {AgentRow, ConversationStore} from '../core/launch/agent.js';
import {shownPrompt} from '../core/session/first-prompt.js';
import type {KeptConversation} from '../core/view/box/pick.js';
import {firstLines} from './conversation-files.js';

type Place = {
	/** The environment that the agent has: where its own files are. */
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly cwd: string;
	readonly signal: AbortSignal;
};

type Kept = {readonly id: string; readonly file: string; readonly at: number; readonly isHere: boolean};

/** So many files are looked at before keys have their turn: about two milliseconds. */
const filesPerTurn = 256;
/** Nobody scrolls further, and older ones are found by their id. */
const mostListed = 200;
/** As many as a screen has rows: what is told first. */
const headsPerPart = 16;

/** Whether anybody can look at what this agent keeps. */
export function keepsConversations(row: AgentRow): boolean {
	return row.store !== undefined;
}

/**
The conversations an agent keeps, in parts, those of this folder first and the newest first among them. Only names and dates of all files are looked at; what was said is read of those that are told. Files that cannot be read are left out.
*/
export async function * listConversations({store: storeOf}: AgentRow, {env, cwd, signal}: Place): AsyncGenerator<readonly KeptConversation[]> {
	const store = storeOf?.({env, cwd: realFolder(cwd)});
	if (store === undefined) {
		return;
	}

	const here = realFolder(cwd);
	const newest = await newestFiles(store, signal);
	for (let start = 0; start < newest.length; start += headsPerPart) {
		signal.throwIfAborted();
		const part = await Promise.all(newest.slice(start, start + headsPerPart).map(async kept => readHead(kept, {store, here})));
		yield part.flat();
	}
}

async function readHead({id, file, at, isHere}: Kept, {store, here}: {readonly store: ConversationStore; readonly here: string}): Promise<readonly KeptConversation[]> {
	try {
		const {prompt, cwd, isAside} = store.about(await firstLines(file));
		const isOurs = store.others === undefined ? cwd === here : isHere;
		return prompt === undefined || isAside === true ? [] : [{id, at, prompt: shownPrompt(prompt) ?? '', cwd: cwd ?? (isOurs ? here : undefined), isHere: isOurs}];
	} catch {
		// It is gone meanwhile, or not for us to read.
		return [];
	}
}

/** Those of this folder, then those of the others. */
async function newestFiles(store: ConversationStore, signal: AbortSignal): Promise<readonly Kept[]> {
	if (store.isDated) {
		return datedFiles(store, signal);
	}

	const here = await filesOf([store.folder], {store, isHere: true, signal});
	if (here.length >= mostListed || store.others === undefined) {
		return here.slice(0, mostListed);
	}

	const {root, inner = ''} = store.others;
	const folders = entriesOf(root).filter(entry => entry.isDirectory()).map(entry => path.join(root, entry.name, inner)).filter(folder => folder !== store.folder);
	const others = await filesOf(folders, {store, isHere: false, signal});
	return [...here, ...others].slice(0, mostListed);
}

/** The newest days first, until there are enough. */
async function datedFiles(store: ConversationStore, signal: AbortSignal): Promise<readonly Kept[]> {
	let found: readonly Kept[] = [];
	for (const year of numbersIn(store.folder)) {
		for (const month of numbersIn(year)) {
			for (const day of numbersIn(month)) {
				if (found.length >= mostListed) {
					return found;
				}

				found = [...found, ...await filesOf([day], {store, isHere: false, signal})];
			}
		}
	}

	return found;
}

function numbersIn(folder: string): readonly string[] {
	return entriesOf(folder).map(({name}) => name).filter(name => /^\d+$/.test(name)).toSorted().toReversed().map(name => path.join(folder, name));
}

type Looking = {readonly store: ConversationStore; readonly isHere: boolean; readonly signal: AbortSignal};

/** The newest first. Keys have their turn in between: a store can have thousands of files. */
async function filesOf(folders: readonly string[], {store, isHere, signal}: Looking): Promise<readonly Kept[]> {
	const found: Kept[] = [];
	let looked = 0;
	for (const folder of folders) {
		for (const name of namesIn(folder)) {
			const id = store.name.exec(name)?.[1];
			if (id === undefined) {
				continue;
			}

			looked++;
			if (looked % filesPerTurn === 0) {
				await nextTurn();
				signal.throwIfAborted();
			}

			// Joined as it is: to make five thousand paths anew that are whole already takes as long as to look at a thousand files.
			const file = `${folder}${path.sep}${name}`;
			const at = statSync(file, {throwIfNoEntry: false})?.mtimeMs;
			if (at !== undefined) {
				found.push({id, file, at, isHere});
			}
		}
	}

	return found.toSorted((one, other) => other.at - one.at);
}

function namesIn(folder: string): readonly string[] {
	try {
		return readdirSync(folder);
	} catch {
		// As below.
		return [];
	}
}

function entriesOf(folder: string): readonly Dirent[] {
	try {
		return readdirSync(folder, {withFileTypes: true});
	} catch {
		// An agent that has never been used here has none; one that cannot be read shows nothing.
		return [];
	}
}

/** Agents know the folder they are in by its real name. */
function realFolder(folder: string): string {
	try {
		return realpathSync(folder);
	} catch {
		// It is gone; so it was called.
		return folder;
	}
}
