import type {ReadStream} from 'node:tty';
import {ClutchError} from '../core/error.js';

/** Enter, Ctrl+C and Ctrl+D, as a raw terminal sends them. */
const interrupt = '\u0003';
const ends = new Set(['\r', '\n', interrupt, '\u0004']);

/** A secret is a line; anything larger on standard input is something else. */
const longest = 64 * 1024;

/**
Reads one secret: from a pipe to its end, or typed without being shown. Ctrl+C and `signal` end it; the terminal is as before afterwards.
*/
export async function readSecret({stdin, prompt, signal}: {readonly stdin: ReadStream; readonly prompt: (text: string) => void; readonly signal: AbortSignal}): Promise<string> {
	return stdin.isTTY ? readTyped({stdin, prompt, signal}) : readPiped(stdin, signal);
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

async function readTyped({stdin, prompt, signal}: {readonly stdin: ReadStream; readonly prompt: (text: string) => void; readonly signal: AbortSignal}): Promise<string> {
	return new Promise((resolve, reject) => {
		let typed = '';
		const finish = (settle: () => void) => {
			stdin.off('data', onData);
			stdin.setRawMode(false);
			stdin.pause();
			signal.removeEventListener('abort', onAbort);
			prompt('\n');
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
		stdin.on('data', onData);
		stdin.resume();
	});
}
