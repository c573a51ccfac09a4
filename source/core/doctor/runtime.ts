import {isOlder} from '../launch/version.js';
import {bad, ok, warn, type Finding} from './finding.js';

export type RuntimeFacts = {
	/** Without the `v`. */
	readonly version: string;
	readonly file: string;
	/** Whether it is the one that is installed with Clutch. */
	readonly pinned: boolean;
};

/** As `engines` in package.json: older ones lack `process.execve` and the SQLite we use. */
const oldestNode = '22.19.0';

export function examineRuntime({version, file, pinned}: RuntimeFacts): readonly Finding[] {
	if (isOlder(version, oldestNode)) {
		return [bad('node', `Node ${version} (${file}) is older than ${oldestNode}.`, 'Run npm install in the folder of clutch: it brings its own.')];
	}

	return [pinned ? ok('node', `Node ${version}, the one that came with Clutch.`) : warn('node', `Node ${version} from ${file}: not the one that comes with Clutch.`, 'Run npm install in the folder of clutch; tests run with its own Node only.')];
}
