import type {SessionId} from '../session/session.js';
import type {Cursor, Grid, PaneModes} from '../view/cells/cells.js';
import {readRows, type RowCells} from './rows-read.js';
import {writeRow} from './rows-write.js';

/**
What changed in a pane: a `rows` frame carries this as JSON after its `length:u32be`, then each row of `rowIndexes` as `index:u16be` and its runs.

A run is `count:u16be foreground:u32be background:u32be style:u16be` and then its cells; with the highest bit of `count` set it is one cell, `count` times. A cell is `width << 6 | length` in one byte and its UTF-8; length 63 means that the true length follows as u16be.
*/
export type PaneUpdate = {
	readonly session: SessionId;
	/** One more than in the update before, of the same session to the same client. */
	readonly sequence: number;
	readonly cols: number;
	readonly rows: number;
	/** Every row is in it; what was there before is to be forgotten. */
	readonly full: boolean;
	readonly cursor: Cursor;
	readonly modes: PaneModes;
	readonly title: string;
	/** The emulator has parsed the holder's bytes before this one. */
	readonly offset: number;
	readonly rowIndexes: readonly number[];
};

export type DecodedUpdate = {readonly update: PaneUpdate; readonly apply: (grid: Grid) => void};

/** No pane of ours is larger on one side. */
export const largestSide = 2000;

export function encodeUpdate(update: PaneUpdate, grid: Grid): Uint8Array {
	const header = new TextEncoder().encode(JSON.stringify(update));
	const output: number[] = [];
	for (const row of update.rowIndexes) {
		writeRow(output, {grid, row, cols: update.cols});
	}

	const payload = new Uint8Array(4 + header.length + output.length);
	new DataView(payload.buffer).setUint32(0, header.length);
	payload.set(header, 4);
	payload.set(output, 4 + header.length);
	return payload;
}

/** Undefined where the payload is not what `encodeUpdate` makes; never throws. Nothing is applied of what is half right. */
export function decodeUpdate(payload: Uint8Array): DecodedUpdate | undefined {
	if (payload.length < 4) {
		return undefined;
	}

	const headerLength = new DataView(payload.buffer, payload.byteOffset).getUint32(0);
	if (4 + headerLength > payload.length) {
		return undefined;
	}

	const update = readHeader(payload.subarray(4, 4 + headerLength));
	if (!update) {
		return undefined;
	}

	const rows = readRows(payload.subarray(4 + headerLength), update);
	if (!rows) {
		return undefined;
	}

	return {
		update,
		apply(grid) {
			for (const row of rows) {
				applyRow(row, grid);
			}
		},
	};
}

function applyRow(row: RowCells, grid: Grid): void {
	if (row.index >= grid.rows) {
		return;
	}

	// A grid that has another size for a moment (a resize under way) gets what fits.
	const cols = Math.min(row.text.length, grid.cols);
	const start = row.index * grid.cols;
	for (let x = 0; x < cols; x++) {
		grid.text[start + x] = row.text[x] ?? ' ';
	}

	grid.width.set(row.width.subarray(0, cols), start);
	grid.foreground.set(row.foreground.subarray(0, cols), start);
	grid.background.set(row.background.subarray(0, cols), start);
	grid.style.set(row.style.subarray(0, cols), start);
}

function readHeader(bytes: Uint8Array): PaneUpdate | undefined {
	let value: unknown;
	try {
		value = JSON.parse(new TextDecoder().decode(bytes));
	} catch {
		return undefined;
	}

	return isUpdate(value) ? value : undefined;
}

function isUpdate(value: unknown): value is PaneUpdate {
	if (!isObject(value)) {
		return false;
	}

	const {session, sequence, cols, rows, full, cursor, modes, title, offset, rowIndexes} = value;
	return typeof session === 'string' && isCount(sequence) && isSide(cols) && isSide(rows) && typeof full === 'boolean'
		&& isCursor(cursor) && isModes(modes) && typeof title === 'string' && isCount(offset)
		&& Array.isArray(rowIndexes) && rowIndexes.length <= rows && rowIndexes.every(index => isCount(index) && index < rows);
}

function isCursor(value: unknown): value is Cursor {
	return isObject(value) && isCount(value.x) && isCount(value.y) && typeof value.visible === 'boolean' && typeof value.blink === 'boolean'
		&& ['block', 'underline', 'bar'].includes(value.shape as string);
}

const modeSwitches = ['applicationCursor', 'applicationKeypad', 'bracketedPaste', 'focusEvents', 'alternateScreen', 'alternateScroll', 'synchronized'];

function isModes(value: unknown): value is PaneModes {
	return isObject(value) && modeSwitches.every(name => typeof value[name] === 'boolean') && isCount(value.kitty) && isCount(value.otherKeys)
		&& ['none', 'x10', 'vt200', 'drag', 'any'].includes(value.mouse as string)
		&& ['default', 'sgr', 'sgr-pixels'].includes(value.mouseEncoding as string);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isSide(value: unknown): value is number {
	return isCount(value) && value > 0 && value <= largestSide;
}
