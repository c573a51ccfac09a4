import {penMask, type Grid} from '../view/cells/cells.js';
import {asciiBit, countMask, repeatBit} from './rows-write.js';

type Shape = {readonly cols: number; readonly rowIndexes: readonly number[]};

const runHeadSize = 12;
const decoder = new TextDecoder('utf-8', {ignoreBOM: true});
const ascii: readonly string[] = Array.from({length: 128}, (_, code) => String.fromCodePoint(code));

/** Whether `bytes` are exactly the rows that `shape` announces. */
export function areRows(bytes: Uint8Array, {cols, rowIndexes}: Shape): boolean {
	let position = 0;
	for (const index of rowIndexes) {
		if (read16(bytes, position) !== index) {
			return false;
		}

		const end = endOfRow(bytes, position + 2, cols);
		if (end === undefined) {
			return false;
		}

		position = end;
	}

	return position === bytes.length;
}

/** Writes rows that `areRows` has found right into a grid; one that has another size for a moment (a resize under way) gets what fits. */
export function applyRows(bytes: Uint8Array, {cols, rowIndexes}: Shape, grid: Grid): void {
	const cursor = {position: 0};
	for (const index of rowIndexes) {
		cursor.position += 2;
		const start = index * grid.cols;
		const room = index < grid.rows ? grid.cols : 0;
		for (let x = 0; x < cols;) {
			x = applyRun(bytes, cursor, {grid, start, x, room});
		}
	}
}

type Place = {readonly grid: Grid; readonly start: number; readonly x: number; readonly room: number};

/** Gives the column after the run. Cell by cell: most runs are a word long, for which `fill` takes longer to begin than to do it. */
function applyRun(bytes: Uint8Array, cursor: {position: number}, {grid, start, x, room}: Place): number {
	const {text, width, foreground, background, style} = grid;
	const {position} = cursor;
	const head = read16(bytes, position);
	const end = x + (head & countMask);
	const from = start + Math.min(x, room);
	const to = start + Math.min(end, room);
	const runForeground = read32(bytes, position + 2);
	const runBackground = read32(bytes, position + 6);
	const runStyle = read16(bytes, position + 10) & penMask;
	for (let index = from; index < to; index++) {
		foreground[index] = runForeground;
		background[index] = runBackground;
		style[index] = runStyle;
	}

	let at = position + runHeadSize;
	if ((head & asciiBit) !== 0) {
		for (let index = from; index < to; index++) {
			text[index] = ascii[bytes[at + index - from] ?? 0] ?? ' ';
			width[index] = 1;
		}

		cursor.position = at + end - x;
		return end;
	}

	if ((head & repeatBit) !== 0) {
		const repeated = cellText(bytes, at);
		const repeatedWidth = (bytes[at] ?? 0) >> 6;
		for (let index = from; index < to; index++) {
			text[index] = repeated;
			width[index] = repeatedWidth;
		}

		cursor.position = endOfCell(bytes, at);
		return end;
	}

	for (let column = x; column < end; column++) {
		if (column < room) {
			text[start + column] = cellText(bytes, at);
			width[start + column] = (bytes[at] ?? 0) >> 6;
		}

		at = endOfCell(bytes, at);
	}

	cursor.position = at;
	return end;
}

function endOfRow(bytes: Uint8Array, begin: number, cols: number): number | undefined {
	let position = begin;
	let cells = 0;
	while (cells < cols) {
		const head = read16(bytes, position);
		const count = head & countMask;
		cells += count;
		position += runHeadSize;
		if (count === 0 || cells > cols || position > bytes.length) {
			return undefined;
		}

		if ((head & asciiBit) !== 0) {
			position += count;
			continue;
		}

		for (let cell = (head & repeatBit) === 0 ? count : 1; cell > 0; cell--) {
			if (position >= bytes.length) {
				return undefined;
			}

			position = endOfCell(bytes, position);
		}
	}

	return position > bytes.length ? undefined : position;
}

function endOfCell(bytes: Uint8Array, position: number): number {
	const length = (bytes[position] ?? 0) & 63;
	return length === 63 ? position + 3 + read16(bytes, position + 1) : position + 1 + length;
}

function cellText(bytes: Uint8Array, position: number): string {
	const head = bytes[position] ?? 0;
	const first = bytes[position + 1] ?? 0;
	if ((head & 63) === 1 && first < 0x80) {
		return ascii[first] ?? ' ';
	}

	if ((head & 63) === 3 && (first & 0xF0) === 0xE0) {
		// One character of the basic plane, as nearly all others are: a decoder costs ten times as much.
		const code = ((first & 0x0F) << 12) | (((bytes[position + 2] ?? 0) & 0x3F) << 6) | ((bytes[position + 3] ?? 0) & 0x3F);
		return String.fromCodePoint(code);
	}

	return (head & 63) === 0 ? '' : decoder.decode(bytes.subarray(position + ((head & 63) === 63 ? 3 : 1), endOfCell(bytes, position)));
}

function read16(bytes: Uint8Array, position: number): number {
	return ((bytes[position] ?? 0) << 8) | (bytes[position + 1] ?? 0);
}

function read32(bytes: Uint8Array, position: number): number {
	return ((read16(bytes, position) << 16) | read16(bytes, position + 2)) >>> 0;
}
