import type {Grid} from '../view/cells/cells.js';

/** Shorter repetitions cost less as plain cells than as a run of their own. */
const worthRepeating = 8;
const repeatBit = 0x8000;
const encoder = new TextEncoder();

export function writeRow(output: number[], {grid, row, cols}: {readonly grid: Grid; readonly row: number; readonly cols: number}): void {
	output.push((row >> 8) & 0xFF, row & 0xFF);
	const start = row * grid.cols;
	const end = start + cols;
	let position = start;
	while (position < end) {
		const repeated = sameCells(grid, position, end);
		if (repeated >= worthRepeating) {
			writeRunHead(output, grid, {position, count: repeated | repeatBit});
			writeCell(output, grid, position);
			position += repeated;
			continue;
		}

		const count = plainCells(grid, position, end);
		writeRunHead(output, grid, {position, count});
		for (let index = position; index < position + count; index++) {
			writeCell(output, grid, index);
		}

		position += count;
	}
}

function writeRunHead(output: number[], grid: Grid, {position, count}: {readonly position: number; readonly count: number}): void {
	const foreground = grid.foreground[position] ?? 0;
	const background = grid.background[position] ?? 0;
	const style = grid.style[position] ?? 0;
	output.push(
		count >> 8, count & 0xFF,
		foreground >>> 24, (foreground >> 16) & 0xFF, (foreground >> 8) & 0xFF, foreground & 0xFF,
		background >>> 24, (background >> 16) & 0xFF, (background >> 8) & 0xFF, background & 0xFF,
		style >> 8, style & 0xFF,
	);
}

function writeCell(output: number[], grid: Grid, position: number): void {
	const text = grid.text[position] ?? ' ';
	const width = (grid.width[position] ?? 1) << 6;
	if (text.length === 1 && (text.codePointAt(0) ?? 0) < 0x80) {
		output.push(width | 1, text.codePointAt(0) ?? 0x20);
		return;
	}

	const bytes = encoder.encode(text).subarray(0, 0xFFFF);
	if (bytes.length < 63) {
		output.push(width | bytes.length);
	} else {
		output.push(width | 63, bytes.length >> 8, bytes.length & 0xFF);
	}

	for (const byte of bytes) {
		output.push(byte);
	}
}

/** How many cells from `start` on have its colours and style, up to where a repetition worth a run of its own begins. */
function plainCells(grid: Grid, start: number, end: number): number {
	let position = start + 1;
	while (position < end && sameStyle(grid, start, position)) {
		const repeated = sameCells(grid, position, end);
		if (repeated >= worthRepeating) {
			break;
		}

		position += repeated;
	}

	return Math.min(position, end) - start;
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
