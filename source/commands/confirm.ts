import process from 'node:process';
import {askYes} from '../io/question.js';
import type {CommandContext, ParsedArguments} from './command.js';

/** `unasked`: it was not said with `--yes`, and nobody is there who could be asked. */
export type Answer = 'yes' | 'no' | 'unasked';

/** Whether something may be done: `--yes` says so, else whoever sits at the terminal. */
export async function confirm(question: string, {parsed: {flags}, context}: {readonly parsed: ParsedArguments; readonly context: CommandContext}): Promise<Answer> {
	if (flags.yes === true) {
		return 'yes';
	}

	const {stderr, signal} = context;
	if (flags.json === true || !process.stdin.isTTY || !stderr.isTTY) {
		return 'unasked';
	}

	const yes = await askYes(question, {
		stdin: process.stdin,
		write(text) {
			stderr.write(text);
		},
		signal,
	});
	return yes ? 'yes' : 'no';
}
