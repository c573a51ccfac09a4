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

/** Prints on standard output at once. A reader who has gone is no mistake; one who is slow on a non-blocking pipe is waited for by the stream. */
export function print(text: string): void {
	const bytes = Buffer.from(text);
	let written = 0;
	try {
		while (written < bytes.length) {
			written += writeSync(1, bytes, written);
		}
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EAGAIN') {
			process.stdout.write(bytes.subarray(written));
		} else if ((error as NodeJS.ErrnoException).code !== 'EPIPE') {
			throw error;
		}
	}
}
