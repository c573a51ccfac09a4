import type {IBufferLine, Terminal} from '@xterm/headless';
import {createGrid} from '../core/view/cells/cells.js';
import {isBefore} from '../core/view/copy/copy-state.js';
import {findAll, needleOf, type Needle} from '../core/view/copy/find.js';
import {mostLines, type LineBounds, type LineMatch, type LinePlace, type LinesReply, type SearchReply} from '../core/view/copy/lines.js';
import {createRowWriter} from '../core/ipc/rows-write.js';
import {copyRow} from './emulator-grid.js';
import {characterBits, internalsOf, manyCharactersBit, numbersPerCell, type CellLine} from './emulator-internals.js';

export type LinesAsk = {
	/** @default the last ones */
	readonly from?: number | undefined;
	readonly count: number;
};

export type SearchAsk = {readonly text: string; readonly from: LinePlace; readonly direction: 'forward' | 'backward'};

export type Lines = {
	/** Something was parsed. */
	readonly follow: () => void;
	/** The lines were wrapped anew. */
	readonly renumber: () => void;
	/** Goes on with the numbers of another terminal that has the same screen. */
	readonly adopt: (bounds: LineBounds) => void;
	readonly bounds: () => LineBounds;
	readonly read: (ask: LinesAsk) => LinesReply;
	/** One step after the other, so that others get their turn between them; the last one has the answer. */
	readonly search: (ask: SearchAsk) => Generator<undefined, SearchReply>;
};

/** So many lines are looked through before others get their turn: about a millisecond. */
const searchStep = 1000;

/** Numbers the lines of a terminal so that a number stays with its line. */
export function numberLines(terminal: Terminal): Lines {
	const {buffers} = internalsOf(terminal);
	let epoch = 0;
	/** The number of the first line of the buffer. */
	let first = 0;
	let followed = buffers.normal.lines;
	const count = (amount: number) => {
		first += amount;
	};

	let following = followed.onTrim(count);

	const follow = () => {
		const {lines} = buffers.normal;
		if (lines !== followed) {
			following.dispose();
			followed = lines;
			following = lines.onTrim(count);
			epoch++;
		}
	};

	const bounds = (): LineBounds => {
		follow();
		const {cols, rows, buffer: {active}} = terminal;
		const alternate = active.type === 'alternate';
		const start = alternate ? 0 : first;
		return {epoch, alternate, cols, rows, first: start, top: start + active.baseY, end: start + active.baseY + rows};
	};

	return {
		follow,
		renumber() {
			epoch++;
		},
		adopt(other) {
			follow();
			({epoch} = other);
			first = other.alternate ? first : other.top - terminal.buffer.normal.baseY;
		},
		bounds,
		read({from, count: wanted}) {
			const known = bounds();
			const start = Math.max(known.first, Math.min(known.end, from ?? known.end - Math.min(wanted, mostLines)));
			return {...known, ...readLines(terminal, {first: known.first, from: start, count: Math.min(wanted, mostLines, known.end - start)})};
		},
		* search({text, from, direction}) {
			const known = bounds();
			const needle = needleOf(text);
			const steps = needle ? searchIn(terminal, {bounds, needle, from, direction}) : [];
			for (const found of steps) {
				if (found) {
					return {epoch: known.epoch, alternate: known.alternate, ...found};
				}

				yield;
			}

			return {epoch: known.epoch, alternate: known.alternate, around: false};
		},
	};
}

function readLines({cols, buffer: {active}}: Terminal, {first, from, count}: {readonly first: number; readonly from: number; readonly count: number}): Pick<LinesReply, 'from' | 'count' | 'wrapped' | 'gaps' | 'cells'> {
	const grid = createGrid(cols, count);
	const cell = active.getNullCell();
	const writer = createRowWriter();
	const wrapped: number[] = [];
	const gaps: number[] = [];
	for (let row = 0; row < count; row++) {
		const index = from - first + row;
		const line = active.getLine(index);
		copyRow(grid, {row, line, cell});
		writer.row(grid, row, cols);
		if (line?.isWrapped === true) {
			wrapped.push(from + row);
		}

		if (hasGap(line, active.getLine(index + 1), cols)) {
			gaps.push(from + row);
		}
	}

	return {from, count, wrapped, gaps, cells: Buffer.from(writer.take(new Uint8Array())).toString('base64')};
}

function hasGap(line: IBufferLine | undefined, next: IBufferLine | undefined, cols: number): boolean {
	return next?.isWrapped === true && next.getCell(0)?.getWidth() === 2 && line?.getCell(cols - 1)?.getChars() === '' && line.getCell(cols - 1)?.getWidth() === 1;
}

/** A line as its program wrote it: one row of cells, or several that go on. */
type Whole = {readonly first: number; readonly last: number; readonly text: string; readonly rows: readonly string[]};

type Search = {readonly bounds: () => LineBounds; readonly needle: Needle; readonly from: LinePlace; readonly direction: 'forward' | 'backward'};

/** From a place on to the end, then from the other end up to that place. Lines may come and go between the steps. */
function * searchIn(terminal: Terminal, {bounds, needle, from, direction}: Search): Generator<{readonly match: LineMatch; readonly around: boolean} | undefined> {
	const isForward = direction === 'forward';
	const {epoch} = bounds();
	const {lines} = internalsOf(terminal).buffers.active;
	const ways = waysOf(needle);
	let budget = searchStep;
	for (const around of [false, true]) {
		const {first, end} = bounds();
		const edge = isForward ? first : end - 1;
		let line = around ? edge : Math.max(first, Math.min(end - 1, from.line));
		const stop = around ? from.line : (isForward ? end : first - 1);
		while (around ? (isForward ? line <= stop : line >= stop) : line !== stop) {
			const now = bounds();
			if (now.epoch !== epoch) {
				return;
			}

			if (line >= now.end || line < now.first) {
				break;
			}

			budget--;
			if (lines.get(line - now.first)?.isWrapped !== true && lines.get(line - now.first + 1)?.isWrapped !== true && !mayHave(lines.get(line - now.first), ways)) {
				line += isForward ? 1 : -1;
			} else {
				const whole = wholeLine(terminal, {bounds: now, line});
				const match = matchIn(terminal, {whole, needle, bounds: now, from: around ? undefined : from, isForward});
				if (match) {
					yield {match, around};
				}

				line = isForward ? whole.last + 1 : whole.first - 1;
			}

			if (budget <= 0) {
				budget = searchStep;
				yield undefined;
			}
		}
	}
}

/** How each character of a plain text may be written; undefined for other texts. */
function waysOf({text, pattern}: Needle): ReadonlyArray<readonly [number, number]> | undefined {
	return /^[ -~]+$/.test(text) ? [...text].map(letter => [letter.codePointAt(0) ?? 0, (pattern.ignoreCase ? letter.toUpperCase() : letter).codePointAt(0) ?? 0] as const) : undefined;
}

/** Looks at the cells before a line becomes a text, which takes ten times as long. */
function mayHave(line: CellLine | undefined, ways: ReturnType<typeof waysOf>): boolean {
	if (!line || !ways) {
		return true;
	}

	const {_data: data, length} = line;
	for (let x = 0; x < length; x++) {
		let next = 0;
		for (let at = x; at < length; at++, next++) {
			const content = data[at * numbersPerCell] ?? 0;
			if ((content & manyCharactersBit) !== 0) {
				return true;
			}

			const way = ways[next];
			// An empty cell is a blank.
			const character = content & characterBits || 0x20;
			if (way && character !== way[0] && character !== way[1]) {
				break;
			}

			if (next === ways.length - 1) {
				return true;
			}
		}
	}

	return false;
}

function wholeLine({cols, buffer: {active}}: Terminal, {bounds: {first, end}, line}: {readonly bounds: LineBounds; readonly line: number}): Whole {
	let start = line;
	while (start > first && active.getLine(start - first)?.isWrapped === true) {
		start--;
	}

	let last = line;
	while (last + 1 < end && active.getLine(last + 1 - first)?.isWrapped === true) {
		last++;
	}

	const rows = Array.from({length: last + 1 - start}, (_, index) => {
		const row = active.getLine(start - first + index);
		const isLast = start + index === last;
		return row?.translateToString(isLast, 0, hasGap(row, isLast ? undefined : active.getLine(start - first + index + 1), cols) ? cols - 1 : cols) ?? '';
	});
	return {first: start, last, text: rows.length === 1 ? rows[0] ?? '' : rows.join(''), rows};
}

type Within = {readonly whole: Whole; readonly needle: Needle; readonly bounds: LineBounds; readonly from: LinePlace | undefined; readonly isForward: boolean};

/** The first match behind the place, or the last one before it. */
function matchIn(terminal: Terminal, {whole, needle, bounds, from, isForward}: Within): LineMatch | undefined {
	const found = findAll(whole.text, needle).map(({start, end}) => ({start: placeAt(terminal, {whole, bounds, unit: start}), end: placeAfter(terminal, {whole, bounds, unit: end})}));
	return isForward
		? found.find(({start}) => from === undefined || isBefore(from, start))
		: found.findLast(({start}) => from === undefined || isBefore(start, from));
}

type Unit = {readonly whole: Whole; readonly bounds: LineBounds; readonly unit: number};

function placeAfter(terminal: Terminal, {unit, ...rest}: Unit): LinePlace {
	const {line, x} = placeAt(terminal, {...rest, unit: unit - 1});
	const width = terminal.buffer.active.getLine(line - rest.bounds.first)?.getCell(x)?.getWidth() ?? 1;
	return {line, x: x + Math.max(1, width)};
}

/** The cell that a unit of the text stands in. */
function placeAt({cols, buffer: {active}}: Terminal, {whole, bounds, unit}: Unit): LinePlace {
	let rest = unit;
	let row = 0;
	while (row < whole.rows.length - 1 && rest >= (whole.rows[row] ?? '').length) {
		rest -= (whole.rows[row] ?? '').length;
		row++;
	}

	const line = whole.first + row;
	const cells = active.getLine(line - bounds.first);
	for (let x = 0; x < cols; x++) {
		const cell = cells?.getCell(x);
		const width = cell?.getWidth() ?? 1;
		const length = width === 0 ? 0 : Math.max(1, cell?.getChars().length ?? 1);
		if (width > 0 && rest < length) {
			return {line, x};
		}

		rest -= length;
	}

	return {line, x: cols - 1};
}
