import {mkdirSync, statSync} from 'node:fs';
import path from 'node:path';

/**
Makes a folder and those above it, 0700. Fails with the system's error, `EEXIST` where a file is in the way.

Node's own recursive form never comes back from a file system that knows no new folders, such as `/proc`.
*/
export function makeFolder(folder: string): void {
	const found = statSync(folder, {throwIfNoEntry: false});
	if (found?.isDirectory() === true) {
		return;
	}

	const above = path.dirname(folder);
	if (found === undefined && above !== folder) {
		makeFolder(above);
	}

	try {
		mkdirSync(folder, {mode: 0o700});
	} catch (error) {
		// Somebody else made it meanwhile.
		if (statSync(folder, {throwIfNoEntry: false})?.isDirectory() !== true) {
			throw error;
		}
	}
}
