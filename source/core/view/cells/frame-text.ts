import {createGrid, type Grid} from './cells.js';
import {applySgr, plainPen, type Pen} from './pen.js';
import {clustersOf, textWidth} from './width.js';

// SGR is followed; every other escape sequence is passed over, because the chrome has none that we want.
// eslint-disable-next-line no-control-regex -- escape sequences are what is looked for
const sequence = /\u001B\[([\d;:]*)m|\u001B\[[\d;:?<>=]*[@-~]|\u001B][^\u0007\u001B]*(?:\u0007|\u001B\\)|[\u0000-\u0009\u000B-\u001F\u007F]/g;

/**
Whole lines of styled text as a grid of cells. What is outside of the grid is cut off, a wide character at the edge becomes a blank.
*/
export function parseFrame(frame: string, size: {readonly cols: number; readonly rows: number}): Grid {
	const grid = createGrid(size.cols, size.rows);
	let pen = plainPen;
	for (const [y, line] of frame.split('\n').entries()) {
		if (y >= size.rows) {
			break;
		}

		let x = 0;
		let position = 0;
		for (const match of line.matchAll(sequence)) {
			x = putText(grid, line.slice(position, match.index), {x, y, pen});
			position = match.index + match[0].length;
			if (match[1] !== undefined) {
				pen = applySgr(pen, match[1]);
			}
		}

		putText(grid, line.slice(position), {x, y, pen});
	}

	return grid;
}

/** Writes text into a row of a grid and gives the column after it. */
export function putText(grid: Grid, text: string, at: {readonly x: number; readonly y: number; readonly pen: Pen}): number {
	let {x} = at;
	if (text === '' || at.y < 0 || at.y >= grid.rows) {
		return x;
	}

	for (const cluster of clustersOf(text)) {
		const width = textWidth(cluster);
		if (width === 0) {
			continue;
		}

		if (x >= grid.cols) {
			break;
		}

		putCell(grid, (at.y * grid.cols) + x, {text: x + width > grid.cols ? ' ' : cluster, width: x + width > grid.cols ? 1 : width, pen: at.pen});
		x += width;
	}

	return x;
}

function putCell(grid: Grid, index: number, cell: {readonly text: string; readonly width: number; readonly pen: Pen}): void {
	for (let part = 0; part < cell.width; part++) {
		grid.text[index + part] = part === 0 ? cell.text : '';
		grid.width[index + part] = part === 0 ? cell.width : 0;
		grid.foreground[index + part] = cell.pen.foreground;
		grid.background[index + part] = cell.pen.background;
		grid.style[index + part] = cell.pen.style;
	}
}
