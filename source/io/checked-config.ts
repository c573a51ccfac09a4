import {readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {fingerprint} from '../core/config/fingerprint.js';
import {makeFolder} from './folder.js';
import type {Paths} from './paths.js';
import {replaceFile} from './replaced-file.js';
import {readVersion} from './version.js';

/**
Whether this very program has checked this very text before and found nothing to say about it: checking again would take 30 ms of every start. What is kept is no more than a fingerprint.
*/
export function wasChecked(paths: Paths, text: string): boolean {
	try {
		return readFileSync(checkedFile(paths), 'utf8') === mark(text);
	} catch {
		// Never checked, or not to be read: then it is checked again.
		return false;
	}
}

export function rememberChecked(paths: Paths, text: string): void {
	try {
		makeFolder(paths.state);
		replaceFile(checkedFile(paths), mark(text));
	} catch {
		// It will be checked again, that is all.
	}
}

function checkedFile(paths: Paths): string {
	return path.join(paths.state, 'config.checked');
}

/** Another build may check otherwise, also under the same version. */
function mark(text: string): string {
	return `${readVersion()} ${statSync(import.meta.filename).mtimeMs} ${fingerprint(text)}\n`;
}
