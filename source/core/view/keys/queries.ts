import {joinAll} from './typed-bytes.js';

/**
What a program asks its terminal. clutchd's emulator answers for every session, so a second terminal that shows the same bytes must not be asked: its answer would arrive as typed keys.
*/
const asked: readonly RegExp[] = [
	// Without ESC in front, and without the end of a string.
	// Device attributes, status and position, terminal name, parameters.
	/^\[[>=]?\d*c$/,
	/^\[\??[\d;]*n$/,
	/^\[>\d*q$/,
	/^\[\d*x$/,
	// Which modes are set, and the keyboard protocol in force.
	/^\[\??[\d;]*\$p$/,
	/^\[\?u$/,
	// Sizes and titles of the window, graphics limits.
	/^\[(?:1[13-689]|2[01])(?:;[\d;]*)?t$/,
	/^\[\?[\d;]*S$/,
	// Colours, clipboard and program status, asked with a question mark.
	/^](?:4|5|1\d|21|52|7501);(?:.*;)?\?$/s,
	// Terminfo names, settings, graphics.
	/^P[+$]q/,
	/^_G(?:[^;]*,)?a=q/,
];

/** No question is longer: what grows beyond it is something else, and goes on as it comes. */
const longestQuestion = 4096;

const escape = 0x1B;

export type QueryState = {
	/** The start of a sequence that may become a question. */
	readonly pending: Uint8Array;
	/** Whether the program is on the alternate screen now. */
	readonly alternate: boolean;
};

export const emptyQueryState: QueryState = {pending: new Uint8Array(), alternate: false};

/** Passes output on without the questions in it, and watches which screen it is on. */
export function withoutQueries(state: QueryState, chunk: Uint8Array): readonly [QueryState, Uint8Array] {
	const bytes = state.pending.length === 0 ? chunk : joinAll([state.pending, chunk]);
	let {alternate} = state;
	const kept: Uint8Array[] = [];
	let start = 0;
	let position = bytes.indexOf(escape);
	while (position !== -1) {
		const end = sequenceEnd(bytes, position);
		if (end === undefined && bytes.length - position < longestQuestion) {
			kept.push(bytes.subarray(start, position));
			return [{pending: bytes.slice(position), alternate}, joinAll(kept)];
		}

		// Not a sequence that ends within reach: only its first byte is known to be no question.
		const next = end ?? position + 1;
		const words = end === undefined ? '' : wordsOf(bytes.subarray(position + 1, end));
		if (asked.some(pattern => pattern.test(words))) {
			kept.push(bytes.subarray(start, position));
			start = next;
		}

		const screen = /^\[\?(?:\d+;)*(?:47|1047|1049)(?:;\d+)*([hl])$/.exec(words)?.[1];
		alternate = screen === undefined ? alternate : screen === 'h';

		position = bytes.indexOf(escape, next);
	}

	kept.push(bytes.subarray(start));
	return [{pending: new Uint8Array(), alternate}, joinAll(kept)];
}

/** Where the sequence that begins here ends; undefined where it has not ended yet. */
function sequenceEnd(bytes: Uint8Array, position: number): number | undefined {
	const kind = bytes[position + 1];
	if (kind === undefined) {
		return undefined;
	}

	if (kind === 0x5B) {
		for (let end = position + 2; end < bytes.length; end++) {
			const byte = bytes[end] ?? 0;
			if (byte < 0x20 || byte > 0x3F) {
				return end + 1;
			}
		}

		return undefined;
	}

	// OSC, DCS, APC, PM and SOS end with ST; an OSC also with BEL.
	if ([0x5D, 0x50, 0x5F, 0x5E, 0x58].includes(kind)) {
		for (let end = position + 2; end < bytes.length; end++) {
			if (bytes[end] === 0x07 && kind === 0x5D) {
				return end + 1;
			}

			if (bytes[end] === escape) {
				if (bytes[end + 1] === undefined) {
					return undefined;
				}

				// Anything but ST breaks the string off and begins a sequence of its own.
				return bytes[end + 1] === 0x5C ? end + 2 : end;
			}
		}

		return undefined;
	}

	return position + 2;
}

/** A sequence without ESC and without what ends a string; nothing where it is too long to matter here. */
function wordsOf(sequence: Uint8Array): string {
	if (sequence.length > longestQuestion) {
		return '';
	}

	const text = String.fromCodePoint(...sequence);
	const ending = ['\u0007', '\u001B\\'].find(end => text.endsWith(end)) ?? '';
	return text.slice(0, text.length - ending.length);
}
