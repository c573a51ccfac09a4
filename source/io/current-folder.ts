import path from 'node:path';
import process from 'node:process';
import {ClutchError} from '../core/error.js';

/** The folder this process is in. It may have been deleted since, and then there is no answer. */
export function currentFolder(): string {
	try {
		return process.cwd();
	} catch (error) {
		throw new ClutchError('ERR_CLUTCH_FOLDER_GONE', {}, {cause: error});
	}
}

/** A whole path for one that may be relative; only then it matters where this process is. */
export function wholePath(given: string): string {
	return path.isAbsolute(given) ? path.resolve(given) : path.resolve(currentFolder(), given);
}
