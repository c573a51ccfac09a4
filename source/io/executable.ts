import {accessSync, constants, statSync} from 'node:fs';
import path from 'node:path';

export type Executable =
	| {readonly status: 'found'; readonly path: string}
	| {readonly status: 'not-executable'; readonly path: string}
	| {readonly status: 'missing'};

/** Finds a program as the system will when it starts it: by path if the name has a slash, else along the PATH. */
export function findExecutable(file: string, {searchPath = '/usr/bin:/bin', cwd}: {readonly searchPath?: string | undefined; readonly cwd: string}): Executable {
	const candidates = file.includes('/') ? [path.resolve(cwd, file)] : searchPath.split(':').map(folder => path.resolve(cwd, folder, file));
	let refused: string | undefined;
	for (const candidate of candidates) {
		if (!isFile(candidate)) {
			continue;
		}

		try {
			accessSync(candidate, constants.X_OK);
			return {status: 'found', path: candidate};
		} catch {
			// There is such a file, but it may not be run: a later folder of the PATH can have another.
			refused ??= candidate;
		}
	}

	return refused === undefined ? {status: 'missing'} : {status: 'not-executable', path: refused};
}

export function isDirectory(file: string): boolean {
	return statSync(file, {throwIfNoEntry: false})?.isDirectory() ?? false;
}

function isFile(file: string): boolean {
	try {
		return statSync(file, {throwIfNoEntry: false})?.isFile() ?? false;
	} catch {
		// A folder of the PATH that is a file, or that we may not enter.
		return false;
	}
}
