import type {ReadStream} from 'node:tty';
import {ClutchError} from '../core/error.js';

/** Enter, Ctrl+C and Ctrl+D, as a raw terminal sends them. */
const interrupt = '\u0003';
const ends = new Set(['\r', '\n', interrupt, '\u0004']);

/** A secret is a line; anything larger on standard input is something else. */
const longest = 64 * 1024;

export type Asking = {
	readonly stdin: ReadStream;
	/** What is asked for, shown once the terminal shows nothing that is typed. */
	readonly label: string;
	readonly show: (text: string) => void;
	readonly signal: AbortSignal;
};

/**
Reads one secret: from a pipe to its end, or typed without being shown. Ctrl+C and `signal` end it; the terminal is as before afterwards.
*/
export async function readSecret(asking: Asking): Promise<string> {
	return asking.stdin.isTTY ? readTyped(asking) : readPiped(asking.stdin, asking.signal);
}

async function readPiped(stdin: ReadStream, signal: AbortSignal): Promise<string> {
	let text = '';
	stdin.setEncoding('utf8');
	const stop = () => {
		stdin.destroy(signal.reason as Error);
	};

	signal.addEventListener('abort', stop, {once: true});
	for await (const chunk of stdin as AsyncIterable<string>) {
		text += chunk;
		if (text.length > longest) {
			break;
		}
	}

	signal.removeEventListener('abort', stop);
	return text.trim();
}

async function readTyped({stdin, label, show, signal}: Asking): Promise<string> {
	return new Promise((resolve, reject) => {
		let typed = '';
		const finish = (settle: () => void) => {
			stdin.off('data', onData);
			stdin.setRawMode(false);
			stdin.pause();
			signal.removeEventListener('abort', onAbort);
			show('\n');
			settle();
		};

		const onAbort = () => {
			finish(() => {
				reject(signal.reason as Error);
			});
		};

		const onData = (chunk: Buffer) => {
			const letters = [...chunk.toString('utf8')];
			const end = letters.findIndex(letter => ends.has(letter));
			for (const letter of end === -1 ? letters : letters.slice(0, end)) {
				typed = letter === '\u007F' || letter === '\b' ? typed.slice(0, -1) : typed + letter;
			}

			if (letters[end] === interrupt) {
				finish(() => {
					reject(new ClutchError('ERR_CLUTCH_INTERRUPTED'));
				});
			} else if (end !== -1) {
				finish(() => {
					resolve(typed.trim());
				});
			}
		};

		signal.addEventListener('abort', onAbort, {once: true});
		stdin.setRawMode(true);
		show(label);
		stdin.on('data', onData);
		stdin.resume();
	});
}
