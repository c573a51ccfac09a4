import type {IBufferCell} from '@xterm/headless';
import {paletteColour, rgbColour} from '../core/view/cells/cells.js';
import type {Attributes} from './emulator-internals.js';

/** How a cell is drawn, as the emulator packs it. */
export type Pen = {
	readonly foreground: number;
	readonly background: number;
	/** Underline style and colour. */
	readonly extended: number;
	/** The number of its hyperlink, 0 for none. */
	readonly link: number;
};

export const plainPen: Pen = {foreground: 0, background: 0, extended: 0, link: 0};

const colourMode = 0x03_00_00_00;
const colourValue = 0x00_FF_FF_FF;
const modes = {palette16: 0x01_00_00_00, palette256: 0x02_00_00_00, rgb: 0x03_00_00_00} as const;
const foregroundFlags = {inverse: 0x04_00_00_00, bold: 0x08_00_00_00, underline: 0x10_00_00_00, blink: 0x20_00_00_00, hidden: 0x40_00_00_00, strike: 0x80_00_00_00} as const;
const backgroundFlags = {italic: 0x04_00_00_00, dim: 0x08_00_00_00, extended: 0x10_00_00_00, protected: 0x20_00_00_00, overline: 0x40_00_00_00} as const;
const underlineShift = 26;

/** What erasing leaves in a cell: a colour behind it and nothing else. */
export function isErased({foreground, background, extended, link}: Pen): boolean {
	return foreground === 0 && (background & ~(colourMode | colourValue)) === 0 && extended === 0 && link === 0;
}

export function samePen(one: Pen, other: Pen): boolean {
	return one.foreground === other.foreground && one.background === other.background && one.extended === other.extended && one.link === other.link;
}

export function penOfCell(cell: IBufferCell): Pen {
	return shownPen(cell as unknown as Attributes);
}

/** What does not say that it has more keeps what an earlier one left there. */
export function shownPen({fg, bg, extended}: Attributes): Pen {
	const hasMore = (bg & backgroundFlags.extended) !== 0;
	return {foreground: clean(fg), background: clean(bg), extended: hasMore ? clean(extended._ext) : 0, link: hasMore ? extended.urlId : 0};
}

/** Bits of an earlier colour stay behind a palette's index. */
function clean(packed: number): number {
	switch (packed & colourMode) {
		case modes.rgb: {
			return packed;
		}

		case modes.palette16:
		case modes.palette256: {
			return packed & ~0xFF_FF_00;
		}

		default: {
			return packed & ~colourValue;
		}
	}
}

export function penOfTerminal({fg, bg, extended}: Attributes): Pen {
	return {foreground: clean(fg), background: clean(bg), extended: clean(extended._ext), link: extended.urlId};
}

/** The sequence that brings any pen into this one; hyperlinks are another sequence. */
export function penSequence({foreground, background, extended}: Pen): string {
	const codes = [
		'0',
		foreground & foregroundFlags.bold ? '1' : '',
		background & backgroundFlags.dim ? '2' : '',
		background & backgroundFlags.italic ? '3' : '',
		underlineCode(underlineOf({foreground, background, extended})),
		foreground & foregroundFlags.blink ? '5' : '',
		foreground & foregroundFlags.inverse ? '7' : '',
		foreground & foregroundFlags.hidden ? '8' : '',
		foreground & foregroundFlags.strike ? '9' : '',
		background & backgroundFlags.overline ? '53' : '',
		colourCode(foreground, 30),
		colourCode(background, 40),
		underlineColour(extended),
	];
	const text = codes.filter(code => code !== '').join(';');
	return `\u001B[${text === '0' ? '' : text}m${background & backgroundFlags.protected ? '\u001B[1"q' : ''}`;
}

/** The kind of underline that a program asked for, 0 for none. The emulator's own answer is a dashed one wherever there is a link. */
export function underlineOf({foreground, background, extended}: Pick<Pen, 'foreground' | 'background' | 'extended'>): number {
	return foreground & foregroundFlags.underline ? (background & backgroundFlags.extended ? (extended >>> underlineShift) & 7 : 1) : 0;
}

function underlineCode(kind: number): string {
	return kind === 0 ? '' : (kind === 1 ? '4' : `4:${kind}`);
}

function colourCode(packed: number, base: 30 | 40): string {
	const value = packed & colourValue;
	switch (packed & colourMode) {
		case modes.palette16: {
			return String(value >= 8 ? base + 60 + value - 8 : base + value);
		}

		case modes.palette256: {
			return `${base + 8};5;${value & 0xFF}`;
		}

		case modes.rgb: {
			return `${base + 8};2;${value >> 16};${(value >> 8) & 0xFF};${value & 0xFF}`;
		}

		default: {
			return '';
		}
	}
}

/** As a grid has it: 0 where it is the text's. When a program goes back to that one, the emulator keeps what otherwise stands for white, so white is taken for it. */
export function underlineColourOf({extended}: Pick<Pen, 'extended'>): number {
	const value = extended & colourValue;
	if ((extended & colourMode) === modes.rgb && value === colourValue) {
		return 0;
	}

	switch (extended & colourMode) {
		case modes.palette16:
		case modes.palette256: {
			return paletteColour | (value & 0xFF);
		}

		case modes.rgb: {
			return rgbColour | value;
		}

		default: {
			return 0;
		}
	}
}

function underlineColour(extended: number): string {
	const value = extended & colourValue;
	switch (extended & colourMode) {
		case modes.palette16:
		case modes.palette256: {
			return `58:5:${value & 0xFF}`;
		}

		case modes.rgb: {
			return `58:2::${value >> 16}:${(value >> 8) & 0xFF}:${value & 0xFF}`;
		}

		default: {
			return '';
		}
	}
}
