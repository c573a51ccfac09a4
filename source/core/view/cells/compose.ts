import {extraBit, type Grid} from './cells.js';
import {extraOf} from './extra.js';
import type {Rect} from './rect.js';

export type PaneLayer = {
	readonly rect: Rect;
	readonly grid: Grid;
	/** Of each row of the grid the number of its newest change; grows only. Without it every row may have changed. */
	readonly rowVersions?: ArrayLike<number> | undefined;
};

/** What a screen is made of, from below to above: the chrome, the panes' cells in their rectangles, and the chrome again where a box (`covers`) lies over a pane. */
export type Layers = {
	readonly chrome: Grid;
	readonly panes: readonly PaneLayer[];
	readonly covers: readonly Rect[];
};

/** Draws one row of the screen as it should be. */
export function composeRow(screen: Grid, y: number, layers: Layers): void {
	const {chrome} = layers;
	copyCells(screen, {at: y * screen.cols, count: screen.cols, grid: chrome, from: y < chrome.rows ? y * chrome.cols : -1, known: chrome.cols});
	composePanes(screen, y, layers);
}

/** The same for a row that has its chrome already. */
export function composePanes(screen: Grid, y: number, {chrome, panes, covers}: Layers): void {
	for (const {rect, grid} of panes) {
		blitRow(screen, y, {rect, grid, x: 0, y: y - rect.y});
	}

	for (const rect of covers) {
		blitRow(screen, y, {rect, grid: chrome, x: rect.x, y});
	}
}

/** Draws the top left of a grid into a rectangle; what the grid lacks becomes blank. */
export function blit(screen: Grid, {rect, grid}: PaneLayer): void {
	const end = Math.min(rect.y + rect.rows, screen.rows);
	for (let y = Math.max(0, rect.y); y < end; y++) {
		blitRow(screen, y, {rect, grid, x: 0, y: y - rect.y});
	}
}

type RowPiece = {readonly rect: Rect; readonly grid: Grid; readonly x: number; readonly y: number};

/** One row of a rectangle, taken from (x, y) of the grid on. Wide characters that are cut in two at any edge become blanks. */
function blitRow(screen: Grid, row: number, {rect, grid, x, y}: RowPiece): void {
	const begin = Math.max(0, rect.x);
	const count = Math.min(rect.x + rect.cols, screen.cols) - begin;
	if (row < rect.y || row >= rect.y + rect.rows || count <= 0) {
		return;
	}

	const at = (row * screen.cols) + begin;
	const left = x + begin - rect.x;
	const isInside = y >= 0 && y < grid.rows && left < grid.cols;
	if (begin > 0 && screen.width[at - 1] === 2) {
		blank(screen, at - 1);
	}

	copyCells(screen, {at, count, grid, from: isInside ? (y * grid.cols) + left : -1, known: grid.cols - left});
	if (screen.width[at] === 0) {
		blank(screen, at);
	}

	if (screen.width[at + count - 1] === 2) {
		blank(screen, at + count - 1);
	}

	if (begin + count < screen.cols && screen.width[at + count] === 0) {
		blank(screen, at + count);
	}
}

type CellPiece = {readonly at: number; readonly count: number; readonly grid: Grid; readonly from: number; readonly known: number};

/** Element by element: for as many cells as a row has, that is quicker than five views and five copies. */
function copyCells(screen: Grid, {at, count, grid, from, known}: CellPiece): void {
	const {text, width, foreground, background, style} = screen;
	const there = from < 0 ? 0 : Math.min(count, known);
	let styles = 0;
	for (let step = 0; step < there; step++) {
		const target = at + step;
		const source = from + step;
		text[target] = grid.text[source] ?? ' ';
		width[target] = grid.width[source] ?? 1;
		foreground[target] = grid.foreground[source] ?? 0;
		background[target] = grid.background[source] ?? 0;
		const look = grid.style[source] ?? 0;
		style[target] = look;
		styles |= look;
	}

	if ((styles & extraBit) !== 0) {
		copyExtras(screen, {at, count: there, grid, from});
	}

	for (let target = at + there; target < at + count; target++) {
		text[target] = ' ';
		width[target] = 1;
		foreground[target] = 0;
		background[target] = 0;
		style[target] = 0;
	}
}

function copyExtras(screen: Grid, {at, count, grid, from}: Omit<CellPiece, 'known'>): void {
	for (let step = 0; step < count; step++) {
		const extra = extraOf(grid, from + step);
		if (extra !== undefined) {
			screen.extras.set(at + step, extra);
		}
	}
}

function blank(grid: Grid, index: number): void {
	grid.text[index] = ' ';
	grid.width[index] = 1;
}
