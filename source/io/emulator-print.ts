import type {Terminal} from '@xterm/headless';
import {internalsOf, numbersPerCell, type Attributes, type CellLine} from './emulator-internals.js';

/** What printing touches inside @xterm/headless; the version is pinned, and a test compares every cell with what it prints itself. */
type Printer = {
	readonly print: (codes: Uint32Array, start: number, end: number) => void;
	readonly _activeBuffer: {x: number; readonly y: number; readonly ybase: number; readonly lines: {readonly get: (index: number) => CellLine | undefined}};
	readonly _curAttrData: Attributes;
	readonly _dirtyRowTracker: {readonly markDirty: (row: number) => void};
	readonly _parser: {precedingJoinState: number; readonly setPrintHandler: (handler: (codes: Uint32Array, start: number, end: number) => void) => void};
};

/** Of a cell's first number. */
const widthShift = 22;
const narrow = 1 << widthShift;
/** Of the background: a link, or an underline of another kind, is kept beside the cell. */
const extendedBit = 0x1000_0000;
/** The kind of character that was printed last stands above the width and the bit that says whether it joined the one before. */
const kindShift = 3;

/**
Prints runs of plain ASCII, most of what programs print, by writing the cells of a row at once: asking for the width of each character, and whether it joins the one before it, takes longer than all the rest of the parser. Everything else is left to the emulator.
*/
export function printPlainTextFast(terminal: Terminal): void {
	const {_inputHandler, _charsetService: charsets, coreService, unicodeService} = internalsOf(terminal);
	const handler = _inputHandler as unknown as Printer;
	const parser = handler._parser;
	const plain = unicodeService.charProperties(0x61, 0);

	const printRun = (codes: Uint32Array, start: number, end: number) => {
		const {x, y, ybase, lines} = handler._activeBuffer;
		const {fg, bg} = handler._curAttrData;
		const row = lines.get(ybase + y);
		if (row === undefined) {
			return;
		}

		const cells = row._data;
		handler._dirtyRowTracker.markDirty(y);
		// Half of a wide character that is overwritten leaves a blank.
		if (x > 0 && (cells[(x - 1) * numbersPerCell] ?? 0) >>> widthShift === 2) {
			blank(cells, x - 1, {fg, bg});
		}

		let at = x * numbersPerCell;
		for (let position = start; position < end; position++) {
			cells[at] = (codes[position] ?? 0) | narrow;
			cells[at + 1] = fg;
			cells[at + 2] = bg;
			at += numbersPerCell;
		}

		const behind = x + end - start;
		if (behind < terminal.cols && cells[at] === 0) {
			blank(cells, behind, {fg, bg});
		}

		handler._activeBuffer.x = behind;
		parser.precedingJoinState = plain;
	};

	/** Where what the emulator prints by itself ends: with the first plain character behind it, which may still join. */
	const endOfOther = (codes: Uint32Array, start: number, end: number) => {
		let position = start;
		while (position < end && !isPlain(codes[position] ?? 0)) {
			position++;
		}

		return Math.min(end, position + 1);
	};

	parser.setPrintHandler((codes, start, end) => {
		const {bg, extended} = handler._curAttrData;
		if (charsets.charset !== undefined || coreService.modes.insertMode || (bg & extendedBit) !== 0 || extended.urlId !== 0) {
			handler.print(codes, start, end);
			return;
		}

		let position = start;
		while (position < end) {
			const room = terminal.cols - handler._activeBuffer.x;
			const most = Math.min(end, position + room);
			let next = position;
			if (parser.precedingJoinState >>> kindShift === 0) {
				while (next < most && isPlain(codes[next] ?? 0)) {
					next++;
				}
			}

			if (next > position) {
				printRun(codes, position, next);
			} else {
				next = endOfOther(codes, position, end);
				handler.print(codes, position, next);
			}

			position = next;
		}
	});
}

function isPlain(code: number): boolean {
	return code >= 0x20 && code < 0x7F;
}

function blank(cells: Uint32Array, x: number, {fg, bg}: {readonly fg: number; readonly bg: number}): void {
	cells[x * numbersPerCell] = narrow;
	cells[(x * numbersPerCell) + 1] = fg;
	cells[(x * numbersPerCell) + 2] = bg;
}
