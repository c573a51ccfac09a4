import {createByteBuffer, makeRoom, putText, takeBytes, type ByteBuffer} from '../view/cells/byte-buffer.js';
import {penMask, type Grid} from '../view/cells/cells.js';

/** Shorter repetitions cost less as plain cells than as a run of their own. */
const worthRepeating = 8;
export const repeatBit = 0x8000;
export const asciiBit = 0x4000;
export const countMask = 0x3FFF;
/** What of a grapheme is carried: nobody can see more marks on one character than this holds. */
const longestCell = 0xFFFF;

/** Bytes that are used again for the next update: an emulator writes many a second. */
export type RowWriter = {
	readonly row: (grid: Grid, row: number, cols: number) => void;
	/** A copy of all rows since the last time, behind a head. */
	readonly take: (head: Uint8Array) => Uint8Array;
};

export function createRowWriter(): RowWriter {
	const output = createByteBuffer();
	return {
		row(grid, row, cols) {
			makeRoom(output, 2);
			put16(output, row);
			const end = (row * grid.cols) + cols;
			let position = row * grid.cols;
			while (position < end) {
				position += writeRun(output, grid, {position, end});
			}
		},
		take: head => takeBytes(output, head),
	};
}

/** Gives how many cells are in it. */
function writeRun(output: ByteBuffer, grid: Grid, {position, end}: {readonly position: number; readonly end: number}): number {
	const repeated = sameCells(grid, position, end);
	if (repeated >= worthRepeating) {
		writeHead(output, grid, {position, count: repeated | repeatBit});
		writeCell(output, grid, position);
		return repeated;
	}

	const ascii = asciiCells(grid, position, end);
	if (ascii > 0) {
		writeHead(output, grid, {position, count: ascii | asciiBit});
		makeRoom(output, ascii);
		for (let index = position; index < position + ascii; index++) {
			output.bytes[output.length++] = codeOf(grid, index);
		}

		return ascii;
	}

	const count = otherCells(grid, position, end);
	writeHead(output, grid, {position, count});
	for (let index = position; index < position + count; index++) {
		writeCell(output, grid, index);
	}

	return count;
}

function writeHead(output: ByteBuffer, grid: Grid, {position, count}: {readonly position: number; readonly count: number}): void {
	makeRoom(output, 12);
	put16(output, count);
	put32(output, grid.foreground[position] ?? 0);
	put32(output, grid.background[position] ?? 0);
	put16(output, (grid.style[position] ?? 0) & penMask);
}

function writeCell(output: ByteBuffer, grid: Grid, position: number): void {
	const text = grid.text[position] ?? ' ';
	const width = (grid.width[position] ?? 1) << 6;
	const most = Math.min(text.length * 3, longestCell);
	const start = output.length;
	const head = most < 63 ? 1 : 3;
	makeRoom(output, head + most);
	output.length += head;
	putText(output, text, most);
	const size = output.length - start - head;
	output.bytes[start] = width | (head === 1 ? size : 63);
	if (head === 3) {
		output.bytes[start + 1] = size >> 8;
		output.bytes[start + 2] = size & 0xFF;
	}
}

function put16(output: ByteBuffer, value: number): void {
	output.bytes[output.length++] = value >> 8;
	output.bytes[output.length++] = value & 0xFF;
}

function put32(output: ByteBuffer, value: number): void {
	put16(output, value >>> 16);
	put16(output, value & 0xFF_FF);
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
