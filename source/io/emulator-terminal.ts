import graphemes from '@xterm/addon-unicode-graphemes';
import headless, {type IBuffer, type IBufferCell, type Terminal} from '@xterm/headless';
import {emptyQueryScan, readProgramStatus, scanQueries} from '../core/session/program-status.js';
import type {Activity} from '../core/session/session.js';
import {createGrid, paletteColour, rgbColour, style, underlineShift, type Cursor, type Grid, type PaneModes} from '../core/view/cells.js';
import type {Screen, ScreenAsk} from './emulator-message.js';
import {trackModes} from './emulator-modes.js';
import {readScreen} from './emulator-text.js';

export type EmulatedTerminal = {
	/** `parsed` is called when the parser has finished, with what the program asked for and was answered. */
	readonly write: (bytes: Uint8Array, parsed: (answers: string) => void) => void;
	readonly resize: (cols: number, rows: number) => void;
	/** Brings `grid` up to date and numbers the rows that changed. */
	readonly scan: () => void;
	readonly grid: () => Grid;
	/** The number of the newest change of a row; grows only. */
	readonly rowVersion: (row: number) => number;
	readonly version: () => number;
	readonly cursor: () => Cursor;
	readonly modes: () => PaneModes;
	readonly title: () => string;
	readonly screen: (ask: ScreenAsk) => Screen;
	readonly close: () => void;
};

export type ProgramReport = {readonly activity: Activity; readonly message: string | undefined};

/** Enough to scroll back through an answer; a hidden session costs memory for each line. */
const mostScrollback = 5000;

export function createEmulatedTerminal({cols, rows, onReport}: {readonly cols: number; readonly rows: number; readonly onReport: (report: ProgramReport) => void}): EmulatedTerminal {
	const terminal = new headless.Terminal({cols, rows, scrollback: mostScrollback, allowProposedApi: true, windowOptions: {getWinSizeChars: true}});
	terminal.loadAddon(new graphemes.UnicodeGraphemesAddon());
	let grid = createGrid(cols, rows);
	let rowVersions = Array.from({length: rows}, () => 0);
	let version = 0;
	let title = '';
	let answers = '';
	let queries = emptyQueryScan;
	let terminators: readonly string[] = [];
	const tracker = trackModes(terminal);

	// Everything that answers writes to the one text, so that answers leave in the order of the questions.
	const answer = (text: string) => {
		answers += text;
	};

	terminal.onData(answer);
	terminal.onTitleChange(text => {
		title = text;
	});
	answerQuestions(terminal, {answer, kitty: tracker.kitty});
	terminal.parser.registerOscHandler(7501, text => {
		const read = readProgramStatus(text);
		if (read?.type === 'query') {
			const [terminator = '\u001B\\', ...later] = terminators;
			terminators = later;
			answer(`\u001B]7501;?${terminator}`);
		} else if (read) {
			onReport({activity: read.activity, message: read.message});
		}

		return true;
	});

	return {
		write(bytes, parsed) {
			const scanned = scanQueries(queries, bytes);
			queries = scanned.scan;
			terminators = [...terminators, ...scanned.terminators];
			terminal.write(bytes, () => {
				const said = answers;
				answers = '';
				parsed(said);
			});
		},
		resize(newCols, newRows) {
			if (newCols === grid.cols && newRows === grid.rows) {
				return;
			}

			terminal.resize(newCols, newRows);
			grid = createGrid(newCols, newRows);
			version++;
			rowVersions = Array.from({length: newRows}, () => version);
		},
		scan() {
			const buffer = terminal.buffer.active;
			const cell = buffer.getNullCell();
			let changed = false;
			for (let row = 0; row < grid.rows; row++) {
				if (copyRow(grid, {row, buffer, cell})) {
					rowVersions[row] = version + 1;
					changed = true;
				}
			}

			version += changed ? 1 : 0;
		},
		grid: () => grid,
		rowVersion: row => rowVersions[row] ?? 0,
		version: () => version,
		cursor: tracker.cursor,
		modes: tracker.modes,
		title: () => title,
		screen: ({ansi = false, scrollback = 0}) => readScreen(terminal, {ansi, scrollback, cursor: tracker.cursor(), title}),
		close() {
			terminal.dispose();
		},
	};
}

/** What the emulator leaves unanswered and agents wait for: colours (a dark theme), the keyboard protocol, the terminal's name. */
function answerQuestions(terminal: Terminal, {answer, kitty}: {readonly answer: (text: string) => void; readonly kitty: () => number}): void {
	const {parser} = terminal;
	for (const [code, colour] of [[10, 'e5e5/e5e5/e5e5'], [11, '1414/1414/1818'], [12, 'e5e5/e5e5/e5e5']] as const) {
		parser.registerOscHandler(code, text => {
			if (text !== '?') {
				return false;
			}

			answer(`\u001B]${code};rgb:${colour}\u001B\\`);
			return true;
		});
	}

	parser.registerCsiHandler({prefix: '?', final: 'u'}, () => {
		answer(`\u001B[?${kitty()}u`);
		return true;
	});
	parser.registerCsiHandler({prefix: '>', final: 'q'}, () => {
		answer('\u001BP>|Clutch\u001B\\');
		return true;
	});
	parser.registerCsiHandler({prefix: '?', final: 'n'}, ([parameter]) => {
		if (parameter !== 996) {
			return false;
		}

		answer('\u001B[?997;1n');
		return true;
	});
}

function copyRow(grid: Grid, {row, buffer, cell}: {readonly row: number; readonly buffer: IBuffer; readonly cell: IBufferCell}): boolean {
	const line = buffer.getLine(buffer.baseY + row);
	let changed = false;
	for (let x = 0; x < grid.cols; x++) {
		const position = (row * grid.cols) + x;
		const current = line?.getCell(x, cell);
		const width = current?.getWidth() ?? 1;
		const text = current?.getChars() ?? '';
		const shown = text === '' && width > 0 ? ' ' : text;
		const foreground = current ? foregroundOf(current) : 0;
		const background = current ? backgroundOf(current) : 0;
		const styled = current ? styleOf(current) : 0;
		if (grid.text[position] !== shown || grid.width[position] !== width || grid.foreground[position] !== foreground || grid.background[position] !== background || grid.style[position] !== styled) {
			changed = true;
			grid.text[position] = shown;
			grid.width[position] = width;
			grid.foreground[position] = foreground;
			grid.background[position] = background;
			grid.style[position] = styled;
		}
	}

	return changed;
}

function foregroundOf(cell: IBufferCell): number {
	return cell.isFgDefault() ? 0 : ((cell.isFgRGB() ? rgbColour : paletteColour) | cell.getFgColor()) >>> 0;
}

function backgroundOf(cell: IBufferCell): number {
	return cell.isBgDefault() ? 0 : ((cell.isBgRGB() ? rgbColour : paletteColour) | cell.getBgColor()) >>> 0;
}

function styleOf(cell: IBufferCell): number {
	if (cell.isAttributeDefault()) {
		return 0;
	}

	return (cell.isBold() ? style.bold : 0)
		| (cell.isDim() ? style.dim : 0)
		| (cell.isItalic() ? style.italic : 0)
		| (cell.isBlink() ? style.blink : 0)
		| (cell.isInverse() ? style.inverse : 0)
		| (cell.isInvisible() ? style.hidden : 0)
		| (cell.isStrikethrough() ? style.strike : 0)
		| (cell.isOverline() ? style.overline : 0)
		| (cell.isUnderline() ? underlineKind(cell) << underlineShift : 0);
}

/** The kind is there, but not in the published type. */
function underlineKind(cell: IBufferCell & {readonly getUnderlineStyle?: () => number}): number {
	return cell.getUnderlineStyle?.() ?? 1;
}
