import type {OuterTerminal} from '../../source/io/terminal.js';
import {createScreen} from './screen.js';

export type FakeTerminal = OuterTerminal & {
	readonly type: (data: string | Uint8Array) => void;
	readonly resizeTo: (cols: number, rows: number) => void;
	readonly text: () => string;
	readonly lines: () => readonly string[];
	readonly cursor: () => {readonly x: number; readonly y: number};
	/** Each write, as it came. */
	readonly written: readonly string[];
	/** Resolves once all that was written is on the screen. */
	readonly settled: () => Promise<void>;
	/** From now on it takes nothing, until it is let go on. */
	readonly hold: () => void;
	readonly release: () => void;
};

/** Stands at the door to the terminal: what is written becomes a screen. */
export function fakeTerminal(cols: number, rows: number): FakeTerminal {
	const screen = createScreen(cols, rows);
	const written: string[] = [];
	let size = {cols, rows};
	let isHeld = false;
	let onInput: ((bytes: Uint8Array) => void) | undefined;
	let onResize: (() => void) | undefined;
	let onDrain: (() => void) | undefined;
	return {
		open() {
			void screen.write('\u001B[?1049h');
		},
		close() {
			void screen.write('\u001B[?1049l');
		},
		size: () => size,
		write(data) {
			written.push(data);
			void screen.write(data);
			return !isHeld;
		},
		onDrain(handler) {
			onDrain = handler;
		},
		onInput(handler) {
			onInput = handler;
		},
		onResize(handler) {
			onResize = handler;
		},
		onHangUp() {
			// This terminal stays.
		},
		type(data) {
			onInput?.(typeof data === 'string' ? Buffer.from(data) : data);
		},
		resizeTo(newCols, newRows) {
			size = {cols: newCols, rows: newRows};
			screen.resize(newCols, newRows);
			onResize?.();
		},
		text: () => screen.lines().join('\n'),
		lines: screen.lines,
		cursor: screen.cursor,
		written,
		settled: async () => screen.write(''),
		hold() {
			isHeld = true;
		},
		release() {
			isHeld = false;
			onDrain?.();
		},
	};
}
