import type {IBufferCell, IBufferLine, Terminal} from '@xterm/headless';
import type {Cursor} from '../core/view/cells/cells.js';
import type {Screen} from './emulator-message.js';
import {penOfCell, penSequence, plainPen, samePen} from './emulator-pen.js';

export type Wanted = {readonly ansi: boolean; readonly scrollback: number; readonly cursor: Cursor; readonly title: string};

/** The visible screen as text, behind at most so many of the lines that have left it. */
export function readScreen(terminal: Terminal, {ansi, scrollback, cursor, title}: Wanted): Screen {
	const {cols, rows, buffer: {active: buffer}} = terminal;
	const first = Math.max(0, buffer.baseY - scrollback);
	const cell = buffer.getNullCell();
	const lines = Array.from({length: buffer.baseY + rows - first}, (_, index) => {
		const line = buffer.getLine(first + index);
		return (ansi && line ? colouredLine(line, {cols, cell}) : line?.translateToString(true)) ?? '';
	});
	return {cols, rows, lines, cursor, title};
}

/** A line with its colours, from the left edge with a plain pen to its end with a plain pen. What is blank to the end is left out. */
function colouredLine(line: IBufferLine, {cols, cell}: {readonly cols: number; readonly cell: IBufferCell}): string {
	let text = '';
	let pen = plainPen;
	let blanks = '';
	for (let x = 0; x < cols; x++) {
		const current = line.getCell(x, cell);
		if (!current || current.getWidth() === 0) {
			continue;
		}

		const chars = current.getChars();
		const {link: _, ...shown} = penOfCell(current);
		const own = {...shown, link: 0};
		if (chars === '' && samePen(own, plainPen)) {
			blanks += ' ';
			continue;
		}

		// Blanks between have no colour of their own.
		if (blanks !== '') {
			text += (samePen(pen, plainPen) ? '' : penSequence(plainPen)) + blanks;
			pen = plainPen;
			blanks = '';
		}

		if (!samePen(own, pen)) {
			text += penSequence(own);
			pen = own;
		}

		text += chars === '' ? ' ' : chars;
	}

	return samePen(pen, plainPen) ? text : `${text}${penSequence(plainPen)}`;
}
