import {fstatSync} from 'node:fs';
import process from 'node:process';

export type PipedPrompt =
	| {readonly type: 'none'}
	| {readonly type: 'text'; readonly text: string}
	/** Nothing came, and it has not ended. */
	| {readonly type: 'silent'}
	| {readonly type: 'too-long'}
	| {readonly type: 'no-text'};

type Options = {
	readonly signal: AbortSignal;
	/** How long to wait for the first byte. Once one has come, its end is waited for; undefined waits for both. */
	readonly silenceMs: number | undefined;
	/** Called when this begins to take a while. */
	readonly onWaiting: () => void;
};

/** A prompt is one argument of a program, and Linux takes none that is longer (`MAX_ARG_STRLEN`, without the zero at its end). */
export const longestPrompt = 131_071;

/** An answer that takes longer than this is worth a word to whoever sits in front of it. */
const noticeableMs = 2000;

/** Whether our standard input is a pipe or a file. A terminal and `/dev/null` have no prompt. */
export function isPiped(): boolean {
	try {
		const stat = fstatSync(0);
		return stat.isFIFO() || stat.isFile() || stat.isSocket();
	} catch {
		// It is closed.
		return false;
	}
}

/** What is piped into this program, or stands in the file that is its standard input. */
export async function readPipedPrompt({signal, silenceMs, onWaiting}: Options): Promise<PipedPrompt> {
	const {stdin} = process;
	const parts: Uint8Array[] = [];
	let size = 0;
	return new Promise((resolve, reject) => {
		const onAbort = () => {
			stop();
			reject(signal.reason as Error);
		};

		const onData = (part: Uint8Array) => {
			clearTimeout(silence);
			waiting ??= setTimeout(onWaiting, noticeableMs);
			size += part.length;
			parts.push(part);
			// Newlines at the end do not count, but so many are no prompt either.
			if (size > longestPrompt * 2) {
				stop();
				resolve({type: 'too-long'});
			}
		};

		const onEnd = () => {
			stop();
			resolve(asText(Buffer.concat(parts)));
		};

		const silence = silenceMs === undefined ? undefined : setTimeout(() => {
			stop();
			resolve({type: 'silent'});
		}, silenceMs);
		let waiting = silenceMs === undefined ? setTimeout(onWaiting, noticeableMs) : undefined;
		const stop = () => {
			clearTimeout(silence);
			clearTimeout(waiting);
			signal.removeEventListener('abort', onAbort);
			stdin.off('data', onData);
			stdin.off('end', onEnd);
			stdin.off('error', onEnd);
			stdin.pause();
			leaveBlocking(stdin);
		};

		signal.addEventListener('abort', onAbort, {once: true});
		stdin.on('data', onData);
		stdin.once('end', onEnd);
		// What cannot be read has no prompt.
		stdin.once('error', onEnd);
	});
}

/** Node makes a pipe non-blocking, also for everybody who shares it, such as the loop of a shell script; it puts that right at its end, which does not come where a program takes our place. */
function leaveBlocking(stdin: unknown): void {
	(stdin as {readonly _handle?: {readonly setBlocking?: (blocking: boolean) => void} | null})._handle?.setBlocking?.(true);
}

function asText(bytes: Uint8Array): PipedPrompt {
	let text: string;
	try {
		text = new TextDecoder('utf-8', {fatal: true}).decode(bytes).replace(/[\r\n]+$/, '');
	} catch {
		// Not UTF-8.
		return {type: 'no-text'};
	}

	// A zero ends an argument.
	if (text.includes('\0')) {
		return {type: 'no-text'};
	}

	if (text.trim() === '') {
		return {type: 'none'};
	}

	return Buffer.byteLength(text) > longestPrompt ? {type: 'too-long'} : {type: 'text', text};
}
