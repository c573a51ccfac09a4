import {readFileSync} from 'node:fs';
import path from 'node:path';
import {programRoot} from './paths.js';

/** The version of this install. */
export function readVersion(): string {
	const {version} = JSON.parse(readFileSync(path.join(programRoot(), 'package.json'), 'utf8')) as {readonly version: string};
	return version;
}
