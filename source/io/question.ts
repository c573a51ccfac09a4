import type {ReadStream} from 'node:tty';
import {createLineInput} from './line-input.js';

type Asking = {readonly stdin: ReadStream; readonly write: (text: string) => void; readonly signal: AbortSignal};

/** Asks a question on a terminal that only a plain yes answers with yes. */
export async function askYes(question: string, {stdin, write, signal}: Asking): Promise<boolean> {
	signal.throwIfAborted();
	write(`${question} [y/N] `);
	const input = createLineInput(stdin);
	try {
		const answer = await Promise.race([input.next(), aborted(signal)]);
		if (answer === undefined) {
			write('\n');
		}

		return /^(?:y|yes)$/i.test(answer?.trim() ?? '');
	} catch (error) {
		write('\n');
		throw error;
	} finally {
		input.close();
	}
}

async function aborted(signal: AbortSignal): Promise<never> {
	return new Promise((_resolve, reject) => {
		signal.addEventListener('abort', () => {
			reject(signal.reason as Error);
		}, {once: true});
	});
}
