import type {Grid} from '../view/cells/cells.js';

/** Shorter repetitions cost less as plain cells than as a run of their own. */
const worthRepeating = 8;
export const repeatBit = 0x8000;
export const asciiBit = 0x4000;
export const countMask = 0x3FFF;
/** What of a grapheme is carried: nobody can see more marks on one character than this holds. */
const longestCell = 0xFFFF;
const encoder = new TextEncoder();

/** Bytes that grow as they are written and are used again for the next update: an emulator writes many a second. */
export type RowWriter = {
	readonly row: (grid: Grid, row: number, cols: number) => void;
	/** A copy of all rows since the last time, behind a head. */
	readonly take: (head: Uint8Array) => Uint8Array;
};

export function createRowWriter(): RowWriter {
	let bytes = new Uint8Array(64 * 1024);
	let at = 0;

	const makeRoom = (size: number) => {
		if (at + size > bytes.length) {
			const larger = new Uint8Array(Math.max(bytes.length * 2, at + size));
			larger.set(bytes.subarray(0, at));
			bytes = larger;
		}
	};

	const put16 = (value: number) => {
		bytes[at++] = value >> 8;
		bytes[at++] = value & 0xFF;
	};

	const put32 = (value: number) => {
		bytes[at++] = value >>> 24;
		bytes[at++] = (value >> 16) & 0xFF;
		bytes[at++] = (value >> 8) & 0xFF;
		bytes[at++] = value & 0xFF;
	};

	const head = (grid: Grid, position: number, count: number) => {
		makeRoom(12);
		put16(count);
		put32(grid.foreground[position] ?? 0);
		put32(grid.background[position] ?? 0);
		put16(grid.style[position] ?? 0);
	};

	const cell = (grid: Grid, position: number) => {
		const text = grid.text[position] ?? ' ';
		const width = (grid.width[position] ?? 1) << 6;
		makeRoom(3 + (text.length * 3));
		const most = Math.min(text.length * 3, longestCell);
		if (most < 63) {
			const {written} = encoder.encodeInto(text, bytes.subarray(at + 1, at + 1 + most));
			bytes[at] = width | written;
			at += 1 + written;
			return;
		}

		const {written} = encoder.encodeInto(text, bytes.subarray(at + 3, at + 3 + most));
		bytes[at++] = width | 63;
		put16(written);
		at += written;
	};

	return {
		row(grid, row, cols) {
			makeRoom(2);
			put16(row);
			const end = (row * grid.cols) + cols;
			let position = row * grid.cols;
			while (position < end) {
				const repeated = sameCells(grid, position, end);
				if (repeated >= worthRepeating) {
					head(grid, position, repeated | repeatBit);
					cell(grid, position);
					position += repeated;
					continue;
				}

				const ascii = asciiCells(grid, position, end);
				if (ascii > 0) {
					head(grid, position, ascii | asciiBit);
					makeRoom(ascii);
					for (let index = position; index < position + ascii; index++) {
						bytes[at++] = codeOf(grid, index);
					}

					position += ascii;
					continue;
				}

				const count = otherCells(grid, position, end);
				head(grid, position, count);
				for (let index = position; index < position + count; index++) {
					cell(grid, index);
				}

				position += count;
			}
		},
		take(first) {
			const whole = new Uint8Array(first.length + at);
			whole.set(first);
			whole.set(bytes.subarray(0, at), first.length);
			at = 0;
			return whole;
		},
	};
}

/** The character of a cell that is one byte wide in every sense; 0 for all others. */
function codeOf(grid: Grid, position: number): number {
	const text = grid.text[position] ?? ' ';
	const code = text.charCodeAt(0); // eslint-disable-line unicorn/prefer-code-point -- one unit is all that is asked for, and this is asked of every cell
	return text.length === 1 && code < 0x80 && grid.width[position] === 1 ? code : 0;
}

/** How many ASCII cells from `start` on have its colours and style, up to where a repetition worth a run of its own begins. */
function asciiCells(grid: Grid, start: number, end: number): number {
	let position = start;
	let same = 1;
	while (position < end && codeOf(grid, position) !== 0 && sameStyle(grid, start, position)) {
		same = position > start && grid.text[position] === grid.text[position - 1] ? same + 1 : 1;
		position++;
		if (same >= worthRepeating) {
			return position - start - same;
		}
	}

	return position - start;
}

/** How many cells from `start` on have its colours and style and are not ASCII; single ones in between do not end it. */
function otherCells(grid: Grid, start: number, end: number): number {
	let position = start + 1;
	while (position < end && sameStyle(grid, start, position)) {
		if (codeOf(grid, position) !== 0 && asciiCells(grid, position, Math.min(end, position + worthRepeating)) >= worthRepeating) {
			break;
		}

		if (sameCells(grid, position, Math.min(end, position + worthRepeating)) >= worthRepeating) {
			break;
		}

		position++;
	}

	return position - start;
}

function sameCells(grid: Grid, start: number, end: number): number {
	let position = start + 1;
	while (position < end && grid.text[position] === grid.text[start] && grid.width[position] === grid.width[start] && sameStyle(grid, start, position)) {
		position++;
	}

	return position - start;
}

function sameStyle(grid: Grid, left: number, right: number): boolean {
	return grid.foreground[left] === grid.foreground[right] && grid.background[left] === grid.background[right] && grid.style[left] === grid.style[right];
}
