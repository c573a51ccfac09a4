import process from 'node:process';
import {lookChoices, type LookWords} from '../core/view/looks/looks.js';
import {systemClock} from '../io/clock.js';
import {folderToLiveIn} from '../io/current-folder.js';
import {ensureDirectories} from '../io/paths.js';
import {createTerminal} from '../io/terminal.js';
import {readVersion} from '../io/version.js';
import {guardTerminal} from '../ui/terminal-guard.js';
import type {CommandContext, ParsedArguments} from './command.js';

/** `clutch`: the dashboard, until its user leaves it. Sessions and services stay. A word names the session that has the focus. */
export async function run({words: [focused], flags}: ParsedArguments, context: CommandContext): Promise<number> {
	if (flags.plain === true || wantsPlain(context)) {
		const {runPlainMode} = await import('./plain.js');
		return runPlainMode(context);
	}

	return show(context, {focused, looks: looksIn(flags)});
}

const lastMoment = 1000;

type Shown = {
	readonly focused?: string | undefined;
	readonly looks?: LookWords;
	/** Watch is shown first, and leaving it leaves the dashboard. */
	readonly watch?: boolean;
};

export async function show(context: CommandContext, {focused, looks = {}, watch = false}: Shown): Promise<number> {
	const {paths, env, signal} = context;
	ensureDirectories(paths);
	const {createDashboard} = await import('../ui/dashboard.js');
	const terminal = createTerminal({stdin: process.stdin, stdout: process.stdout});
	const {folder: cwd, deleted} = folderToLiveIn(env.HOME ?? '/');
	const dashboard = createDashboard({paths, env, cwd, notice: deleted === undefined ? undefined : `This dashboard is in ${cwd}: ${deleted} was deleted.`, version: readVersion(), terminal, clock: systemClock, focused, looks, watch});
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
		endSoon();
	}
}

/** Who has left wants his prompt back: what is still being written has its moment, and whatever else is under way is not waited for. */
function endSoon(): void {
	setTimeout(() => {
		process.exit();
	}, lastMoment).unref();
}

/** Whether somebody wants lines rather than a screen: his screen reader says so, or his terminal has no screen. */
function wantsPlain({env, stdout}: CommandContext): boolean {
	return ['1', 'true'].includes(env.INK_SCREEN_READER ?? '') || env.TERM === 'dumb' || !stdout.isTTY;
}

function looksIn(flags: ParsedArguments['flags']): LookWords {
	return Object.fromEntries(Object.keys(lookChoices).flatMap(name => typeof flags[name] === 'string' ? [[name, flags[name]]] : []));
}
