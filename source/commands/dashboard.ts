import process from 'node:process';
import {systemClock} from '../io/clock.js';
import {ensureDirectories} from '../io/paths.js';
import {createTerminal} from '../io/terminal.js';
import {readVersion} from '../io/version.js';
import {guardTerminal} from '../ui/terminal-guard.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {folderOr} from './working-folder.js';

/** `clutch`: the dashboard, until its user leaves it. Sessions and services stay. A word names the session that has the focus. */
export async function run({words: [focused]}: ParsedArguments, context: CommandContext): Promise<number> {
	return show(context, {focused});
}

type Shown = {
	readonly focused?: string | undefined;
	/** Watch is shown first, and leaving it leaves the dashboard. */
	readonly watch?: boolean;
};

export async function show(context: CommandContext, {focused, watch = false}: Shown): Promise<number> {
	const {paths, env, signal} = context;
	ensureDirectories(paths);
	const {createDashboard} = await withoutFetch(async () => import('../ui/dashboard.js'));
	const terminal = createTerminal({stdin: process.stdin, stdout: process.stdout});
	const dashboard = createDashboard({paths, env, cwd: folderOr(env.HOME ?? '/', context), version: readVersion(), terminal, clock: systemClock, focused, watch});
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

/** Ink's layout engine decodes itself with `fetch` where there is one, and in Node the first use of that loads a whole HTTP client: 40 ms of the first frame. Without it, it decodes by itself. */
async function withoutFetch<Module>(load: () => Promise<Module>): Promise<Module> {
	const {fetch} = globalThis;
	Reflect.deleteProperty(globalThis, 'fetch');
	try {
		return await load();
	} finally {
		globalThis.fetch = fetch;
	}
}
