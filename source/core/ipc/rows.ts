import type {SessionId} from '../session/session.js';
import type {Cursor, Grid, PaneModes} from '../view/cells/cells.js';
import {applyExtras, findExtras} from './rows-extras.js';
import {applyRows, areRows} from './rows-read.js';
import {createRowWriter} from './rows-write.js';

/**
What changed in a pane: a `rows` frame carries this (and `extras`, see `rows-extras`) as JSON after its `length:u32be`, then each row of `rowIndexes` as `index:u16be` and its runs.

A run is `count:u16be foreground:u32be background:u32be style:u16be` and then its cells; with the highest bit of `count` set it is one cell, `count` times; with the bit below it each cell is one byte of ASCII and one column wide. Else a cell is `width << 6 | length` in one byte and its UTF-8; length 63 means that the true length follows as u16be.
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

const writer = createRowWriter();

export function encodeUpdate(update: PaneUpdate, grid: Grid): Uint8Array {
	const json = new TextEncoder().encode(JSON.stringify({...update, extras: grid.extras.size === 0 ? undefined : findExtras(grid, update)}));
	const head = new Uint8Array(4 + json.length);
	new DataView(head.buffer).setUint32(0, json.length);
	head.set(json, 4);
	for (const row of update.rowIndexes) {
		writer.row(grid, row, update.cols);
	}

	return writer.take(head);
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

	const header = readHeader(payload.subarray(4, 4 + headerLength));
	if (!header) {
		return undefined;
	}

	const {extras, ...update} = header;

	const rows = payload.subarray(4 + headerLength);
	return areRows(rows, update) ? {
		update,
		apply(grid) {
			applyRows(rows, update, grid);
			if (extras !== undefined) {
				applyExtras(extras, update, grid);
			}
		},
	} : undefined;
}

function readHeader(bytes: Uint8Array): (PaneUpdate & {readonly extras?: unknown}) | undefined {
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
