import {readFileSync} from 'node:fs';
import path from 'node:path';
import type {Paths} from './paths.js';
import {changePrivateFile} from './private-file.js';

/** Where the dashboard keeps its panes. Its state, not its user's configuration. */
export function layoutFile(paths: Paths): string {
	return path.join(paths.state, 'layout.json');
}

/** Undefined where there is none yet. */
export function readLayoutFile(paths: Paths): string | undefined {
	try {
		return readFileSync(layoutFile(paths), 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
			return undefined;
		}

		throw error;
	}
}

/** In one step: two dashboards at once leave the layout of one of them. */
export function writeLayoutFile(paths: Paths, text: string): void {
	changePrivateFile(layoutFile(paths), () => text);
}
