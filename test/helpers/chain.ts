import {UnicodeGraphemesAddon} from '@xterm/addon-unicode-graphemes';
import xterm from '@xterm/headless';
import {encodeUpdate} from '../../source/core/ipc/rows.js';
import {createGrid, type Grid} from '../../source/core/view/cells/cells.js';
import {chromeModes} from '../../source/core/view/cells/outer-modes.js';
import type {Rect} from '../../source/core/view/cells/rect.js';
import {createEmulatedTerminal} from '../../source/io/emulator-terminal.js';
import {createCompositor} from '../../source/ui/compositor.js';
import {createPanes} from '../../source/ui/pane/panes.js';
import {until} from './until.js';

export type Chain = {
	readonly write: (bytes: Uint8Array | string) => Promise<void>;
	readonly resize: (cols: number, rows: number) => void;
	/** Everything that has been written so far comes onto the outer terminal. */
	readonly show: () => Promise<void>;
	/** The first few things that are not on the outer terminal as on a terminal that the program has to itself. */
	readonly differences: () => readonly string[];
	readonly written: () => string;
	readonly close: () => void;
};

/** A pane on the way from a program to a person: emulator, rows as they go over the wire, compositor, the person's own terminal. Beside it a pane that stands still. */
export function openChain({rect, screen, neighbour}: {readonly rect: Rect; readonly screen: {readonly cols: number; readonly rows: number}; readonly neighbour: Rect | undefined}): Chain {
	let place = rect;
	const inner = createEmulatedTerminal({
		scrollback: 5000,
		cols: rect.cols,
		rows: rect.rows,
		version: '0',
		onReport() {
			// It is not asked how it is.
		},
		onRang() {
			// Nobody listens.
		},
		onClipboard() {
			// It is not kept.
		},
		appearance: () => ({scheme: 'dark'}),
	});
	const direct = terminalOf(rect);
	const outer = terminalOf(screen);
	const panes = createPanes();
	const chrome = filled(screen, '·');
	const still = neighbour && filled(neighbour, '漢');
	let sequence = 0;
	let shown = 0;
	let due: (() => void) | undefined;
	let time = 0;
	let output = '\u001B[?7l';
	let whole = '';
	const compositor = createCompositor({
		write(data) {
			output += data;
			return true;
		},
		onDrain() {
			// It is never behind.
		},
		size: () => screen,
		depth: 'truecolor',
		scene() {
			const pane = panes.get('a');
			const cursor = inner.cursor();
			return {
				chrome,
				panes: [...pane ? [{rect: place, grid: pane.grid, rowVersions: pane.rowVersions}] : [], ...neighbour && still ? [{rect: neighbour, grid: still}] : []],
				covers: [],
				cursor: {...cursor, x: place.x + cursor.x, y: place.y + cursor.y},
				modes: chromeModes,
			};
		},
		now: () => time,
		after(_ms, call) {
			due = call;
			return () => {
				due = undefined;
			};
		},
	});

	return {
		async write(bytes) {
			const data = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
			await Promise.all([
				new Promise<void>(resolve => {
					inner.write(data, () => {
						resolve();
					});
				}),
				new Promise<void>(resolve => {
					direct.write(data, resolve);
				}),
			]);
		},
		resize(cols, rows) {
			place = {...place, cols, rows};
			inner.resize(cols, rows);
			direct.resize(cols, rows);
		},
		async show() {
			// Of an update that goes on the last whole picture is shown for a while, and then what is there.
			await until('the screen is not held back', () => inner.heldFor() === 0);
			inner.scan();
			const {cols, rows} = inner.grid();
			const rowIndexes = Array.from({length: rows}, (_, row) => row).filter(row => shown === 0 || inner.rowVersion(row) > shown);
			sequence++;
			panes.take(encodeUpdate({session: 'a', sequence, cols, rows, full: rowIndexes.length === rows, cursor: inner.cursor(), modes: inner.modes(), title: '', offset: 0, rowIndexes}, inner.grid()));
			shown = inner.version();
			time += 20;
			compositor.request('echo');
			due?.();
			due = undefined;
			whole += output;
			const data = output;
			output = '';
			await new Promise<void>(resolve => {
				outer.write(data, resolve);
			});
		},
		differences() {
			const found: string[] = [];
			for (let y = 0; y < screen.rows && found.length < 5; y++) {
				for (let x = 0; x < screen.cols && found.length < 5; x++) {
					const isInside = x >= place.x && x < place.x + place.cols && y >= place.y && y < place.y + place.rows;
					const isBeside = neighbour !== undefined && x >= neighbour.x && x < neighbour.x + neighbour.cols && y >= neighbour.y && y < neighbour.y + neighbour.rows;
					const seen = look(outer, x, y);
					const wanted = isBeside ? '漢'.length > 0 && (x - neighbour.x) % 2 === 0 ? plain('漢', 2) : plain('', 0) : (isInside ? look(direct, x - place.x, y - place.y) : plain('·', 1));
					// A wide one has no room at the pane's edge, and none where its right half is another cell, which happens when a mark widens what stands there already.
					const isCut = isInside && wanted.includes('width 2') && (x === place.x + place.cols - 1 || look(direct, x + 1 - place.x, y - place.y) !== 'right half');
					if (seen !== wanted && !isCut) {
						found.push(`(${x - place.x}, ${y - place.y}): ${seen}; but the program drew ${wanted}`);
					}
				}
			}

			const {cursorX, cursorY} = direct.buffer.active;
			const {cursorX: seenX, cursorY: seenY} = outer.buffer.active;
			const wanted = [place.x + Math.min(cursorX, place.cols - 1), place.y + cursorY];
			if (inner.cursor().visible && (seenX !== wanted[0] || seenY !== wanted[1])) {
				found.push(`the cursor at ${seenX}, ${seenY}; but the program left it at ${wanted.join(', ')}`);
			}

			return found;
		},
		written: () => whole,
		close() {
			compositor.close();
			inner.close();
			direct.dispose();
			outer.dispose();
		},
	};
}

function terminalOf({cols, rows}: {readonly cols: number; readonly rows: number}): xterm.Terminal {
	const terminal = new xterm.Terminal({cols, rows, scrollback: 5000, allowProposedApi: true, logLevel: 'off'});
	terminal.loadAddon(new UnicodeGraphemesAddon());
	return terminal;
}

function filled({cols, rows}: {readonly cols: number; readonly rows: number}, text: string): Grid {
	const grid = createGrid(cols, rows);
	const isWide = text === '漢';
	for (let index = 0; index < cols * rows; index++) {
		const isTail = isWide && (index % cols) % 2 === 1;
		grid.text[index] = isTail ? '' : text;
		grid.width[index] = isTail ? 0 : (isWide ? 2 : 1);
	}

	return grid;
}

function plain(text: string, width: number): string {
	return text === '' ? 'right half' : `${JSON.stringify(text)} width ${width}`;
}

/** A cell in words, as far as a person could tell it from another one. */
function look(terminal: xterm.Terminal, x: number, y: number): string {
	const {active} = terminal.buffer;
	const cell = active.getLine(active.baseY + y)?.getCell(x);
	if (cell === undefined) {
		return 'outside';
	}

	if (cell.getWidth() === 0) {
		return 'right half';
	}

	const text = shownText(cell.getChars());
	const {underline, colour, link} = extrasOf(terminal, cell);
	const on = [
		...(['isBold', 'isDim', 'isItalic', 'isBlink', 'isInverse', 'isInvisible', 'isStrikethrough', 'isOverline'] as const).filter(name => cell[name]() !== 0).map(name => name.slice(2)),
		...underline === 0 ? [] : [`Underline ${underline}${colour}`],
		...link === '' ? [] : [link],
	];
	const foreground = cell.isFgDefault() ? '' : ` fg ${cell.isFgRGB() ? '#' : ''}${cell.getFgColor()}`;
	const background = cell.isBgDefault() ? '' : ` bg ${cell.isBgRGB() ? '#' : ''}${cell.getBgColor()}`;
	// The colour of a letter that is not there cannot be seen.
	return [`${JSON.stringify(text)} width ${cell.getWidth()}`, on.join(' ')].filter(part => part !== '').join(' ') + (text === ' ' && on.length === 0 ? '' : foreground) + background;
}

type Inside = {readonly fg: number; readonly bg: number; readonly extended: {readonly _ext: number; readonly urlId: number}};
type Service = {readonly _core: {readonly _oscLinkService: {readonly getLinkData: (id: number) => {readonly id?: string; readonly uri: string} | undefined}}};

/** What the emulator does not publish: a link looks like a dashed underline from outside. */
function extrasOf(terminal: xterm.Terminal, cell: xterm.IBufferCell): {readonly underline: number; readonly colour: string; readonly link: string} {
	const {fg, bg, extended: {_ext: more, urlId}} = cell as unknown as Inside;
	const hasMore = (bg & 0x10_00_00_00) !== 0;
	const underline = (fg & 0x10_00_00_00) === 0 ? 0 : (hasMore ? (more >>> 26) & 7 : 1);
	// White is what this emulator keeps where a program has taken a colour back.
	const mode = hasMore && (more & 0x3_FF_FF_FF) !== 0x3_FF_FF_FF ? (more >>> 24) & 3 : 0;
	const data = hasMore && urlId !== 0 ? (terminal as unknown as Service)._core._oscLinkService.getLinkData(urlId) : undefined;
	// One that has no name gets one of ours, so that what is drawn of it in pieces stays one link.
	const id = data?.id === undefined || data.id.startsWith('clutch-') ? 'of its own' : data.id;
	return {
		underline,
		colour: mode === 0 ? '' : ` of ${mode === 3 ? `#${more & 0xFF_FF_FF}` : more & 0xFF}`,
		link: data !== undefined && /^(?:https?:\/\/|file:\/\/|mailto:)/.test(data.uri) ? `link ${id} to ${data.uri}` : '',
	};
}

/** What we mean to do with it: a mark without a letter gets a blank, marks beyond the 32nd unit are left out, and so are those that turn the row around. */
function shownText(chars: string): string {
	const based = /^[\p{M}\u200D]/u.test(chars) ? ` ${chars}` : chars;
	let cut = '';
	for (const character of based) {
		if (cut.length + character.length > 32) {
			break;
		}

		cut += character;
	}

	// eslint-disable-next-line no-control-regex -- as in `core/view/cells/harmless`
	const harmless = cut.replaceAll(/[\u0000-\u001F\u007F-\u009F\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '');
	return harmless === '' ? ' ' : harmless;
}
