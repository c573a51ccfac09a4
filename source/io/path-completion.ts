import {readdir} from 'node:fs/promises';
import path from 'node:path';

type Place = {readonly cwd: string; readonly home: string; readonly signal: AbortSignal};

const mostFound = 50;

/** A folder as it was typed: `~` is home, and what is not absolute begins in the folder one is in. */
export function folderTyped(text: string, {cwd, home}: Pick<Place, 'cwd' | 'home'>): string {
	return path.resolve(cwd, text === '~' || text.startsWith('~/') ? path.join(home, text.slice(1)) : text);
}

/** Folders that a typed path could become, written as it is. */
export async function completeFolder(text: string, place: Place): Promise<readonly string[]> {
	const slash = text.lastIndexOf('/');
	const before = text === '~' ? '~/' : text.slice(0, slash + 1);
	const begun = text === '~' ? '' : text.slice(slash + 1);
	try {
		const entries = await readdir(folderTyped(before === '' ? '.' : before, place), {withFileTypes: true});
		place.signal.throwIfAborted();
		return entries
			.filter(entry => entry.isDirectory() && entry.name.toLowerCase().startsWith(begun.toLowerCase()) && (begun.startsWith('.') || !entry.name.startsWith('.')))
			.map(entry => `${before}${entry.name}/`)
			.toSorted()
			.slice(0, mostFound);
	} catch {
		// No such folder: nothing to complete, and the line says so.
		return [];
	}
}
