import headless, {type Terminal} from '@xterm/headless';
import {closeLink, drawScreen, joins, lastCluster, placePen, type Links} from './emulator-drawing.js';
import {internalsOf, type Charset, type Internals, type ScreenBuffer} from './emulator-internals.js';
import {isErased, penOfCell, penOfTerminal, plainPen, samePen, shownPen} from './emulator-pen.js';

/** What the emulator itself does not keep. */
export type Followed = {
	/** Sequences that hold while the main screen shows, while the alternate one does, and for both. */
	readonly modes: {readonly main: string; readonly alternate: string; readonly everywhere: string};
	readonly colours: string;
	readonly title: string;
};

const defaultTab = 8;

/** As VTE: https://gitlab.gnome.org/GNOME/vte, `VTE_HYPERLINK_URI_LENGTH_MAX`. */
const longestLink = 2083;
/** A link is written wherever its text begins anew. All of them together have to fit into one frame, with room for the text. */
const mostOfLinks = 512 * 1024;

/** The hyperlinks of a terminal; what is longer than any link, or one too many, is drawn without. */
function boundedLinks(core: Internals): Links {
	let left = mostOfLinks;
	return id => {
		const link = core._oscLinkService.getLinkData(id);
		const length = (link?.uri.length ?? 0) + (link?.id?.length ?? 0);
		if (length > longestLink || length > left) {
			return undefined;
		}

		left -= length;
		return link;
	};
}

/**
The bytes that bring a reset terminal of the same size to exactly this screen: both buffers, the pen, cursors, margins, tab stops, character sets and modes, and what the next character would join. What has scrolled away is not in it. Only between two sequences, see `isBetweenSequences`.
*/
export function writeCheckpoint(terminal: Terminal, {modes, colours, title}: Followed): string {
	const core = internalsOf(terminal);
	const {normal, alt} = core.buffers;
	const links = boundedLinks(core);
	const isAlternate = core.buffers.active === alt;
	const active = isAlternate ? alt : normal;
	return [
		title === '' ? '' : `\u001B]2;${title}\u0007`,
		isAlternate ? '' : hiddenAlternate(alt, modes.alternate),
		drawScreen(terminal, {buffer: terminal.buffer.normal, links}),
		modes.main,
		...(isAlternate ? [tabStops(normal, terminal.cols), savedCursor(normal, terminal.cols), margins(normal, terminal.rows), '\u001B[m\u000F\u001B(B\u001B[?1047h', modes.alternate, drawScreen(terminal, {buffer: terminal.buffer.alternate, links})] : []),
		tabStops(active, terminal.cols),
		savedCursor(active, terminal.cols),
		margins(active, terminal.rows),
		colours,
		emulatorModes(terminal, core),
		modes.everywhere,
		standingCursor(terminal, {active, core, links}),
		terminal.modes.synchronizedOutputMode ? '\u001B[?2026h' : '',
		joining(terminal, {active, core}),
	].join('');
}

/** The alternate screen is empty while it does not show, but it keeps its saved cursor and its keyboard flags. */
function hiddenAlternate(alt: ScreenBuffer, keyboard: string): string {
	const saved = savedCursor(alt, Number.POSITIVE_INFINITY);
	return saved === '' && keyboard === '' ? '' : `\u001B[?47h${keyboard}${saved}\u001B[m\u001B(B\u001B[?47l`;
}

function tabStops({tabs}: ScreenBuffer, cols: number): string {
	const columns = Array.from({length: cols}, (_, x) => x);
	const stops = columns.filter(x => tabs[x] === true);
	const isDefault = columns.every(x => (tabs[x] === true) === (x % defaultTab === 0));
	return isDefault ? '' : `\u001B[3g${stops.map(x => `\u001B[${x + 1}G\u001BH`).join('')}`;
}

/** It is where it was on the screen: what scrolls away takes it along, but not above the top. */
function savedCursor({savedX, savedY, ybase, savedCurAttrData: {fg, bg}, savedCharset}: ScreenBuffer, cols: number): string {
	const x = Math.min(savedX, cols - 1);
	const y = Math.max(0, savedY - ybase);
	if (x === 0 && y === 0 && fg === 0 && bg === 0 && savedCharset === undefined) {
		return '';
	}

	const pen = shownPen({fg, bg, extended: {_ext: fg & underlined ? singleUnderline : 0, urlId: 0}});
	return `${placePen(pen)}\u000F\u001B(${nameOf(savedCharset)}\u001B[${y + 1};${x + 1}H\u001B7\u001B(B${placePen(plainPen)}`;
}

const underlined = 0x10_00_00_00;
const singleUnderline = 1 << 26;

function margins({scrollTop, scrollBottom}: ScreenBuffer, rows: number): string {
	return scrollTop === 0 && scrollBottom === rows - 1 ? '' : `\u001B[${scrollTop + 1};${scrollBottom + 1}r`;
}

function emulatorModes(terminal: Terminal, {optionsService: {rawOptions}}: Internals): string {
	const {modes} = terminal;
	const mouse = {none: '', x10: '9', vt200: '1000', drag: '1002', any: '1003'}[modes.mouseTrackingMode];
	return [
		mouse === '' ? '' : `\u001B[?${mouse}h`,
		modes.applicationCursorKeysMode ? '\u001B[?1h' : '',
		modes.applicationKeypadMode ? '\u001B=' : '',
		modes.bracketedPasteMode ? '\u001B[?2004h' : '',
		modes.sendFocusMode ? '\u001B[?1004h' : '',
		modes.reverseWraparoundMode ? '\u001B[?45h' : '',
		rawOptions.cursorBlink ? '\u001B[?12h' : '',
		rawOptions.convertEol ? '\u001B[20h' : '',
		modes.originMode ? '\u001B[?6h' : '',
	].join('');
}

/** The cursor with its pending wrap, then what does not move it: the pen, the character sets, how characters are put. */
function standingCursor(terminal: Terminal, {active, core, links}: {readonly active: ScreenBuffer; readonly core: Internals; readonly links: Links}): string {
	const {_charsetService: sets, _inputHandler: input} = core;
	const pen = penOfTerminal(input._curAttrData);
	const isPending = active.x >= terminal.cols;
	const designated = [0, 1, 2, 3].map(slot => sets._charsets[slot] === undefined ? '' : `\u001B${'()*+'[slot]}${nameOf(sets._charsets[slot])}`).join('') + (shifts[sets.glevel] ?? '');
	// Restoring a saved cursor brings back its set alone, whatever is designated.
	const restored = sets.charset === sets._charsets[sets.glevel] ? '' : '\u001B8';
	return [
		restored === '' ? '' : designated + restored,
		place(terminal, active, Math.min(active.x, terminal.cols - 1)),
		isPending ? pendingWrap(terminal, {active, links}) : '',
		placePen(pen, links),
		restored === '' ? designated : '',
		terminal.modes.wraparoundMode ? '' : '\u001B[?7l',
		terminal.modes.insertMode ? '\u001B[4h' : '',
	].join('');
}

const shifts = ['', '\u000E', '\u001Bn', '\u001Bo'];

function place(terminal: Terminal, {y, scrollTop}: ScreenBuffer, x: number): string {
	return `\u001B[${y + 1 - (terminal.modes.originMode ? scrollTop : 0)};${x + 1}H`;
}

/** Only printing in the last column leaves the cursor behind it; erasing that line to the left keeps it there. */
function pendingWrap(terminal: Terminal, {active, links}: {readonly active: ScreenBuffer; readonly links: Links}): string {
	const cluster = lastCluster(terminal, active);
	if (cluster) {
		return `${place(terminal, active, cluster.x)}${placePen(cluster.pen, links)}${cluster.text}${cluster.pen.link === 0 ? '' : closeLink}`;
	}

	// Scrolling under such a cursor is the one thing that cannot be written; then it stands in the last column.
	const line = terminal.buffer.active.getLine(active.ybase + active.y);
	const first = line?.getCell(0);
	const pen = first ? penOfCell(first) : plainPen;
	const isErasedWhole = isErased(pen) && Array.from({length: terminal.cols}, (_, x) => line?.getCell(x)).every(cell => cell?.getChars() === '' && samePen(penOfCell(cell), pen));
	return isErasedWhole ? ` ${placePen(pen)}\u001B[1K` : '';
}

/** A mark that comes next joins what was printed last, so that is printed last again, with as much before it as brings the terminal into the same state. */
function joining(terminal: Terminal, {active, core}: {readonly active: ScreenBuffer; readonly core: Internals}): string {
	const {_inputHandler: input, unicodeService} = core;
	const wanted = input._parser.precedingJoinState;
	const pen = shownPen(input._curAttrData);
	const candidates: Array<{readonly x: number; readonly y: number; readonly clusters: readonly string[]}> = [];
	if (wanted === 0) {
		return '';
	}

	for (let {x, y} = active; candidates.length < mostBefore;) {
		// What stands at the left edge may go on from the row above.
		const isContinued = x === 0 && y > 0 && terminal.buffer.active.getLine(active.ybase + y)?.isWrapped === true && !terminal.modes.insertMode;
		const before = isContinued ? {...active, x: terminal.cols, y: y - 1} : {...active, x, y};
		const cluster = lastCluster(terminal, before);
		// A cluster that grew while it was inserted has gone over its neighbour, which no sequence undoes.
		const hasGrown = terminal.modes.insertMode && [...cluster?.text ?? ''].length > 1;
		if (!cluster || hasGrown || !samePen(cluster.pen, pen)) {
			break;
		}

		candidates.push({x: cluster.x, y: before.y, clusters: [cluster.text, ...(candidates.at(-1)?.clusters ?? [])]});
		({x} = cluster);
		({y} = before);
	}

	const state = ({clusters}: {readonly clusters: readonly string[]}) => printed(clusters, (codePoint, before) => unicodeService.charProperties(codePoint, before));
	const chosen = candidates.find(candidate => state(candidate) === wanted) ?? candidates.find(candidate => state(candidate) !== undefined);
	if (!chosen) {
		return '';
	}

	const insert = terminal.modes.insertMode && active.x < terminal.cols ? `\u001B[${active.x - chosen.x}P` : '';
	return `${place(terminal, {...active, y: chosen.y}, chosen.x)}${insert}${chosen.clusters.join('')}`;
}

/** What the terminal knows of the last character when these have been printed; undefined if they would not become these clusters. */
function printed(clusters: readonly string[], properties: (codePoint: number, before: number) => number): number | undefined {
	let state = 0;
	for (const cluster of clusters) {
		for (const [place, character] of [...cluster].entries()) {
			state = properties(character.codePointAt(0) ?? 0, state);
			if (joins(state) !== (place > 0)) {
				return undefined;
			}
		}
	}

	return state;
}

/** Flags are pairs of letters, so that what the next one does depends on several before it. */
const mostBefore = 6;

const finals = '0A4CRQKYEZH=';
let names: ReadonlyMap<Charset, string> | undefined;

/** The letter that designates this set. The sets are the same objects in every terminal, so one that designates each of them tells which is which. */
function nameOf(charset: Charset): string {
	if (charset === undefined) {
		return 'B';
	}

	names ??= learnNames();
	return names.get(charset) ?? 'B';
}

function learnNames(): ReadonlyMap<Charset, string> {
	const terminal = new headless.Terminal({cols: 2, rows: 1});
	const core = internalsOf(terminal);
	const learned = new Map([...finals].map(final => {
		core._inputHandler.selectCharset(`(${final}`);
		return [core._charsetService._charsets[0], final] as const;
	}));
	terminal.dispose();
	return learned;
}
