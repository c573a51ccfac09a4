import {createGrid, type Grid} from './cells.js';
import {composePanes, composeRow, type Layers, type PaneLayer} from './compose.js';
import type {Rect} from './rect.js';

export type Composed = {
	/** The screen as it should be; the same one every time, as long as its size is the same. */
	readonly grid: Grid;
	/** Those that are not certain to be as they were the last time. */
	readonly rows: readonly number[];
};

type Size = {readonly cols: number; readonly rows: number};

/**
Keeps the screen as it should be. While its layers stay where they are, only what the panes say has changed is drawn again; another arrangement or other chrome draws all of it.
*/
export function createComposition(): (size: Size, layers: Layers) => Composed {
	let grid = createGrid(0, 0);
	let last: Layers | undefined;
	let changed = new Uint8Array(0);
	/** Of each pane the newest change that has been drawn. */
	let drawn: readonly number[] = [];

	return ({cols, rows}, layers) => {
		if (grid.cols !== cols || grid.rows !== rows) {
			grid = createGrid(cols, rows);
			changed = new Uint8Array(rows);
			last = undefined;
		}

		const isKnown = last !== undefined && isSameArrangement(last, layers);
		changed.fill(isKnown ? 0 : 1);
		drawn = layers.panes.map((pane, place) => markChanges(changed, {pane, after: isKnown ? drawn[place] ?? 0 : 0}));
		last = layers;
		const list: number[] = [];
		for (let y = 0; y < rows; y++) {
			if (changed[y] === 1) {
				if (isKnown) {
					composePanes(grid, y, layers);
				} else {
					composeRow(grid, y, layers);
				}

				list.push(y);
			}
		}

		return {grid, rows: list};
	};
}

/** Gives the newest change there is. */
function markChanges(changed: Uint8Array, {pane: {rect, rowVersions}, after}: {readonly pane: PaneLayer; readonly after: number}): number {
	let newest = after;
	for (let row = 0; row < rect.rows; row++) {
		const version = rowVersions === undefined ? Number.POSITIVE_INFINITY : rowVersions[row] ?? 0;
		if (version > after && rect.y + row >= 0 && rect.y + row < changed.length) {
			changed[rect.y + row] = 1;
		}

		newest = rowVersions === undefined ? after : Math.max(newest, version);
	}

	return newest;
}

function isSameArrangement(one: Layers, other: Layers): boolean {
	return one.chrome === other.chrome
		&& one.covers.length === other.covers.length
		&& one.panes.length === other.panes.length
		&& one.covers.every((rect, place) => isSameRect(rect, other.covers[place]))
		&& one.panes.every(({grid, rect}, place) => grid === other.panes[place]?.grid && isSameRect(rect, other.panes[place].rect));
}

function isSameRect(one: Rect, other: Rect | undefined): boolean {
	return one.x === other?.x && one.y === other.y && one.cols === other.cols && one.rows === other.rows;
}
