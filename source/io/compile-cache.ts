import {accessSync, constants} from 'node:fs';
import path from 'node:path';
import {programRoot, resolvePaths} from './paths.js';

/**
Where Node keeps what it compiled: beside the bundles, so that a build throws it away; in the state directory where the install is read-only. Node keeps versions and users apart by itself, and does without where neither can be written.
*/
export function compileCacheFolder(env: Readonly<Record<string, string | undefined>>): string {
	const bundles = path.join(programRoot(), 'dist');
	try {
		accessSync(bundles, constants.W_OK);
		return path.join(bundles, 'cache');
	} catch {
		// A read-only install is an ordinary one.
		return path.join(resolvePaths(env).state, 'compile-cache');
	}
}
