import process from 'node:process';
import {systemClock} from '../io/clock.js';
import {createLineInput} from '../io/line-input.js';
import {ensureDirectories} from '../io/paths.js';
import {readVersion} from '../io/version.js';
import type {CommandContext} from './command.js';
import {commandPage} from './help.js';
import {parseArguments} from './parse.js';
import {reportError} from './report-error.js';
import {folderOr} from './working-folder.js';

/** They would take the terminal for a screen, or this very place again. */
const withScreen = new Set(['dashboard', 'demo', 'launch', 'guard']);

/** `clutch --plain`: all of it in lines. Verbs of the command line do what they do there. */
export async function runPlainMode(context: CommandContext): Promise<number> {
	const {paths, env, stdout, signal} = context;
	ensureDirectories(paths);
	const {runPlain} = await import('../ui/plain/plain.js');
	const rows = context.commands('clutch').filter(({name}) => !withScreen.has(name));
	await runPlain({
		paths,
		env,
		signal,
		cwd: folderOr(env.HOME ?? '/', context),
		version: readVersion(),
		clock: systemClock,
		input: createLineInput(process.stdin),
		write(line) {
			stdout.write(`${line}\n`);
		},
		isInteractive: process.stdin.isTTY && stdout.isTTY,
		verbs: new Map(rows.map(({name, summary}) => [name, summary])),
		async runVerb([verb, ...words], ended) {
			const row = rows.find(({name}) => name === verb);
			if (row === undefined) {
				return;
			}

			const its: CommandContext = {program: 'clutch', paths, env, cwd: folderOr(env.HOME ?? '/', context), stdout, stderr: context.stderr, commands: context.commands, signal: ended, takeInterrupts: context.takeInterrupts};
			try {
				const parsed = parseArguments(row, words);
				if (parsed.flags.help === true) {
					stdout.write(`${await commandPage(row, its)}\n`);
					return;
				}

				const {run} = await row.load();
				await run(parsed, its);
			} catch (error) {
				if (!ended.aborted) {
					reportError(error, {context: its, json: false});
				}
			}
		},
	});
	return 0;
}
