import xterm from '@xterm/headless';
import {UnicodeGraphemesAddon} from '@xterm/addon-unicode-graphemes';

/** A terminal without a window: what bytes would look like on a person's screen. */
export type Screen = {
	readonly write: (data: string | Uint8Array) => Promise<void>;
	readonly resize: (cols: number, rows: number) => void;
	/** Rows of text without the blanks at their ends. */
	readonly lines: () => readonly string[];
	readonly cursor: () => {readonly x: number; readonly y: number};
	/** Colour and attributes of a cell in words, for comparing. */
	readonly look: (x: number, y: number) => string;
	/** What stands in each cell, row by row, for drawing. */
	readonly cells: () => ReadonlyArray<readonly ScreenCell[]>;
	/** Whether the alternate screen is shown. */
	readonly isAlternate: () => boolean;
};

/** Undefined is the terminal's own colour; a number below 256 is of the palette. */
export type ScreenColour = {readonly type: 'palette'; readonly index: number} | {readonly type: 'rgb'; readonly value: number};

export type ScreenCell = {
	readonly text: string;
	readonly foreground: ScreenColour | undefined;
	readonly background: ScreenColour | undefined;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly inverse: boolean;
};

export function createScreen(cols: number, rows: number): Screen {
	const terminal = new xterm.Terminal({cols, rows, allowProposedApi: true, scrollback: 0});
	terminal.loadAddon(new UnicodeGraphemesAddon());
	const row = (y: number) => terminal.buffer.active.getLine(terminal.buffer.active.baseY + y);
	return {
		async write(data) {
			await new Promise<void>(resolve => {
				terminal.write(data, resolve);
			});
		},
		resize(newCols, newRows) {
			terminal.resize(newCols, newRows);
		},
		lines: () => Array.from({length: terminal.rows}, (_, y) => row(y)?.translateToString(true, 0, terminal.cols).trimEnd() ?? ''),
		cursor: () => ({x: terminal.buffer.active.cursorX, y: terminal.buffer.active.cursorY}),
		look(x, y) {
			const cell = row(y)?.getCell(x);
			return cell ? [
				`fg ${cell.getFgColorMode()}:${cell.getFgColor()}`,
				`bg ${cell.getBgColorMode()}:${cell.getBgColor()}`,
				...[['bold', cell.isBold()], ['dim', cell.isDim()], ['italic', cell.isItalic()], ['underline', cell.isUnderline()], ['inverse', cell.isInverse()], ['strike', cell.isStrikethrough()]].filter(([, on]) => on !== 0).map(([name]) => String(name)),
			].join(' ') : 'outside';
		},
		cells: () => Array.from({length: terminal.rows}, (_, y) => Array.from({length: terminal.cols}, (_unused, x) => cellOf(row(y)?.getCell(x)))),
		isAlternate: () => terminal.buffer.active.type === 'alternate',
	};
}

function cellOf(cell: xterm.IBufferCell | undefined): ScreenCell {
	return {
		text: cell?.getChars() ?? '',
		foreground: cell === undefined || cell.isFgDefault() ? undefined : (cell.isFgRGB() ? {type: 'rgb', value: cell.getFgColor()} : {type: 'palette', index: cell.getFgColor()}),
		background: cell === undefined || cell.isBgDefault() ? undefined : (cell.isBgRGB() ? {type: 'rgb', value: cell.getBgColor()} : {type: 'palette', index: cell.getBgColor()}),
		bold: (cell?.isBold() ?? 0) !== 0,
		dim: (cell?.isDim() ?? 0) !== 0,
		inverse: (cell?.isInverse() ?? 0) !== 0,
	};
}
