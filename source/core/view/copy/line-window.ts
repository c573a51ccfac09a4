import {applyRows, areRows} from '../../ipc/rows-read.js';
import {createGrid, type Grid} from '../cells/cells.js';
import type {CopyLine, LineSource} from './copy-state.js';
import type {LineBounds, LinesReply} from './lines.js';

/** Lines that have been fetched, one after the other: the row of the grid is the number less `from`. */
export type LineWindow = {
	readonly bounds: LineBounds;
	readonly from: number;
	readonly grid: Grid;
	readonly wrapped: ReadonlySet<number>;
	readonly gaps: ReadonlySet<number>;
};

/** `bytes` are the cells of the reply. Undefined where they are not what the reply announces. */
export function readWindow(reply: LinesReply, bytes: Uint8Array): LineWindow | undefined {
	const {cols, count, from, wrapped, gaps} = reply;
	const shape = {cols, rowIndexes: Array.from({length: count}, (_, row) => row)};
	if (!areRows(bytes, shape)) {
		return undefined;
	}

	const grid = createGrid(cols, count);
	applyRows(bytes, shape, grid);
	return {bounds: reply, from, grid, wrapped: new Set(wrapped), gaps: new Set(gaps)};
}

export function linesOf({from, grid, wrapped, gaps}: LineWindow): LineSource {
	const known = new Map<number, CopyLine>();
	return line => {
		const row = line - from;
		if (row < 0 || row >= grid.rows) {
			return undefined;
		}

		const kept = known.get(line) ?? {texts: grid.text.slice(row * grid.cols, (row + 1) * grid.cols), wrapped: wrapped.has(line), gap: gaps.has(line)};
		known.set(line, kept);
		return kept;
	};
}

/** Whether the lines that are shown are all there. */
export function hasLines({from, grid}: LineWindow, wanted: {readonly from: number; readonly to: number}): boolean {
	return wanted.from >= from && wanted.to <= from + grid.rows;
}
