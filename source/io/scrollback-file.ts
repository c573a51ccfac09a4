import {mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {Paths} from './paths.js';

const ending = '.txt';

function folderOf({run}: Pick<Paths, 'run'>): string {
	return path.join(run, 'scrollback');
}

/** What a pane has shown, for an editor: for this user alone, and where the system itself forgets it with the next boot. `id` is the session that looks at it. */
export function writeScrollback(paths: Pick<Paths, 'run'>, id: string, text: string): string {
	const folder = folderOf(paths);
	mkdirSync(folder, {recursive: true, mode: 0o700});
	const file = path.join(folder, `${id}${ending}`);
	writeFileSync(file, text, {mode: 0o600, flag: 'wx'});
	return file;
}

export function removeScrollback(paths: Pick<Paths, 'run'>, id: string): void {
	rmSync(path.join(folderOf(paths), `${id}${ending}`), {force: true});
}

/** The sessions that files were left for. */
export function listScrollback(paths: Pick<Paths, 'run'>): readonly string[] {
	try {
		return readdirSync(folderOf(paths)).filter(name => name.endsWith(ending)).map(name => name.slice(0, -ending.length));
	} catch {
		// Nobody has looked at any yet.
		return [];
	}
}
