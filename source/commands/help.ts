import type {CommandContext, CommandOption, CommandRow, ProgramName} from './command.js';
import {optionsOf} from './parse.js';

const openings: Readonly<Record<ProgramName, readonly string[]>> = {
	clutch: ['clutch: the control center where you run your coding agents', '', '  clutch               open the dashboard', '  clutch COMMAND       one of these:'],
	xx: ['xx: start an agent by its code'],
	proxies: ['proxies: the services behind your agents', '', '  proxies COMMAND      one of these:'],
	cg_run: ['cg_run: run a command guarded, so that it outlives this terminal'],
};

/** What `PROGRAM --help` prints. */
export function programHelp(program: ProgramName, rows: readonly CommandRow[]): string {
	const [only] = rows;
	if ((program === 'xx' || program === 'cg_run') && only !== undefined) {
		return [...openings[program], '', ...commandLines(program, only)].flatMap(line => wrapped(line)).join('\n');
	}

	const width = Math.max(...rows.map(row => row.name.length)) + 2;
	return [
		...openings[program],
		'',
		...rows.map(row => `  ${row.name.padEnd(width)}${row.summary}`),
		'',
		`  ${program} help COMMAND   says more about one`,
		`  ${program} --version`,
	].flatMap(line => wrapped(line)).join('\n');
}

/** What `PROGRAM COMMAND --help` prints. */
export async function commandPage(row: CommandRow, context: CommandContext): Promise<string> {
	const own = await row.loadHelp?.();
	return own === undefined ? commandHelp(context.program, row) : own.help(row, context);
}

/** The page that is made from the row alone. */
function commandHelp(program: ProgramName, row: CommandRow): string {
	return commandLines(program, row).flatMap(line => wrapped(line)).join('\n');
}

function commandLines(program: ProgramName, row: CommandRow): readonly string[] {
	const called = program === 'xx' || program === 'cg_run' ? program : `${program} ${row.name}`;
	return [
		`  ${[called, row.options.length > 0 ? '[OPTIONS]' : '', row.words].filter(text => text !== '').join(' ')}`,
		'',
		`  ${row.summary}`,
		'',
		...optionLines(row),
	];
}

/** The options of a row with what each is for. */
export function optionLines(row: CommandRow): readonly string[] {
	const options = optionsOf(row);
	const shown = options.map(option => shownOption(option));
	const width = Math.max(...shown.map(text => text.length)) + 3;
	return options.map((option, index) => `  ${(shown[index] ?? '').padEnd(width)}${option.summary}`);
}

function shownOption(option: CommandOption): string {
	const value = option.value === undefined ? '' : ` ${option.value}`;
	return `${option.short === undefined ? '    ' : `-${option.short}, `}--${option.flag}${value}`;
}

/** A line that is too long goes on below the place where its last column begins. */
export function wrapped(line: string, columns = 80): readonly string[] {
	if (line.length <= columns) {
		return [line];
	}

	const cut = line.lastIndexOf(' ', columns);
	const column = /^(?:.*\S {2,}|\s*)(?=\S)/.exec(line.slice(0, cut))?.[0].length ?? 0;
	return cut <= column ? [line] : [line.slice(0, cut).trimEnd(), ...wrapped(`${' '.repeat(column)}${line.slice(cut + 1)}`, columns)];
}
