import path from 'node:path';
import type {LaunchSettings} from '../../source/core/launch/launch-settings.js';
import type {LaunchRecord} from '../../source/core/launch/record.js';
import {changeLaunch} from '../../source/io/launch-record.js';
import type {Paths} from '../../source/io/paths.js';

/** Keeps the record of a launch as `xx` does, or changes it. */
export function keepLaunch(paths: Paths, {session, settings, credential = 'gateway-key'}: {readonly session: string; readonly settings: LaunchSettings; readonly credential?: LaunchRecord['recipe']['credential']}): void {
	const record: LaunchRecord = {
		version: 1, session, name: session, title: 'Claude Code', cwd: '/', at: 1, process: undefined, settings,
		recipe: {code: 'cip', agent: 'claude', route: 'p', credential, profile: undefined, model: undefined, conversation: undefined, file: 'claude', shownArgs: []},
	};
	changeLaunch(paths, record);
}

/** Where the record of a launch stands. */
export function launchFile(paths: Paths, session: string): string {
	return path.join(paths.launches, session, 'record.json');
}
