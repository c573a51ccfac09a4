import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {programRoot} from './paths.js';

/** The pages of the documentation that came with the program: what each is called, and where it is. */
export function readPages(): ReadonlyArray<{readonly title: string; readonly file: string}> {
	const folder = path.join(programRoot(), 'docs');
	return namesIn(folder).filter(name => name.endsWith('.md')).map(name => ({title: titleOf(path.join(folder, name)) ?? name, file: path.join(folder, name)}));
}

function namesIn(folder: string): readonly string[] {
	try {
		return readdirSync(folder);
	} catch {
		// An installation without its documentation.
		return [];
	}
}

function titleOf(file: string): string | undefined {
	return /^# (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1];
}
