import {readFileSync, realpathSync} from 'node:fs';
import path from 'node:path';
import type {ShellFacts} from '../core/doctor/shell.js';
import {ClutchError} from '../core/error.js';
import {aliases} from '../core/shell/alias.js';
import {blockLines, leftOutOf} from '../core/shell/block.js';
import {rcPath} from '../core/shell/install.js';
import {findBlock, withBlock} from '../core/shell/rc-edit.js';
import {shellOf, shells, type ShellName} from '../core/shell/shell.js';
import {loadConfig} from '../io/config-file.js';
import {findExecutable} from '../io/executable.js';
import {programRoot} from '../io/paths.js';
import {asBytes, asWords, readRcFile} from '../io/rc-file.js';
import type {CommandContext} from './command.js';
import {completionFolder, shellFiles} from './shell-completions.js';
import {folderOr} from './working-folder.js';

/** The lines that the block of a shell has now. */
export function wantedBlock(shell: ShellName, {context, without}: {readonly context: CommandContext; readonly without: readonly string[]}): readonly string[] {
	return blockLines(shell, {without, programs: programsToAdd(context), completions: completionFolder(context, shell)});
}

/** The aliases that the config leaves out; names that are none of ours have no effect. */
export function withoutOfConfig({paths, env}: Pick<CommandContext, 'paths' | 'env'>): readonly string[] {
	const {without} = loadConfig({paths, env}).config.install;
	return aliases.map(({name}) => name).filter(name => without.includes(name));
}

/** How far the shells that are used here know the aliases and completions: those that have a block, and the one that SHELL is. */
export function shellFacts(context: CommandContext): readonly ShellFacts[] {
	const own = shellOf(context.env.SHELL ?? '');
	return shells.map(shell => ({shell, file: rcPath(shell, context.env), state: stateOf(shell, context)})).filter(({shell, state}) => shell === own || state.type !== 'none');
}

function stateOf(shell: ShellName, context: CommandContext): ShellFacts['state'] {
	try {
		const {text = ''} = readRcFile(rcPath(shell, context.env));
		const found = findBlock(text);
		if (found.status !== 'block') {
			return found.status === 'none' ? {type: 'none'} : {type: 'damaged', problem: found.problem};
		}

		// What was left out by an option stands in the block: it is no reason to call it outdated.
		const without = [...new Set([...leftOutOf(asWords(found.block)), ...withoutOfConfig(context)])];
		const lines = wantedBlock(shell, {context, without}).map(line => asBytes(line));
		return withBlock(text, {lines, folders: 0}) === text && hasFiles(shell, context) ? {type: 'current'} : {type: 'outdated'};
	} catch (error) {
		if (error instanceof ClutchError) {
			return {type: 'unreadable', problem: error.message};
		}

		throw error;
	}
}

function hasFiles(shell: ShellName, context: CommandContext): boolean {
	const folder = completionFolder(context, shell);
	return Object.entries(shellFiles(context, shell)).every(([name, script]) => {
		try {
			return readFileSync(path.join(folder, name), 'utf8') === script;
		} catch {
			// Not there, or not to be read: the shell cannot read it either.
			return false;
		}
	});
}

/** The folder of our programs, unless each of them is found somewhere else on the PATH too, as an install by npm puts them. What the block itself added does not count. */
function programsToAdd(context: CommandContext): string | undefined {
	const {env} = context;
	const cwd = folderOr('/', context);
	const programs = path.join(programRoot(), 'bin');
	const elsewhere = (env.PATH ?? '').split(':').filter(folder => path.resolve(cwd, folder) !== programs).join(':');
	const isOurs = (name: string) => {
		const found = findExecutable(name, {searchPath: elsewhere, cwd});
		return found.status === 'found' && realpathSync(found.path) === realpathSync(path.join(programs, name));
	};

	return ['clutch', 'xx', 'proxies', 'cg_run'].every(name => isOurs(name)) ? undefined : programs;
}
