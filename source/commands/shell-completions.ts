import path from 'node:path';
import {completionFiles, completionScript} from '../core/shell/completion-script.js';
import {completionTable, type CompletionTable} from '../core/shell/completion.js';
import type {ShellName} from '../core/shell/shell.js';
import {tiersOf} from '../core/launch/tiers.js';
import {loadConfig} from '../io/config-file.js';
import type {CommandContext, ProgramName} from './command.js';

/** Where `clutch install` puts a shell's completions. */
export function completionFolder({paths}: CommandContext, shell: ShellName): string {
	return path.join(paths.state, 'completions', shell);
}

/** What `clutch completion` prints. */
export function shellScript(context: CommandContext, shell: ShellName): string {
	return completionScript(shell, tableOf(context));
}

/** The files that a shell finds its completions in, by their names. */
export function shellFiles(context: CommandContext, shell: ShellName): Readonly<Record<string, string>> {
	return completionFiles(shell, tableOf(context));
}

function tableOf({commands, paths, env}: CommandContext): CompletionTable {
	const names = (program: ProgramName) => commands(program).map(row => row.name);
	return completionTable({
		programs: [
			{type: 'verbs', name: 'clutch', verbs: names('clutch')},
			...names('xx').map(verb => ({type: 'single' as const, name: 'xx', verb})),
			{type: 'verbs', name: 'proxies', verbs: names('proxies')},
			...names('cg_run').map(verb => ({type: 'single' as const, name: 'cg_run', verb})),
		],
		rows: commands('clutch'),
		tiers: tiersOf(loadConfig({paths, env}).config),
	});
}
