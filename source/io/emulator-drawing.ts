import type {IBuffer, IBufferCell, IBufferLine, Terminal} from '@xterm/headless';
import {internalsOf, type ScreenBuffer} from './emulator-internals.js';
import {isErased, penOfCell, penSequence, plainPen, samePen, type Pen} from './emulator-pen.js';

export type Links = (id: number) => {readonly id?: string; readonly uri: string} | undefined;

type Screen = {readonly buffer: IBuffer; readonly links: Links};
type Row = {readonly y: number; readonly line: IBufferLine; readonly cells: readonly Cell[]};
type Cell = {readonly text: string; readonly width: number; readonly pen: Pen};

/** Any wide character: it is overwritten at once. */
const wide = '\u3000';

export const closeLink = '\u001B]8;;\u001B\\';

/** Draws every row of a buffer on an empty screen, with a plain pen and no margins before and after. */
export function drawScreen(terminal: Terminal, {buffer, links}: Screen): string {
	const cell = buffer.getNullCell();
	const rows = Array.from({length: terminal.rows}, (_, y): Row | undefined => {
		const line = buffer.getLine(buffer.baseY + y);
		return line && {y, line, cells: readCells(line, {cols: terminal.cols, cell})};
	}).filter(row => row !== undefined);
	const drawn = rows.map(row => drawRow(terminal, {row, isTouched: edges(rows, {row, cols: terminal.cols}), links})).join('');
	return `${wraps(terminal, rows)}${drawn}${drawn === '' ? '' : placePen(plainPen)}`;
}

/** The cluster before the cursor, if there is one. */
export function lastCluster(terminal: Terminal, {x, y, ybase}: ScreenBuffer): (Cell & {readonly x: number}) | undefined {
	const line = terminal.buffer.active.getLine(ybase + y);
	const left = line?.getCell(x - 1)?.getWidth() === 0 ? x - 2 : x - 1;
	const cell = line?.getCell(left);
	return cell && cell.getChars() !== '' ? {x: left, text: cell.getChars(), width: cell.getWidth(), pen: penOfCell(cell)} : undefined;
}

/** With its hyperlink, where the links are given; without, one that is open stays so. */
export function placePen(pen: Pen, links?: Links): string {
	const link = pen.link === 0 ? undefined : links?.(pen.link);
	return penSequence(pen) + (link === undefined ? '' : openLink(link));
}

function openLink({id, uri}: {readonly id?: string; readonly uri: string}): string {
	return `\u001B]8;${id === undefined ? '' : `id=${id}`};${uri}\u001B\\`;
}

function readCells(line: IBufferLine, {cols, cell}: {readonly cols: number; readonly cell: IBufferCell}): readonly Cell[] {
	const cells = Array.from({length: cols}, (_, x): Cell => {
		const current = line.getCell(x, cell);
		return current ? {text: current.getChars(), width: current.getWidth(), pen: penOfCell(current)} : {text: '', width: 1, pen: plainPen};
	});
	// Half of a wide character, left by a resize, is nothing that could be written.
	return cells.map((each, x) => {
		const isHalf = (each.width === 2 && cells[x + 1]?.width !== 0) || (each.width === 0 && cells[x - 1]?.width !== 2);
		return isHalf ? {...each, text: '', width: 1} : each;
	});
}

/** A row is the continuation of the one above only if that one was printed over its edge. */
function wraps(terminal: Terminal, rows: readonly Row[]): string {
	// The top row continues one that has left: it is printed one lower and moves up.
	const top = rows[0]?.line.isWrapped && terminal.rows > 1 ? [`\u001B[1;${terminal.cols}Hxx\u001B[1;1H\u001B[M\u001B[1;1H\u001B[X`] : [];
	const others = rows.filter(({y, line}) => y > 0 && line.isWrapped).map(({y}) => `\u001B[${y};${terminal.cols}Hxx`);
	return [...top, ...others].join('');
}

/** The cells that `wraps` has printed something in. */
function edges(rows: readonly Row[], {row: {y, line}, cols}: {readonly row: Row; readonly cols: number}): (x: number) => boolean {
	const isFirst = y > 0 && line.isWrapped;
	const isLast = rows[y + 1]?.line.isWrapped === true;
	return x => (isFirst && x === 0) || (isLast && x === cols - 1);
}

function drawRow(terminal: Terminal, {row: {y, cells}, isTouched, links}: {readonly row: Row; readonly isTouched: (x: number) => boolean; readonly links: Links}): string {
	const {unicodeService} = internalsOf(terminal);
	const {text: before, touched} = colouredBlanks(cells, {y, links});
	const parts: string[] = before;
	let pen: Pen | undefined;
	let cursor = -1;
	/** What the terminal makes of the character that comes next depends on those before it. */
	let preceding = 0;
	const go = (x: number) => {
		parts.push(cursor === -1 ? `\u001B[${y + 1};${x + 1}H` : `\u001B[${x + 1}G`);
		cursor = x;
		preceding = 0;
	};

	const draw = (wanted: Pen) => {
		if (pen && samePen(pen, wanted)) {
			return;
		}

		// A pen of another row may still be down: without its link it would be drawn along.
		const closed = pen?.link === wanted.link ? '' : closeLink;
		parts.push((pen?.link ?? 0) === 0 && wanted.link === 0 ? '' : closed, pen?.link === wanted.link ? penSequence(wanted) : placePen(wanted, links));
		pen = wanted;
		preceding = 0;
	};

	for (let x = 0; x < cells.length; x++) {
		const cell = cells[x];
		if (cell === undefined || cell.width === 0) {
			continue;
		}

		if (cell.text === '') {
			let end = x + 1;
			while (end < cells.length && cells[end]?.text === '' && cells[end]?.width === 1 && samePen(cells[end]?.pen ?? plainPen, cell.pen)) {
				end++;
			}

			if (isErased(cell.pen)) {
				const isUntouched = samePen(cell.pen, plainPen) && !hasAny(x, end, at => isTouched(at) || touched.has(at));
				if (!isUntouched) {
					go(x);
					draw(cell.pen);
					parts.push(`\u001B[${end - x}X`);
				}
			}

			x = end - 1;
			continue;
		}

		if (cursor !== x) {
			go(x);
		}

		draw(cell.pen);
		const codePoints = [...cell.text].map(character => character.codePointAt(0) ?? 0);
		const [first = 0, ...others] = codePoints;
		let properties = unicodeService.charProperties(first, preceding);
		if (joins(properties)) {
			go(x);
			properties = unicodeService.charProperties(first, 0);
		}

		preceding = properties;
		for (const codePoint of others) {
			preceding = unicodeService.charProperties(codePoint, preceding);
		}

		parts.push(cell.text);
		cursor = x + cell.width;
	}

	if (pen && pen.link !== 0) {
		parts.push(closeLink);
	}

	return parts.join('');
}

/** Whether a character with these properties becomes a part of the one before it. */
export function joins(properties: number): boolean {
	return (properties & 1) === 1;
}

function hasAny(from: number, to: number, condition: (x: number) => boolean): boolean {
	for (let x = from; x < to; x++) {
		if (condition(x)) {
			return true;
		}
	}

	return false;
}

/**
Erasing leaves a colour only; a blank with more than that is what remains of a wide character that was half overwritten. So one is put there and half overwritten: its neighbour is drawn again later.
*/
function colouredBlanks(cells: readonly Cell[], {y, links}: {readonly y: number; readonly links: Links}): {readonly text: string[]; readonly touched: ReadonlySet<number>} {
	const text: string[] = [];
	const touched = new Set<number>();
	for (let x = cells.length - 1; x >= 0; x--) {
		const cell = cells[x];
		if (cell?.text !== '' || cell.width === 0 || isErased(cell.pen)) {
			continue;
		}

		const [column, over] = x > 0 ? [x, x] : [1, 2];
		text.push(`${placePen(cell.pen, links)}\u001B[${y + 1};${column}H${wide}\u001B[${y + 1};${over}H ${cell.pen.link === 0 ? '' : closeLink}`);
		touched.add(x > 0 ? x - 1 : 1);
	}

	return {text, touched};
}
