import path from 'node:path';
import {ClutchError} from '../core/error.js';
import {findExecutable, isDirectory} from '../io/executable.js';
import {makeFolder} from '../io/folder.js';
import {changeHook, claudeSettings, readHook} from '../io/rtk.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {confirm} from './confirm.js';

type Asking = {readonly file: string; readonly parsed: ParsedArguments; readonly context: CommandContext};

/** Whether Claude Code sends its shell commands through RTK now, and what is to be done next. */
export type HookAnswer = {readonly hook: 'installed' | 'absent'; readonly next: readonly string[]};

const again = 'clutch service add rtk --hook';

/** Has RTK add its hook to the settings of Claude Code: with `--hook`, or on a yes. Nobody is asked with `--yes` alone, which was about something else. */
export async function offerHook({file, parsed, context}: Asking): Promise<HookAnswer> {
	const {env, signal, stdout} = context;
	const settings = claudeSettings(env);
	const json = parsed.flags.json === true;
	if (readHook(env) === 'installed') {
		return {hook: 'installed', next: [`Claude Code sends its shell commands through it: the hook is in ${settings}.`, ...pathHint({file, context})]};
	}

	if (parsed.flags.hook !== true) {
		if (parsed.flags.yes === true || json) {
			return {hook: 'absent', next: [`Agents use it through a hook, which is not there yet: ${again}`]};
		}

		const folder = path.dirname(settings);
		const {stdout: preview} = isDirectory(folder) ? await changeHook(file, {change: 'preview', env, signal}) : {stdout: `${folder} would be made, and the hook put into its settings.json.`};
		stdout.write(`\nClaude Code uses it through a hook, which RTK adds itself (a copy of the settings stays beside them):\n${preview.split('\n').map(line => `  ${line}\n`).join('')}`);
		const answer = await confirm('Add the hook?', {parsed, context});
		if (answer !== 'yes') {
			return {hook: 'absent', next: [`The hook was not added. Later: ${again}`]};
		}
	}

	// RTK refuses to where Claude Code was never started.
	makeFolder(path.dirname(settings));
	const {ok, stderr} = await changeHook(file, {change: 'add', env, signal});
	if (!ok || readHook(env) !== 'installed') {
		throw new ClutchError('ERR_CLUTCH_INSTALL', {title: 'The hook of RTK', problem: stderr === '' ? `RTK did not add it to ${settings}` : stderr, next: `Try it by hand: ${file} init -g --auto-patch`});
	}

	return {hook: 'installed', next: [`The hook is in ${settings}: Claude Code sends its shell commands through RTK from its next start on.`, ...pathHint({file, context})]};
}

/** Without the program a hook that runs it would only be in the way. */
export async function removeHook({file, context: {env, signal}}: Pick<Asking, 'file' | 'context'>): Promise<boolean> {
	if (readHook(env) === 'absent') {
		return false;
	}

	const {ok, stderr} = await changeHook(file, {change: 'remove', env, signal});
	if (!ok) {
		throw new ClutchError('ERR_CLUTCH_INSTALL', {title: 'The hook of RTK', problem: `it could not be taken away (${stderr})`, next: `Nothing was removed. Try it by hand: ${file} init -g --uninstall`});
	}

	return true;
}

/** The hook runs `rtk` by its name alone. */
function pathHint({file, context: {env, cwd}}: Pick<Asking, 'file' | 'context'>): readonly string[] {
	const found = findExecutable('rtk', {searchPath: env.PATH, cwd});
	return found.status === 'found' ? [] : [`The hook finds it on the PATH only: ln -s ${file} ~/.local/bin/rtk (or another folder of the PATH)`];
}
