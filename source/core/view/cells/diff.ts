import type {Grid} from './cells.js';
import {reduceColour, type ColourDepth} from './colour.js';
import {penChange, plainPen, type Pen} from './pen.js';
import {isDoubtful} from './width.js';

/** How many equal cells are cheaper to write again than to jump over: a jump is at least four bytes. */
const cheapGap = 4;

/**
The bytes that turn what the terminal shows (`back`; undefined where that is not known) into `front`. It begins and ends with the plain pen; where the cursor is afterwards does not matter.
*/
export function diffGrids(back: Grid | undefined, front: Grid, depth: ColourDepth): string {
	const known = back?.cols === front.cols && back.rows === front.rows ? back : undefined;
	const writer = createWriter(front, depth);
	for (let y = 0; y < front.rows; y++) {
		writeRow(writer, {y, back: known, front});
	}

	return writer.end();
}

type RowJob = {readonly y: number; readonly back: Grid | undefined; readonly front: Grid};

type CellWriter = ReturnType<typeof createWriter>;

function writeRow(writer: CellWriter, {y, back, front}: RowJob): void {
	const start = y * front.cols;
	const blankFrom = blankTailOf(front, start);
	let lastWritten = -1;
	for (let x = 0; x < front.cols; x++) {
		const index = start + x;
		if (front.width[index] === 0 || isSame(back, front, index)) {
			continue;
		}

		if (x >= blankFrom && blankTailChanges(back, front, {from: index, to: start + front.cols}) > cheapGap) {
			writer.eraseRow(x, y);
			return;
		}

		if (lastWritten !== -1 && x - lastWritten <= cheapGap) {
			for (let gap = lastWritten; gap < x; gap += Math.max(1, front.width[start + gap] ?? 1)) {
				writer.cell(gap, y);
			}
		}

		writer.cell(x, y);
		lastWritten = x + Math.max(1, front.width[index] ?? 1);
		// A cluster whose width is in doubt may have covered the cell after it.
		if (back && isDoubtful(back.text[index] ?? ' ') && lastWritten < front.cols && front.width[start + lastWritten] !== 0) {
			writer.cell(lastWritten, y);
			lastWritten += Math.max(1, front.width[start + lastWritten] ?? 1);
		}
	}
}

function createWriter(front: Grid, depth: ColourDepth) {
	let output = '';
	let pen = plainPen;
	let at: {readonly x: number; readonly y: number} | undefined;

	const moveTo = (x: number, y: number) => {
		if (at?.x === x && at.y === y) {
			return;
		}

		output += at?.y === y && x > at.x ? `\u001B[${x - at.x === 1 ? '' : x - at.x}C` : `\u001B[${y + 1}${x === 0 ? '' : `;${x + 1}`}H`;
	};

	const setPen = (next: Pen) => {
		output += penChange(pen, next);
		pen = next;
	};

	return {
		cell(x: number, y: number) {
			const index = (y * front.cols) + x;
			const text = front.text[index] ?? ' ';
			const width = front.width[index] ?? 1;
			moveTo(x, y);
			setPen({
				foreground: reduceColour(front.foreground[index] ?? 0, depth),
				background: reduceColour(front.background[index] ?? 0, depth),
				style: front.style[index] ?? 0,
			});
			output += text === '' ? ' ' : text;
			// At the last column the cursor waits in a state of its own, and after a doubtful cluster nobody knows where it is.
			at = x + width >= front.cols || isDoubtful(text) ? undefined : {x: x + width, y};
		},
		eraseRow(x: number, y: number) {
			moveTo(x, y);
			setPen(plainPen);
			output += '\u001B[K';
			at = {x, y};
		},
		end() {
			setPen(plainPen);
			return output;
		},
	};
}

function isSame(back: Grid | undefined, front: Grid, index: number): boolean {
	return back !== undefined
		&& back.text[index] === front.text[index]
		&& back.width[index] === front.width[index]
		&& back.foreground[index] === front.foreground[index]
		&& back.background[index] === front.background[index]
		&& back.style[index] === front.style[index];
}

/** The column from which a row is nothing but plain blanks. */
function blankTailOf(grid: Grid, start: number): number {
	let x = grid.cols;
	while (x > 0 && grid.text[start + x - 1] === ' ' && grid.background[start + x - 1] === 0 && grid.style[start + x - 1] === 0) {
		x--;
	}

	return x;
}

function blankTailChanges(back: Grid | undefined, front: Grid, {from, to}: {readonly from: number; readonly to: number}): number {
	let changes = 0;
	for (let index = from; index < to; index++) {
		changes += isSame(back, front, index) ? 0 : 1;
	}

	return changes;
}
