import type {CommandRow, ProgramName} from './command.js';

/**
Every verb, once: help, suggestions, the parser and `docs/commands.md` are made from it. A row names the module that does the work; nothing of it is loaded before it is asked for.
*/
export const commandTable: readonly CommandRow[] = [
];

/** The verbs of `proxies`, as far as the table has them. */
const proxiesVerbs = new Set(['up', 'down', 'restart', 'status', 'logs', 'watch', 'config']);

const offered: Readonly<Record<ProgramName, (row: CommandRow) => boolean>> = {
	clutch: () => true,
	proxies: row => proxiesVerbs.has(row.name),
	xx: row => row.name === 'launch',
	cg_run: row => row.name === 'run',
};

/** What each program offers; `xx` and `cg_run` are one verb each, so their first word is not looked up. */
export function rowsOf(program: ProgramName): readonly CommandRow[] {
	return commandTable.filter(row => offered[program](row));
}
