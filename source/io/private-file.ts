import {readFileSync, realpathSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {ClutchError} from '../core/error.js';
import {makeFolder} from './folder.js';
import {replaceFile} from './replaced-file.js';
import {wordsOfSystemError} from './system-error.js';

/** Writes a file that only its user may read, unless there is one already; answers whether it did. */
export function createPrivateFile(file: string, text: string): boolean {
	try {
		makeFolder(path.dirname(file));
		writeFileSync(file, text, {mode: 0o600, flag: 'wx'});
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST' && (error as NodeJS.ErrnoException).syscall === 'open') {
			return false;
		}

		throw fileError(error, {file, doing: 'written'});
	}
}

/** Changes a private file, or makes it, in one step: a reader sees the old text or the new one. A link stays a link. */
export function changePrivateFile(file: string, change: (text: string) => string): void {
	try {
		makeFolder(path.dirname(file));
		const target = realpathIfAny(file);
		replaceFile(target, change(readIfAny(target)));
	} catch (error) {
		throw fileError(error, {file, doing: 'changed'});
	}
}

function realpathIfAny(file: string): string {
	try {
		return realpathSync(file);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
			return file;
		}

		throw error;
	}
}

function readIfAny(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
			return '';
		}

		throw error;
	}
}

/** What the system refused to do with a file, as an error that people can read. */
export function fileError(error: unknown, {file, doing}: {readonly file: string; readonly doing: string}): ClutchError {
	return new ClutchError('ERR_CLUTCH_FILE', {file, doing, problem: wordsOfSystemError(error)}, {cause: error});
}
