import path from 'node:path';
import {ClutchError} from '../core/error.js';
import {openCommand} from './cg-run.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {openLaunch} from './guarded-launch.js';

/** `clutch spawn CODE`, `clutch spawn -- COMMAND`: a session in the background. Its id is all that is printed. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const opened = await open(parsed, context);
	if (opened.type === 'done') {
		return opened.code;
	}

	const {id, name} = opened;
	context.stdout.write(parsed.flags.json === true ? `${JSON.stringify({id, name})}\n` : `${id}\n`);
	return 0;
}

type Opened = {readonly type: 'opened'; readonly id: string; readonly name: string} | {readonly type: 'done'; readonly code: number};

async function open(parsed: ParsedArguments, context: CommandContext): Promise<Opened> {
	const {words, rest, flags} = parsed;
	const [command, ...args] = flags.shell === true ? [context.env.SHELL ?? '/bin/sh', ...rest] : rest;
	if (words.length > 0) {
		if (flags.shell === true) {
			throw usage('--shell starts your shell, so it goes without a code.');
		}

		return openLaunch(parsed, context, 'background');
	}

	if (command === undefined) {
		throw usage('spawn takes a code, such as cip, or a command behind --.');
	}

	const foreign = [...Object.keys(flags), ...Object.keys(parsed.lists)].find(flag => !ofCommands.has(flag));
	if (foreign !== undefined) {
		throw usage(`--${foreign} is for a launch by code; ${path.basename(command)} is a command.`);
	}

	return {type: 'opened', ...await openCommand([command, ...args], {parsed, context})};
}

/** What has a meaning for any command. */
const ofCommands = new Set(['cwd', 'name', 'shell', 'json']);

function usage(problem: string): ClutchError {
	return new ClutchError('ERR_CLUTCH_USAGE', {problem, next: 'Such as clutch spawn cip, clutch spawn -- npm test, or clutch spawn --shell.'});
}
