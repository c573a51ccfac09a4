import {createByteWriter} from './byte-writer.js';
import {isPlainBlank, type Grid} from './cells.js';
import type {ColourDepth} from './colour.js';
import {harmless} from './harmless.js';
import {createPenWriter} from './pen-writer.js';
import {isDoubtful, reachOf} from './width.js';

/** What the terminal shows; undefined where that is not known, and then everything is written. */
type Shown = {readonly back: Grid | undefined; readonly depth: ColourDepth; /** All of them, unless it is said. */ readonly rows?: readonly number[]};

/** A jump is three bytes at least: fewer equal cells in between are cheaper to write again, if they look the same. */
const cheapGap = 4;

/**
The bytes that turn what the terminal shows into `front`. They begin and end with the plain pen; where the cursor is afterwards does not matter.
*/
export function diffGrids(front: Grid, {back, depth, rows}: Shown): string {
	const known = back?.cols === front.cols && back.rows === front.rows ? back : undefined;
	const writer = createWriter(front, depth);
	if (rows !== undefined && known !== undefined) {
		for (const y of rows) {
			writeRow(writer, y, {front, back: known});
		}
	} else {
		for (let y = 0; y < front.rows; y++) {
			writeRow(writer, y, {front, back: known});
		}
	}

	return writer.end();
}

type Grids = {readonly front: Grid; readonly back: Grid | undefined};
type CellWriter = ReturnType<typeof createWriter>;

function writeRow(writer: CellWriter, y: number, {front, back}: Grids): void {
	const {cols, width, text: texts} = front;
	const start = y * cols;
	let blankFrom = -1;
	/** The column after what was written last in this row. */
	let end = -1;
	/** Cells before this column may have been covered by a cluster whose width is in doubt. */
	let covered = 0;
	for (let x = 0; x < cols; x++) {
		const index = start + x;
		if (width[index] === 0 || (x >= covered && back !== undefined && isSame(back, front, index))) {
			continue;
		}

		blankFrom = blankFrom === -1 ? blankTailOf(front, start) : blankFrom;
		if (x >= blankFrom && blankTailChanges(back, front, {from: index, to: start + cols}) > cheapGap) {
			writer.eraseRow(x, y);
			return;
		}

		if (end !== -1 && x > end && x - end <= cheapGap && isCheap(front, {from: start + end, to: index})) {
			for (let gap = end; gap < x; gap++) {
				writer.cell(gap, y);
			}
		}

		const text = texts[index] ?? ' ';
		if (isDoubtful(text)) {
			if (width[index] === 2 && !isBlankOrHalf(back, index + 1)) {
				// Where the terminal takes it for a narrow one, what stood under its right half must not stay.
				writer.blank(x + 1, y);
			}

			covered = Math.max(covered, x + reachOf(text));
		}

		writer.cell(x, y);
		end = x + (width[index] === 2 ? 2 : 1);
	}
}

const output = createByteWriter();

function createWriter(front: Grid, depth: ColourDepth) {
	const pen = createPenWriter(output, depth);
	const {text: texts, width, foreground, background, style} = front;
	/** Where the cursor is: the row, and the column or -1 where only the row is known. */
	let row = -1;
	let column = -1;

	const moveTo = (x: number, y: number) => {
		if (row === y && column === x) {
			return;
		}

		output.ascii('\u001B[');
		if (row !== y) {
			output.decimal(y + 1);
			if (x > 0) {
				output.ascii(';');
				output.decimal(x + 1);
			}

			output.ascii('H');
		} else if (column !== -1 && x > column) {
			if (x - column > 1) {
				output.decimal(x - column);
			}

			output.ascii('C');
		} else {
			if (x > 0) {
				output.decimal(x + 1);
			}

			output.ascii('G');
		}
	};

	return {
		cell(x: number, y: number) {
			const index = (y * front.cols) + x;
			const text = texts[index] ?? ' ';
			moveTo(x, y);
			pen.set(foreground[index] ?? 0, background[index] ?? 0, style[index] ?? 0);
			if (text.length === 1 && text >= ' ' && text <= '~') {
				output.ascii(text);
				row = y;
				column = x + 1 < front.cols ? x + 1 : -1;
				return;
			}

			output.text(harmless(text));
			row = y;
			column = x + (width[index] === 2 ? 2 : 1);
			// At the last column the cursor waits in a state of its own, and after a doubtful cluster nobody knows where it is.
			if (column >= front.cols || isDoubtful(text)) {
				column = -1;
			}
		},
		blank(x: number, y: number) {
			moveTo(x, y);
			pen.plain();
			output.ascii(' ');
			row = y;
			column = x + 1 >= front.cols ? -1 : x + 1;
		},
		eraseRow(x: number, y: number) {
			moveTo(x, y);
			pen.plain();
			output.ascii('\u001B[K');
			row = y;
			column = x;
		},
		end() {
			pen.plain();
			return output.take();
		},
	};
}

function isSame(back: Grid, front: Grid, index: number): boolean {
	return back.foreground[index] === front.foreground[index]
		&& back.background[index] === front.background[index]
		&& back.style[index] === front.style[index]
		&& back.width[index] === front.width[index]
		&& back.text[index] === front.text[index];
}

/** Whether cells can be written again without a new pen and without doubt. */
function isCheap({width, text, foreground, background, style}: Grid, {from, to}: {readonly from: number; readonly to: number}): boolean {
	for (let index = from; index < to; index++) {
		const before = index - 1;
		if (width[index] !== 1 || (text[index] ?? '') > '~'
			|| foreground[index] !== foreground[before] || background[index] !== background[before] || style[index] !== style[before]) {
			return false;
		}
	}

	return true;
}

function isBlankOrHalf(back: Grid | undefined, index: number): boolean {
	const text = back?.text[index];
	return text === ' ' || text === '';
}

/** The column from which a row is nothing but plain blanks. */
function blankTailOf(grid: Grid, start: number): number {
	let x = grid.cols;
	while (x > 0 && isPlainBlank(grid, start + x - 1)) {
		x--;
	}

	return x;
}

function blankTailChanges(back: Grid | undefined, front: Grid, {from, to}: {readonly from: number; readonly to: number}): number {
	if (back === undefined) {
		return to - from;
	}

	let changes = 0;
	for (let index = from; index < to && changes <= cheapGap; index++) {
		changes += isSame(back, front, index) ? 0 : 1;
	}

	return changes;
}
