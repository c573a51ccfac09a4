import {existsSync, mkdirSync, readdirSync, rmSync} from 'node:fs';
import path from 'node:path';
import type {Paths} from './paths.js';
import {fileError} from './private-file.js';
import {replaceFile} from './replaced-file.js';

const ending = '.txt';

function folderOf({run}: Pick<Paths, 'run'>): string {
	return path.join(run, 'scrollback');
}

function fileOf(paths: Pick<Paths, 'run'>, id: string): string {
	return path.resolve(folderOf(paths), `${id}${ending}`);
}

/** What a pane has shown, for an editor: for this user alone, and where the system itself forgets it with the next boot. `id` is the session that looks at it. Throws a sentence where it cannot be written, and then nothing of it is left. */
export function writeScrollback(paths: Pick<Paths, 'run'>, id: string, text: string): string {
	const file = fileOf(paths, id);
	try {
		mkdirSync(path.dirname(file), {recursive: true, mode: 0o700});
		replaceFile(file, text);
		return file;
	} catch (error) {
		throw fileError(error, {file, doing: 'written'});
	}
}

export function removeScrollback(paths: Pick<Paths, 'run'>, id: string): void {
	rmSync(fileOf(paths, id), {force: true});
}

/** Whether this session looks at such a file, by its arguments, and nobody has it any more. */
export function isScrollbackGone(paths: Pick<Paths, 'run'>, {id, args}: {readonly id: string; readonly args: readonly string[] | undefined}): boolean {
	const file = fileOf(paths, id);
	return args?.at(-1) === file && !existsSync(file);
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
