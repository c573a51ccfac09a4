import {createGrid, type Grid} from './cells.js';
import {contains, type Rect} from './rect.js';

export type PaneLayer = {
	readonly rect: Rect;
	readonly grid: Grid;
};

/**
The screen as it should be: the chrome, the panes' cells in their rectangles, and the chrome again where a box (`covers`) lies over a pane.
*/
export function composeScreen(chrome: Grid, layers: readonly PaneLayer[], covers: readonly Rect[]): Grid {
	const screen = copyGrid(chrome);
	for (const layer of layers) {
		blit(screen, layer);
	}

	for (const cover of covers) {
		blit(screen, {rect: cover, grid: cut(chrome, cover)});
	}

	return screen;
}

/** Draws the top left of a grid into a rectangle; what the grid lacks becomes blank. Wide characters that are cut in two at any edge become blanks. */
export function blit(screen: Grid, {rect, grid}: PaneLayer): void {
	const lastRow = Math.min(rect.y + rect.rows, screen.rows);
	const lastCol = Math.min(rect.x + rect.cols, screen.cols);
	for (let y = Math.max(0, rect.y); y < lastRow; y++) {
		blankHalf(screen, (y * screen.cols) + rect.x - 1, rect.x > 0);
		for (let x = Math.max(0, rect.x); x < lastCol; x++) {
			const isInside = x - rect.x < grid.cols && y - rect.y < grid.rows;
			copyCell(screen, (y * screen.cols) + x, {grid, index: isInside ? ((y - rect.y) * grid.cols) + x - rect.x : -1});
		}

		blankHalf(screen, (y * screen.cols) + lastCol - 1, lastCol > rect.x);
		blankTail(screen, (y * screen.cols) + lastCol, lastCol < screen.cols);
	}
}

export function copyGrid(grid: Grid): Grid {
	return {
		cols: grid.cols,
		rows: grid.rows,
		text: [...grid.text],
		width: Uint8Array.from(grid.width),
		foreground: Uint32Array.from(grid.foreground),
		background: Uint32Array.from(grid.background),
		style: Uint16Array.from(grid.style),
	};
}

/** The rows of text of a grid, without the blanks at their ends: for tests and `session.screen`. */
export function textRows(grid: Grid): readonly string[] {
	return Array.from({length: grid.rows}, (_, y) => grid.text.slice(y * grid.cols, (y + 1) * grid.cols).join('').trimEnd());
}

function cut(grid: Grid, rect: Rect): Grid {
	const piece = createGrid(rect.cols, rect.rows);
	for (let y = 0; y < rect.rows; y++) {
		for (let x = 0; x < rect.cols; x++) {
			const isInside = contains({x: 0, y: 0, cols: grid.cols, rows: grid.rows}, rect.x + x, rect.y + y);
			copyCell(piece, (y * rect.cols) + x, {grid, index: isInside ? ((rect.y + y) * grid.cols) + rect.x + x : -1});
		}
	}

	return piece;
}

function copyCell(target: Grid, at: number, from: {readonly grid: Grid; readonly index: number}): void {
	const {grid, index} = from;
	target.text[at] = grid.text[index] ?? ' ';
	target.width[at] = grid.width[index] ?? 1;
	target.foreground[at] = grid.foreground[index] ?? 0;
	target.background[at] = grid.background[index] ?? 0;
	target.style[at] = grid.style[index] ?? 0;
}

function blankHalf(grid: Grid, index: number, isInside: boolean): void {
	if (isInside && grid.width[index] === 2) {
		grid.text[index] = ' ';
		grid.width[index] = 1;
	}
}

function blankTail(grid: Grid, index: number, isInside: boolean): void {
	if (isInside && grid.width[index] === 0) {
		grid.text[index] = ' ';
		grid.width[index] = 1;
	}
}
