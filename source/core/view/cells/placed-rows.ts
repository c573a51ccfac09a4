import {createGrid, type Grid} from './cells.js';
import {blit} from './compose.js';
import {parseFrame} from './frame-text.js';

type Size = {readonly cols: number; readonly rows: number};

/** One line of styled text and the cells that it fills; what it leaves free is blank. */
export type PlacedRow = {readonly x: number; readonly y: number; readonly cols: number; readonly text: string};

type DrawnRow = {readonly x: number; readonly y: number; readonly grid: Grid};

/** So many lines are remembered that those of any screen are among them. */
const mostRemembered = 2000;

/**
Draws rows over one another, the last one on top. From one frame to the next most lines stay as they are, so each is made into cells once; where all of them stay where they are, so does the grid.
*/
export function createRowPainter(): (size: Size, rows: readonly PlacedRow[]) => Grid {
	const cellsOf = createLineReader();
	let drawn: readonly DrawnRow[] = [];
	let grid: Grid | undefined;

	return (size, rows) => {
		const next = rows.map(({x, y, cols, text}): DrawnRow => ({x, y, grid: cellsOf(text, cols)}));
		const isKnown = grid?.cols === size.cols && grid.rows === size.rows && drawn.length === next.length
			&& next.every((row, place) => row.grid === drawn[place]?.grid && row.x === drawn[place].x && row.y === drawn[place].y);
		if (grid !== undefined && isKnown) {
			return grid;
		}

		drawn = next;
		grid = createGrid(size.cols, size.rows);
		for (const row of next) {
			blit(grid, {rect: {x: row.x, y: row.y, cols: row.grid.cols, rows: 1}, grid: row.grid});
		}

		return grid;
	};
}

function createLineReader(): (text: string, cols: number) => Grid {
	let known = new Map<string, Grid>();
	let former = known;

	return (text, cols) => {
		const key = `${cols} ${text}`;
		const cells = known.get(key) ?? former.get(key) ?? parseFrame(text, {cols, rows: 1});
		if (known.size >= mostRemembered) {
			former = known;
			known = new Map();
		}

		known.set(key, cells);
		return cells;
	};
}
