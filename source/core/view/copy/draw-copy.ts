import {createGrid, paletteColour, style, underlineShift, type Grid} from '../cells/cells.js';
import {searchedText} from './press-copy.js';
import type {CopyState, LineSource} from './copy-state.js';
import {findAll, needleOf, type Needle} from './find.js';
import type {LineWindow} from './line-window.js';
import type {LinePlace} from './lines.js';
import {selectedSpan, type Span} from './selected.js';

const black = paletteColour;
const yellow = (paletteColour | 3) >>> 0;

/** The lines that a pane shows while it is looked back in: what is selected reversed, what was found marked, also where there are no colours. */
export function drawCopy(state: CopyState, {window: {from, grid}, lines}: {readonly window: LineWindow; readonly lines: LineSource}): Grid {
	const {top, bounds: {rows}} = state;
	const drawn = createGrid(grid.cols, rows);
	for (let row = 0; row < rows; row++) {
		const source = top + row - from;
		if (source >= 0 && source < grid.rows) {
			moveRow(drawn, row, {grid, source});
		}
	}

	const needle = needleOf(searchedText(state));
	if (needle) {
		markFound(drawn, {needle, top, rows, lines});
	}

	for (let row = 0; row < rows; row++) {
		const span = selectedSpan(state, top + row);
		if (span) {
			reverse(drawn, row, span);
		}
	}

	return drawn;
}

function reverse(drawn: Grid, row: number, {from, to}: Span): void {
	for (let x = from; x <= Math.min(to, drawn.cols - 1); x++) {
		const index = (row * drawn.cols) + x;
		drawn.style[index] = (drawn.style[index] ?? 0) ^ style.inverse;
	}
}

function moveRow(target: Grid, row: number, {grid, source}: {readonly grid: Grid; readonly source: number}): void {
	const {cols} = grid;
	const at = source * cols;
	for (let x = 0; x < cols; x++) {
		target.text[(row * cols) + x] = grid.text[at + x] ?? ' ';
	}

	for (const part of ['width', 'foreground', 'background', 'style'] as const) {
		target[part].set(grid[part].subarray(at, at + cols), row * cols);
	}
}

type Marked = {readonly needle: Needle; readonly top: number; readonly rows: number; readonly lines: LineSource};

/** Lines that go on are searched as one, also with what of them is above the pane. */
function markFound(drawn: Grid, {needle, top, rows, lines}: Marked): void {
	let line = top;
	while (lines(line)?.wrapped === true && lines(line - 1) !== undefined) {
		line--;
	}

	while (line < top + rows) {
		const {text, cells, next} = wholeFrom(line, lines);
		for (const {start, end} of findAll(text, needle)) {
			for (const cell of cells.slice(start, end)) {
				mark(drawn, cell.line - top, cell.x);
			}
		}

		line = next;
	}
}

/** The text of a line with those that go on with it, and the cell of each of its units. */
function wholeFrom(first: number, lines: LineSource): {readonly text: string; readonly cells: readonly LinePlace[]; readonly next: number} {
	const cells: LinePlace[] = [];
	let text = '';
	let line = first;
	do {
		const {texts = [], gap = false} = lines(line) ?? {};
		for (const [x, cell] of texts.entries()) {
			if (!(gap && x === texts.length - 1)) {
				text += cell;
				const place = {line, x};
				cells.push(...Array.from({length: cell.length}, () => place));
			}
		}

		line++;
	} while (lines(line)?.wrapped === true);

	return {text, cells, next: line};
}

function mark(drawn: Grid, row: number, x: number): void {
	if (row < 0 || row >= drawn.rows) {
		return;
	}

	for (let at = (row * drawn.cols) + x, isFirst = true; isFirst || (drawn.width[at] === 0 && at < (row + 1) * drawn.cols); at++, isFirst = false) {
		drawn.foreground[at] = black;
		drawn.background[at] = yellow;
		drawn.style[at] = 1 << underlineShift;
	}
}
