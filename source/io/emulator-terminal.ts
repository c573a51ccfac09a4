import {performance} from 'node:perf_hooks';
import graphemes from '@xterm/addon-unicode-graphemes';
import headless from '@xterm/headless';
import {emptyQueryScan, readProgramStatus, scanQueries} from '../core/session/program-status.js';
import type {Appearance} from '../core/session/appearance.js';
import {bell, readNotification777, readNotification9, type Ring} from '../core/session/ring.js';
import type {Activity} from '../core/session/session.js';
import {readClipboard, type ClipboardWrite} from '../core/view/copy/clipboard.js';
import {createGrid, type Cursor, type Grid, type PaneModes} from '../core/view/cells/cells.js';
import {answerQuestions, schemeReport} from './emulator-answers.js';
import {writeCheckpoint} from './emulator-checkpoint.js';
import {followColours} from './emulator-colours.js';
import {createExtraReader} from './emulator-extras.js';
import {limitCounts} from './emulator-counts.js';
import {copyRow} from './emulator-grid.js';
import {isBetweenSequences} from './emulator-internals.js';
import type {Screen, ScreenAsk} from './emulator-message.js';
import {numberLines, type Lines} from './emulator-lines.js';
import {limitMarks} from './emulator-marks.js';
import {trackModes} from './emulator-modes.js';
import {printPlainTextFast} from './emulator-print.js';
import {readScreen} from './emulator-text.js';
import {followUpdates} from './emulator-updates.js';
import {writeAtOnce} from './emulator-write.js';

export type EmulatedTerminal = {
	/** `parsed` is called when the parser has finished, with what the program asked for and was answered. */
	readonly write: (bytes: Uint8Array, parsed: (answers: string) => void) => void;
	readonly resize: (cols: number, rows: number) => void;
	/** Brings `grid` and `cursor` up to date and numbers the rows that changed. While the program holds its screen back they stay as the last whole picture. */
	readonly scan: () => void;
	/** Milliseconds for which the program may still hold its screen back; 0 where it does not. */
	readonly heldFor: () => number;
	/** Whether there has been a picture since the screen began or got its size. */
	readonly isPictured: () => boolean;
	readonly grid: () => Grid;
	/** The number of the newest change of a row; grows only. */
	readonly rowVersion: (row: number) => number;
	readonly version: () => number;
	readonly cursor: () => Cursor;
	readonly modes: () => PaneModes;
	readonly title: () => string;
	/** What a program that asked to be told hears of another appearance. */
	readonly schemeReport: () => string | undefined;
	readonly screen: (ask: ScreenAsk) => Screen;
	readonly lines: Pick<Lines, 'bounds' | 'read' | 'search'>;
	/** What brings a reset terminal of this size here; undefined in the middle of a sequence or a character. */
	readonly checkpoint: () => string | undefined;
	/** Takes the place of another one with the same screen: what has been shown of that one counts as shown of this one. */
	readonly replace: (other: Shown) => void;
	/** Its program is gone: the screen stays, but no mode of it steers keys or mouse any more. */
	readonly settle: (settled: () => void) => void;
	readonly close: () => void;
};

/** What is known of what watchers have seen. */
type Shown = {readonly grid: () => Grid; readonly cursor: () => Cursor; readonly rowVersion: (row: number) => number; readonly version: () => number; readonly lines: Pick<Lines, 'bounds'>};

export type ProgramReport = {readonly activity: Activity; readonly message: string | undefined};

/** Whoever looked this long ago still does, and a picture is worth taking; not more often than it could be shown. */
const lookedFor = 1000;
const betweenPictures = 8;
/** A title goes into every frame and checkpoint; a program may write one of ten megabytes. */
const longestTitle = 1000;

type Options = {readonly cols: number; readonly rows: number; /** Lines kept above the screen; a session that nobody sees costs memory for each of them. */ readonly scrollback: number; readonly version: string; readonly appearance: () => Appearance; readonly onReport: (report: ProgramReport) => void; readonly onRang: (ring: Ring) => void; readonly onClipboard: (write: ClipboardWrite) => void};

export function createEmulatedTerminal({cols, rows, scrollback, version: program, appearance, onReport, onRang, onClipboard}: Options): EmulatedTerminal {
	const terminal = new headless.Terminal({cols, rows, scrollback, allowProposedApi: true, logLevel: 'off', windowOptions: {getWinSizeChars: true, getWinSizePixels: true, getCellSizePixels: true}});
	terminal.loadAddon(new graphemes.UnicodeGraphemesAddon());
	limitMarks(terminal);
	limitCounts(terminal);
	printPlainTextFast(terminal);
	let grid = createGrid(cols, rows);
	let rowVersions = Array.from({length: rows}, () => 0);
	let version = 0;
	let title = '';
	let answers = '';
	let queries = emptyQueryScan;
	let terminators: readonly string[] = [];
	let looked = Number.NEGATIVE_INFINITY;
	let isPictured = false;
	let ended = Number.NEGATIVE_INFINITY;
	const updates = followUpdates(terminal, () => {
		const now = performance.now();
		if (now - looked < lookedFor && now - ended >= betweenPictures) {
			ended = now;
			takePicture();
		}
	});
	const tracker = trackModes(terminal);
	let cursor = tracker.cursor();
	const lines = numberLines(terminal);
	const extras = createExtraReader(terminal);

	// Everything that answers writes to the one text, so that answers leave in the order of the questions.
	const answer = (text: string) => {
		answers += text;
	};

	terminal.onData(answer);
	terminal.onTitleChange(text => {
		title = shortTitle(text);
	});
	const colours = followColours(terminal, {answer, appearance});
	answerQuestions(terminal, {answer, tracker, version: program, appearance});
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

	terminal.onBell(() => {
		onRang(bell);
	});
	const callFor = (code: number, read: (text: string) => Ring | undefined) => {
		terminal.parser.registerOscHandler(code, text => {
			const ring = read(text);
			if (ring) {
				onRang(ring);
			}

			return true;
		});
	};

	callFor(9, readNotification9);
	callFor(777, readNotification777);
	terminal.parser.registerOscHandler(52, text => {
		const write = readClipboard(text);
		if (write) {
			onClipboard(write);
		}

		return true;
	});

	const takePicture = () => {
		isPictured = true;
		cursor = tracker.cursor();
		const buffer = terminal.buffer.active;
		const cell = buffer.getNullCell();
		let changed = false;
		for (let row = 0; row < grid.rows; row++) {
			if (copyRow(grid, {row, line: buffer.getLine(buffer.baseY + row), cell, extras})) {
				rowVersions[row] = version + 1;
				changed = true;
			}
		}

		version += changed ? 1 : 0;
	};

	return {
		write(bytes, parsed) {
			const scanned = scanQueries(queries, bytes);
			queries = scanned.scan;
			terminators = scanned.terminators.length === 0 ? terminators : [...terminators, ...scanned.terminators];
			writeAtOnce(terminal, bytes, () => {
				const said = answers;
				answers = '';
				lines.follow();
				parsed(said);
			});
		},
		resize(newCols, newRows) {
			if (newCols === grid.cols && newRows === grid.rows) {
				return;
			}

			terminal.resize(newCols, newRows);
			if (newCols !== grid.cols) {
				lines.renumber();
			}

			grid = createGrid(newCols, newRows);
			isPictured = false;
			version++;
			rowVersions = Array.from({length: newRows}, () => version);
		},
		scan() {
			looked = performance.now();
			if (updates.heldFor() === 0) {
				takePicture();
			}
		},
		heldFor: updates.heldFor,
		isPictured: () => isPictured,
		grid: () => grid,
		rowVersion: row => rowVersions[row] ?? 0,
		version: () => version,
		cursor: () => cursor,
		modes: tracker.modes,
		title: () => title,
		schemeReport: () => tracker.isOn(2031) ? schemeReport(appearance()) : undefined,
		screen: ({ansi = false, scrollback = 0}) => readScreen(terminal, {ansi, scrollback, cursor: tracker.cursor(), title}),
		lines,
		checkpoint: () => isBetweenSequences(terminal) ? writeCheckpoint(terminal, {modes: tracker.sequences(), colours: colours.sequences(), title}) : undefined,
		replace(other) {
			const {cols: newCols, rows: newRows} = other.grid();
			this.resize(newCols, newRows);
			grid = other.grid();
			cursor = other.cursor();
			isPictured = true;
			version = other.version();
			rowVersions = Array.from({length: newRows}, (_, row) => other.rowVersion(row));
			lines.adopt(other.lines.bounds());
		},
		settle(settled) {
			// CAN ends what it may have left half written.
			writeAtOnce(terminal, `\u0018${tracker.neutral()}`, settled);
		},
		close() {
			terminal.dispose();
		},
	};
}

/** Through bytes, because a part of a text keeps all of it in the memory. */
function shortTitle(text: string): string {
	return Buffer.from(text.slice(0, longestTitle)).toString();
}
