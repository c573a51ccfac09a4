import graphemes from '@xterm/addon-unicode-graphemes';
import headless from '@xterm/headless';
import {writeCheckpoint} from '../../source/io/emulator-checkpoint.js';
import {followColours} from '../../source/io/emulator-colours.js';
import {internalsOf, isBetweenSequences, type ScreenBuffer} from '../../source/io/emulator-internals.js';
import {trackModes} from '../../source/io/emulator-modes.js';
import {penOfCell, penOfTerminal, shownPen, type Pen} from '../../source/io/emulator-pen.js';

export type TwinTerminal = {
	readonly write: (bytes: Uint8Array | string) => Promise<void>;
	readonly resize: (cols: number, rows: number) => void;
	readonly checkpoint: () => string | undefined;
	/** Everything that a later byte can depend on, except what has scrolled away. */
	readonly state: () => unknown;
	readonly close: () => void;
};

/** A terminal as clutchd has them, with all that it knows laid open. */
export function createTwinTerminal(cols: number, rows: number): TwinTerminal {
	const terminal = new headless.Terminal({cols, rows, scrollback: 5000, allowProposedApi: true, windowOptions: {getWinSizeChars: true, getWinSizePixels: true, getCellSizePixels: true}});
	terminal.loadAddon(new graphemes.UnicodeGraphemesAddon());
	let title = '';
	terminal.onTitleChange(text => {
		title = text;
	});
	const tracker = trackModes(terminal);
	const colours = followColours(terminal, {answer: () => undefined, appearance: () => ({scheme: 'dark'})});
	const core = internalsOf(terminal);

	const link = (id: number) => id === 0 ? undefined : core._oscLinkService.getLinkData(id);
	const shown = ({link: id, ...pen}: Pen) => ({...pen, link: link(id)});
	const rowsOf = (buffer: typeof terminal.buffer.active) => Array.from({length: terminal.rows}, (_, y) => {
		const line = buffer.getLine(buffer.baseY + y);
		return line && {
			wrapped: line.isWrapped,
			cells: Array.from({length: terminal.cols}, (_, x) => {
				const cell = line.getCell(x);
				return cell && [cell.getChars(), cell.getWidth(), shown(penOfCell(cell))];
			}),
		};
	});
	const kept = (buffer: ScreenBuffer) => ({
		saved: {x: Math.min(buffer.savedX, terminal.cols - 1), y: Math.max(0, buffer.savedY - buffer.ybase), pen: shownPen({...buffer.savedCurAttrData, extended: {_ext: 0, urlId: 0}}), charset: JSON.stringify(buffer.savedCharset)},
	});
	const placed = (buffer: ScreenBuffer) => ({
		margins: [buffer.scrollTop, buffer.scrollBottom],
		tabs: Array.from({length: terminal.cols}, (_, x) => x).filter(x => buffer.tabs[x]),
	});

	return {
		async write(bytes) {
			return new Promise(resolve => {
				terminal.write(bytes, resolve);
			});
		},
		resize(newCols, newRows) {
			terminal.resize(newCols, newRows);
		},
		checkpoint: () => isBetweenSequences(terminal) ? writeCheckpoint(terminal, {modes: tracker.sequences(), colours: colours.sequences(), title}) : undefined,
		state() {
			const {normal, alt, active} = core.buffers;
			const {_charsetService: sets} = core;
			return {
				title,
				active: {x: active.x, y: active.y, alternate: active === alt},
				main: {rows: rowsOf(terminal.buffer.normal), ...kept(normal), ...placed(normal)},
				alternate: {...kept(alt), ...(active === alt ? {rows: rowsOf(terminal.buffer.alternate), ...placed(alt)} : {})},
				pen: shown(penOfTerminal(core._inputHandler._curAttrData)),
				// Which character was printed last, and before which one, shows in the tail.
				mayJoin: core._inputHandler._parser.precedingJoinState !== 0 && !terminal.modes.insertMode,
				charsets: {current: JSON.stringify(sets.charset), level: sets.glevel, all: [0, 1, 2, 3].map(slot => JSON.stringify(sets._charsets[slot]))},
				options: [core.optionsService.rawOptions.convertEol, core.optionsService.rawOptions.cursorBlink],
				modes: {...terminal.modes},
				tracked: {...tracker.modes(), cursor: tracker.cursor(), ...tracker.sequences()},
				colours: colours.sequences(),
			};
		},
		close() {
			terminal.dispose();
		},
	};
}
