import process from 'node:process';
import {systemClock} from '../io/clock.js';
import {ensureDirectories} from '../io/paths.js';
import {createTerminal} from '../io/terminal.js';
import {readVersion} from '../io/version.js';
import {createDashboard} from '../ui/dashboard.js';
import {guardTerminal} from '../ui/terminal-guard.js';
import type {CommandContext, ParsedArguments} from './command.js';

/** `clutch`: the dashboard, until its user leaves it. Sessions and services stay. */
export async function run(_parsed: ParsedArguments, {paths, env, cwd, signal}: CommandContext): Promise<number> {
	ensureDirectories(paths);
	const terminal = createTerminal({stdin: process.stdin, stdout: process.stdout});
	const dashboard = createDashboard({paths, env, cwd, version: readVersion(), terminal, clock: systemClock});
	const release = guardTerminal({restore: terminal.close, resume: dashboard.resume, onFailure: dashboard.fail});
	signal.addEventListener('abort', () => {
		dashboard.fail(signal.reason);
	});
	try {
		await dashboard.done;
		return 0;
	} finally {
		dashboard.close();
		release();
	}
}
