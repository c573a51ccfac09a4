import {writeSync} from 'node:fs';

/**
Says something on standard error, where a program may take our place afterwards: `process.stderr` would leave a pipe non-blocking for it.
*/
export function say(text: string): void {
	try {
		writeSync(2, text);
	} catch {
		// Nobody reads it, or not now; what is said here is never what the command is for.
	}
}
