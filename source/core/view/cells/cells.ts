/**
A grid of terminal cells as flat arrays, row by row: what emulators, the chrome and the compositor exchange.

`text` has a cell's whole grapheme; the cell to the right of a wide one has `''` and width 0. A blank is `' '` with width 1.
*/
export type Grid = {
	readonly cols: number;
	readonly rows: number;
	readonly text: string[];
	readonly width: Uint8Array;
	/** 0 is the terminal's own colour; `paletteColour | index`; `rgbColour | 0xRRGGBB`. */
	readonly foreground: Uint32Array;
	readonly background: Uint32Array;
	readonly style: Uint16Array;
	/** By index, of the cells that have `extraBit` in their style; what it has of others means nothing. */
	readonly extras: Map<number, Extra>;
};

/** A hyperlink as a terminal may have it. Cells with the same target and id are one link. */
export type Link = {readonly uri: string; readonly id: string};

/** What few cells have beside their colours. `underline` is a colour as in `Grid`, 0 where the underline has that of its text. */
export type Extra = {readonly underline: number; readonly link: Link | undefined};

export const paletteColour = 0x0100_0000;
export const rgbColour = 0x0200_0000;

/** Bits of `Grid.style`; the underline's kind stands in three bits above them (0 none, 1 single, 2 double, 3 curly, 4 dotted, 5 dashed). */
export const style = {
	bold: 1,
	dim: 2,
	italic: 4,
	blink: 8,
	inverse: 16,
	hidden: 32,
	strike: 64,
	overline: 128,
} as const;

export const underlineShift = 8;

/** What SGR can set of a style: the bits above and the underline's kind. */
export const penMask = 0x07_FF;
/** The cell has a link or an underline of another colour. Nearly none has, so that all others are compared and copied without a look at them. */
export const extraBit = 0x08_00;

export function createGrid(cols: number, rows: number): Grid {
	const size = cols * rows;
	return {
		cols,
		rows,
		text: blankTexts(size),
		width: new Uint8Array(size).fill(1),
		foreground: new Uint32Array(size),
		background: new Uint32Array(size),
		style: new Uint16Array(size),
		extras: new Map(),
	};
}

/** A copy of what was made before costs a tenth of making it anew, and the chrome wants one for each of its frames. */
let blanks: readonly string[] = [];

function blankTexts(size: number): string[] {
	if (blanks.length < size) {
		blanks = Array.from({length: size}, () => ' ');
	}

	return blanks.slice(0, size);
}

/** Nothing that could be seen. A letter's colour does not matter where there is no letter. */
export function isPlainBlank({text, background, style: styles}: Grid, index: number): boolean {
	return text[index] === ' ' && background[index] === 0 && styles[index] === 0;
}

export type Cursor = {readonly x: number; readonly y: number; readonly visible: boolean; readonly shape: 'block' | 'underline' | 'bar'; readonly blink: boolean};

/** What the program in a pane has asked of its terminal, as far as keys and mouse depend on it. */
export type PaneModes = {
	readonly applicationCursor: boolean;
	readonly applicationKeypad: boolean;
	readonly bracketedPaste: boolean;
	readonly focusEvents: boolean;
	readonly alternateScreen: boolean;
	readonly mouse: 'none' | 'x10' | 'vt200' | 'drag' | 'any';
	readonly mouseEncoding: 'default' | 'sgr' | 'sgr-pixels';
	/** Kitty keyboard flags in force, 0 for none. */
	readonly kitty: number;
	/** xterm's modifyOtherKeys, 0 to 2. */
	readonly otherKeys: number;
	/** The wheel stands for arrow keys on the alternate screen (DEC 1007). */
	readonly alternateScroll: boolean;
	/** The program is inside a synchronized update (DEC 2026). */
	readonly synchronized: boolean;
};
