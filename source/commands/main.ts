import {constants} from 'node:os';
import process from 'node:process';
import {ClutchError} from '../core/error.js';
import {currentFolder} from '../io/current-folder.js';
import {resolvePaths, type Paths} from '../io/paths.js';
import {readVersion} from '../io/version.js';
import {nearest} from '../core/nearest.js';
import type {CommandContext, CommandRow, ProgramName} from './command.js';
import {formerNext, formerVerb} from './former-verbs.js';
import {commandPage, programHelp} from './help.js';
import {parseArguments} from './parse.js';
import {reportError} from './report-error.js';
import {commandTable, rowsOf} from './table.js';

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const programs = ['clutch', 'xx', 'proxies', 'cg_run'] as const;

/**
Runs one of the four programs and answers with its exit code. `argv` begins with the program's name, which the launchers in `bin/` put there.
*/
export async function main(argv: readonly string[]): Promise<number> {
	const first = programs.find(name => name === argv[0]);
	const program = first ?? 'clutch';
	const given = first === undefined ? argv : argv.slice(1);
	const context = createContext(program);
	try {
		return await dispatch(given, context);
	} catch (error) {
		if (context.signal.aborted && error === context.signal.reason) {
			return exitCodeOf(context.signal);
		}

		return reportError(error, {context, json: asksForJson(given)});
	}
}

async function dispatch(argv: readonly string[], context: CommandContext): Promise<number> {
	const {program} = context;
	const rows = rowsOf(program);
	const [verb, ...afterVerb] = argv;
	if (verb === '--help' || verb === '-h' || (verb === 'help' && program !== 'cg_run')) {
		return printHelp(verb === 'help' ? afterVerb[0] : undefined, context);
	}

	if (verb === '--version' || verb === '-V') {
		context.stdout.write(asksForJson(afterVerb) ? `${JSON.stringify({version: readVersion()})}\n` : `clutch ${readVersion()}\n`);
		return 0;
	}

	if (program === 'xx' || program === 'cg_run') {
		const [row] = rows;
		if (row === undefined) {
			throw new Error(`no row for ${program}`);
		}

		return runRow(row, argv, context);
	}

	if (verb === undefined) {
		return runDefault(context);
	}

	// What `clutch` alone opens can be told how, without its name.
	const screen = program === 'clutch' ? rows.find(({name}) => name === 'dashboard') : undefined;
	if (screen?.options.some(({flag}) => verb === `--${flag}` || verb.startsWith(`--${flag}=`)) === true) {
		return runRow(screen, argv, context);
	}

	if (verb.startsWith('-')) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `"${program}" has no option "${verb}" of its own.`, next: `Options come after a command; ${program} --help lists the commands.`});
	}

	const row = rowNamed(verb, context);
	if (row === undefined) {
		throw unknownCommand(verb, context);
	}

	return runRow(row, afterVerb, context);
}

async function runRow(row: CommandRow, argv: readonly string[], context: CommandContext): Promise<number> {
	const parsed = parseArguments(row, argv);
	if (parsed.flags.help === true) {
		return printRow(row, context);
	}

	const {run} = await row.load();
	return run(parsed, context);
}

/** Nothing was asked for: the dashboard on a terminal, the plain status elsewhere; `proxies` says how its services are. */
async function runDefault(context: CommandContext): Promise<number> {
	const interactive = context.program === 'clutch' && context.stdout.isTTY && process.stdin.isTTY;
	const row = commandTable.find(candidate => candidate.name === (interactive ? 'dashboard' : 'status'));
	if (row === undefined) {
		return printHelp(undefined, context);
	}

	const code = await runRow(row, [], context);
	return interactive || context.program === 'proxies' ? code : 0;
}

async function printHelp(name: string | undefined, context: CommandContext): Promise<number> {
	const rows = rowsOf(context.program);
	if (name === undefined) {
		const [only] = rows;
		if (context.program === 'xx' && only !== undefined) {
			return printRow(only, context);
		}

		context.stdout.write(`${programHelp(context.program, rows)}\n`);
		return 0;
	}

	const row = rowNamed(name, context);
	if (row === undefined) {
		throw unknownCommand(name, context);
	}

	return printRow(row, context);
}

async function printRow(row: CommandRow, context: CommandContext): Promise<number> {
	const page = await commandPage(row, context);
	context.stdout.write(`${page}\n`);
	return 0;
}

/** The verbs of the original have the meaning here that they had there. */
function rowNamed(name: string, {program}: CommandContext): CommandRow | undefined {
	const rows = rowsOf(program);
	return rows.find(row => row.name === name) ?? (program === 'proxies' ? rows.find(row => row.name === formerVerb(name)) : undefined);
}

function unknownCommand(name: string, context: CommandContext): ClutchError {
	const former = context.program === 'proxies' ? formerNext(name) : undefined;
	if (former !== undefined) {
		return new ClutchError('ERR_CLUTCH_UNKNOWN_COMMAND', {name, next: former});
	}

	const near = nearest(name, [...rowsOf(context.program).map(candidate => candidate.name), 'help']);
	return new ClutchError('ERR_CLUTCH_UNKNOWN_COMMAND', {name, next: near === undefined ? `${context.program} help lists them all.` : `Did you mean "${near}"?`});
}

function createContext(program: ProgramName): CommandContext {
	const controller = new AbortController();
	const interrupts: Array<() => void> = [];
	for (const signal of endings) {
		process.on(signal, () => {
			const taken = signal === 'SIGINT' ? interrupts.at(-1) : undefined;
			if (taken !== undefined) {
				taken();
				return;
			}

			// The second time somebody means it, whatever the command still wanted to tidy up.
			if (controller.signal.aborted) {
				process.exit(128 + constants.signals[signal]);
			}

			controller.abort(new Error(signal));
		});
	}

	// Neither is asked for before it is needed: the folder of this process may have been deleted.
	let paths: Paths | undefined;
	return {
		program,
		get paths() {
			paths ??= resolvePaths(process.env);
			return paths;
		},
		env: process.env,
		get cwd() {
			return currentFolder();
		},
		// Not touched before somebody writes: that makes a pipe non-blocking, also for a program that takes our place.
		get stdout() {
			return withoutBrokenPipe(process.stdout);
		},
		get stderr() {
			return withoutBrokenPipe(process.stderr);
		},
		commands: rowsOf,
		signal: controller.signal,
		takeInterrupts(handler) {
			interrupts.push(handler);
			return () => {
				interrupts.splice(interrupts.indexOf(handler), 1);
			};
		},
	};
}

/** `clutch status | head -1` ends when the reader does, without a word. */
function withoutBrokenPipe(stream: NodeJS.WriteStream): NodeJS.WriteStream {
	if (stream.listenerCount('error', onBrokenPipe) === 0) {
		stream.on('error', onBrokenPipe);
	}

	return stream;
}

function onBrokenPipe(error: NodeJS.ErrnoException): void {
	if (error.code !== 'EPIPE') {
		throw error;
	}

	process.exit(0);
}

/** A command that was ended by a signal has the code a shell would give it. */
function exitCodeOf(signal: AbortSignal): number {
	const name = endings.find(candidate => candidate === (signal.reason as Error).message);
	return name === undefined ? 1 : 128 + constants.signals[name];
}

function asksForJson(argv: readonly string[]): boolean {
	const end = argv.indexOf('--');
	return argv.slice(0, end === -1 ? undefined : end).includes('--json');
}
