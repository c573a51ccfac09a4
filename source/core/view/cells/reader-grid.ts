import {createGrid, style, type Cursor, type Grid} from './cells.js';
import {blit} from './compose.js';
import {clustersOf, textWidth} from './width.js';

type Shown = {
	readonly pane: {readonly grid: Grid; readonly cursor: Cursor};
	readonly size: {readonly cols: number; readonly rows: number};
	/** The first row of the pane that was shown before. */
	readonly top: number;
	/** What stands in the last row; it also stays where there is room below the pane. */
	readonly notice: string;
	readonly isNoticed: boolean;
};

export type ReaderGrid = {readonly grid: Grid; readonly top: number; readonly cursor: {readonly x: number; readonly y: number} | undefined};

/**
What somebody sees who looks at a pane of another size: its rows as they are, cut off at the edges of the terminal. Where not all rows fit, those are shown that have the cursor among them, and they move only when it leaves them.
*/
export function readerGrid({pane, size, top: before, notice, isNoticed}: Shown): ReaderGrid {
	const hasNotice = isNoticed || size.rows > pane.grid.rows;
	const height = Math.max(1, size.rows - (hasNotice ? 1 : 0));
	const {x, y, visible} = pane.cursor;
	const top = Math.max(0, Math.min(Math.max(before, y - height + 1), y, pane.grid.rows - height));
	const grid = createGrid(size.cols, size.rows);
	blit(grid, {rect: {x: 0, y: -top, cols: pane.grid.cols, rows: Math.min(pane.grid.rows, top + height)}, grid: pane.grid});
	if (hasNotice && size.rows > 1) {
		writeNotice(grid, notice);
	}

	const isInside = visible && x < size.cols && y - top < height;
	return {grid, top, cursor: isInside ? {x, y: y - top} : undefined};
}

function writeNotice(grid: Grid, notice: string): void {
	const start = (grid.rows - 1) * grid.cols;
	let x = 0;
	for (const cluster of clustersOf(notice)) {
		const width = textWidth(cluster);
		if (width === 0 || x + width > grid.cols) {
			break;
		}

		grid.text[start + x] = cluster;
		grid.width[start + x] = width;
		if (width === 2) {
			grid.text[start + x + 1] = '';
			grid.width[start + x + 1] = 0;
		}

		x += width;
	}

	grid.style.fill(style.inverse, start, start + x);
}
