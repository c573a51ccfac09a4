import {statSync} from 'node:fs';
import path from 'node:path';
import {wordsOfSystemError} from './system-error.js';

/** That a log cannot be written, why, and what helps, in a sentence without its end. */
export function logTroubleText(error: Error, file: string): string {
	const {code = ''} = error as NodeJS.ErrnoException;
	const folder = path.dirname(file);
	const words = wordsOfSystemError(error);
	switch (code) {
		case 'ENOTDIR':
		case 'EEXIST': {
			return `its log cannot be written (${words}: ${fileInTheWay(folder)}): move that file away`;
		}

		case 'EISDIR': {
			return `its log cannot be written (${words}: ${file}): move that folder away`;
		}

		case 'ENOSPC':
		case 'EDQUOT': {
			return `its log cannot be written (${words}): make room in ${folder}`;
		}

		case 'EACCES':
		case 'EPERM': {
			return `its log cannot be written (${words}): make ${folder} yours, and what is in it`;
		}

		default: {
			return `its log cannot be written (${words}): see to ${folder}`;
		}
	}
}

/** What stands in the place of a folder, or of one above it. */
function fileInTheWay(folder: string): string {
	const above = path.dirname(folder);
	try {
		statSync(folder);
		return folder;
	} catch {
		// Below a file there is nothing.
		return above === folder ? folder : fileInTheWay(above);
	}
}
