import path from 'node:path';
import {ClutchError} from '../core/error.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {textOf} from './launch-request.js';

type Placed = Pick<CommandContext, 'cwd'>;

/** The folder in which something is started: what `--cwd` says, else the one its user is in. That one may be gone, and is not asked for where an option names a whole path. */
export function folderMeant(parsed: ParsedArguments, context: Placed): string {
	const given = textOf(parsed, 'cwd') ?? '.';
	return path.isAbsolute(given) ? path.resolve(given) : path.resolve(context.cwd, given);
}

/** For what works in any folder: the one its user is in, or another one where that is gone. */
export function folderOr(instead: string, context: Placed): string {
	try {
		return context.cwd;
	} catch (error) {
		if (error instanceof ClutchError) {
			return instead;
		}

		throw error;
	}
}
