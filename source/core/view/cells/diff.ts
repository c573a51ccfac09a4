import {createByteBuffer, makeRoom, putAscii, putDecimal, putText, takeText} from './byte-buffer.js';
import {extraBit, isPlainBlank, type Grid} from './cells.js';
import type {ColourDepth} from './colour.js';
import {extraOf, isSameExtra} from './extra.js';
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
	const known = back ?? front;
	const start = y * cols;
	let blankFrom = -1;
	/** The column after what was written last in this row. */
	let end = -1;
	/** Cells before this column may have been covered by a cluster whose width is in doubt, or what stands there is not known at all. */
	let covered = back === undefined ? cols : 0;
	for (let x = 0; x < cols; x++) {
		const index = start + x;
		if (width[index] === 0 || (x >= covered && isSame(known, front, index))) {
			continue;
		}

		const text = texts[index] ?? ' ';
		if (text === ' ') {
			blankFrom = blankFrom === -1 ? blankTailOf(front, start) : blankFrom;
			if (x >= blankFrom && blankTailChanges(back, front, {from: index, to: start + cols}) > cheapGap) {
				writer.eraseRow(x, y);
				return;
			}
		}

		if (end !== -1 && x > end && x - end <= cheapGap && isCheap(front, start + end, index)) {
			for (let gap = end; gap < x; gap++) {
				writer.cell(gap, y);
			}
		}

		if (isDoubtful(text)) {
			if (width[index] === 2 && !isBlankOrHalf(back, index + 1)) {
				// Where the terminal takes it for a narrow one, what stood under its right half must not stay.
				writer.blank(x + 1, y);
			}

			covered = Math.max(covered, x + reachOf(text));
		}

		writer.cell(x, y);
		end = x + (width[index] === 2 ? 2 : 1);
		if (isPrintable(text) && width[index] === 1 && ((front.style[index] ?? 0) & extraBit) === 0) {
			end = writeAlike({front, back: known}, index, {sure: start + covered, end: start + cols}) - start;
			writer.passed(end);
			x = end - 1;
		}
	}
}

/** What follows a printable cell looks the same more often than not, and then it is one byte a cell. Gives the index behind it. */
function writeAlike({front, back}: {readonly front: Grid; readonly back: Grid}, index: number, {sure, end}: {/** Before it, every cell has to be written. */ readonly sure: number; readonly end: number}): number {
	const {text: texts, width, foreground, background, style} = front;
	makeRoom(output, end - index);
	for (let next = index + 1; next < end; next++) {
		const text = texts[next] ?? '';
		if ((next >= sure && isSame(back, front, next)) || text === ' ' || !isPrintable(text) || width[next] !== 1
			|| foreground[next] !== foreground[index] || background[next] !== background[index] || style[next] !== style[index]) {
			return next;
		}

		output.bytes[output.length++] = text.charCodeAt(0); // eslint-disable-line unicorn/prefer-code-point -- ASCII, and this is where a frame's time goes
	}

	return end;
}

/** One byte, one cell. */
function isPrintable(text: string): boolean {
	const code = text.charCodeAt(0); // eslint-disable-line unicorn/prefer-code-point -- as above
	return text.length === 1 && code >= 0x20 && code < 0x7F;
}

const output = createByteBuffer();

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

		putAscii(output, '\u001B[');
		if (row !== y) {
			putDecimal(output, y + 1);
			if (x > 0) {
				putAscii(output, ';');
				putDecimal(output, x + 1);
			}

			putAscii(output, 'H');
		} else if (column !== -1 && x > column) {
			if (x - column > 1) {
				putDecimal(output, x - column);
			}

			putAscii(output, 'C');
		} else {
			if (x > 0) {
				putDecimal(output, x + 1);
			}

			putAscii(output, 'G');
		}
	};

	return {
		cell(x: number, y: number) {
			const index = (y * front.cols) + x;
			const text = texts[index] ?? ' ';
			moveTo(x, y);
			pen.set(foreground[index] ?? 0, background[index] ?? 0, style[index] ?? 0);
			if (((style[index] ?? 0) & extraBit) !== 0) {
				pen.add(extraOf(front, index));
			}

			if (isPrintable(text)) {
				putAscii(output, text);
				row = y;
				column = x + 1 < front.cols ? x + 1 : -1;
				return;
			}

			putText(output, harmless(text));
			row = y;
			column = x + (width[index] === 2 ? 2 : 1);
			// At the last column the cursor waits in a state of its own, and after a doubtful cluster nobody knows where it is.
			if (column >= front.cols || isDoubtful(text)) {
				column = -1;
			}
		},
		/** The cells of this row up to there have been written, in the pen that is in force. */
		passed(x: number) {
			column = x < front.cols ? x : -1;
		},
		blank(x: number, y: number) {
			moveTo(x, y);
			pen.plain();
			putAscii(output, ' ');
			row = y;
			column = x + 1 >= front.cols ? -1 : x + 1;
		},
		eraseRow(x: number, y: number) {
			moveTo(x, y);
			pen.plain();
			putAscii(output, '\u001B[K');
			row = y;
			column = x;
		},
		end() {
			pen.plain();
			return takeText(output);
		},
	};
}

function isSame(back: Grid, front: Grid, index: number): boolean {
	return back.text[index] === front.text[index]
		&& back.foreground[index] === front.foreground[index]
		&& back.background[index] === front.background[index]
		&& back.style[index] === front.style[index]
		&& back.width[index] === front.width[index]
		&& (((front.style[index] ?? 0) & extraBit) === 0 || isSameExtra(extraOf(back, index), extraOf(front, index)));
}

/** Whether the cells from one index to before the other can be written again without a new pen and without doubt. */
function isCheap({width, text, foreground, background, style}: Grid, from: number, to: number): boolean {
	for (let index = from; index < to; index++) {
		const before = index - 1;
		if (width[index] !== 1 || (text[index] ?? '') > '~'
			|| foreground[index] !== foreground[before] || background[index] !== background[before] || style[index] !== style[before] || ((style[index] ?? 0) & extraBit) !== 0) {
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
