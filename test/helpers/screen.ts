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
	/** Whether the alternate screen is shown. */
	readonly isAlternate: () => boolean;
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
		lines: () => Array.from({length: terminal.rows}, (_, y) => row(y)?.translateToString(true).trimEnd() ?? ''),
		cursor: () => ({x: terminal.buffer.active.cursorX, y: terminal.buffer.active.cursorY}),
		look(x, y) {
			const cell = row(y)?.getCell(x);
			return cell ? [
				`fg ${cell.getFgColorMode()}:${cell.getFgColor()}`,
				`bg ${cell.getBgColorMode()}:${cell.getBgColor()}`,
				...[['bold', cell.isBold()], ['dim', cell.isDim()], ['italic', cell.isItalic()], ['underline', cell.isUnderline()], ['inverse', cell.isInverse()], ['strike', cell.isStrikethrough()]].filter(([, on]) => on !== 0).map(([name]) => String(name)),
			].join(' ') : 'outside';
		},
		isAlternate: () => terminal.buffer.active.type === 'alternate',
	};
}
