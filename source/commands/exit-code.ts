import {constants} from 'node:os';
import type {Exit} from '../core/session/session.js';

/** As a shell has it: the code, or 128 and the number of the signal. */
export function exitCode(exit: Exit): number {
	if (exit.type === 'code') {
		return exit.code;
	}

	const numbers: Readonly<Record<string, number | undefined>> = constants.signals;
	return 128 + (numbers[exit.signal] ?? 0);
}
