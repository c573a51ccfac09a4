import {StringDecoder} from 'node:string_decoder';
import type {ReadStream} from 'node:tty';

/** Whole lines as they are typed, the terminal's own editing kept: nothing is redrawn. */
export type LineInput = {
	/** Undefined at the end of the input. */
	readonly next: () => Promise<string | undefined>;
	/** Somebody else reads the terminal meanwhile. */
	readonly pause: () => void;
	readonly resume: () => void;
	readonly close: () => void;
};

/** Nobody types so much before Enter: of a longer one only its beginning is kept. */
export const longestLine = 1024 * 1024;

export function createLineInput(stdin: ReadStream | NodeJS.ReadStream): LineInput {
	const lines: string[] = [];
	let rest = '';
	let decoder = new StringDecoder('utf8');
	let hasEnded = false;
	let waiting: ((line: string | undefined) => void) | undefined;

	const hand = () => {
		if (waiting !== undefined && (lines.length > 0 || hasEnded)) {
			const resolve = waiting;
			waiting = undefined;
			resolve(lines.shift());
		}
	};

	const onData = (bytes: Buffer) => {
		const [...parts] = (rest + decoder.write(bytes)).split(/\r\n|\n|\r/);
		rest = (parts.pop() ?? '').slice(0, longestLine);
		lines.push(...parts);
		hand();
	};

	const onEnd = () => {
		if (!hasEnded && rest !== '') {
			lines.push(rest);
		}

		hasEnded = true;
		hand();
	};

	const resume = () => {
		decoder = new StringDecoder('utf8');
		stdin.on('data', onData);
		stdin.resume();
	};

	const pause = () => {
		stdin.off('data', onData);
		stdin.pause();
	};

	stdin.on('end', onEnd);
	stdin.on('close', onEnd);
	// A terminal that went away is told by its end.
	stdin.on('error', onEnd);
	resume();
	return {
		async next() {
			return new Promise(resolve => {
				waiting = resolve;
				hand();
			});
		},
		pause,
		resume,
		close() {
			pause();
			stdin.off('end', onEnd);
			stdin.off('close', onEnd);
			hasEnded = true;
			hand();
		},
	};
}
