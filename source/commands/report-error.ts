import {appendFileSync} from 'node:fs';
import path from 'node:path';
import {ClutchError} from '../core/error.js';
import {makeFolder} from '../io/folder.js';
import type {CommandContext} from './command.js';

/**
Shows a failure and answers with the exit code: message and hint on standard error, or one object on standard output where `--json` was asked for. What is our own fault has its stack in the log, never on the screen.
*/
export function reportError(error: unknown, {context, json}: {readonly context: CommandContext; readonly json: boolean}): number {
	const known = error instanceof ClutchError ? error : internal(error, context);
	if (json) {
		context.stdout.write(`${JSON.stringify({error: {code: known.code, message: known.message, hint: known.hint}})}\n`);
	} else {
		context.stderr.write(`${known.message}\n${known.hint === '' ? '' : `${known.hint}\n`}`);
	}

	return known.exit;
}

function internal(error: unknown, context: CommandContext): ClutchError {
	const log = path.join(context.paths.log, 'clutch.log');
	const problem = error instanceof Error ? error.message : String(error);
	const record = {
		at: new Date().toISOString(),
		level: 'error',
		program: context.program,
		problem,
		stack: error instanceof Error ? error.stack : undefined,
		cause: error instanceof Error && error.cause instanceof Error ? error.cause.stack : undefined,
	};
	try {
		makeFolder(context.paths.log);
		appendFileSync(log, `${JSON.stringify(record)}\n`, {mode: 0o600});
	} catch {
		// Where even the log cannot be written, the sentence on the screen is all that can be done.
	}

	return new ClutchError('ERR_CLUTCH_INTERNAL', {problem, log}, {cause: error});
}
