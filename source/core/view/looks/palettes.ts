import type {ColourDepth} from '../cells/colour.js';
import type {Role} from '../text/role.js';
import type {Rgb} from './contrast.js';

export type ThemeName = 'dark' | 'light' | 'high-contrast';
export type Scheme = 'dark' | 'light';

/**
How one role looks. `colour` is one of the 256 that terminals agree on, so that it is the same with all colours and with 256. With sixteen, of which nobody knows how a user's look, `sixteen` stands for it, chosen to be read with those that xterm ships. Undefined is the terminal's own text colour: no theme paints a background, and the terminal's own is always easy to read on it.
*/
export type RoleLook = {readonly colour: Rgb | undefined; readonly sixteen: number | 'nearest' | undefined; readonly bold?: boolean};

export type Palette = Readonly<Record<Role, RoleLook>>;

const own: RoleLook = {colour: undefined, sixteen: undefined};
const ownBold: RoleLook = {...own, bold: true};

/** xterm's numbers of the sixteen: 1 red, 2 green, 3 yellow, 4 blue, 5 magenta, 6 cyan, 9–14 the bright ones. */
const dark: Palette = {
	text: own,
	dim: {colour: 0xA8_A8_A8, sixteen: undefined},
	accent: {colour: 0x5F_D7_D7, sixteen: 6},
	focus: ownBold,
	ok: {colour: 0x87_D7_87, sixteen: 10},
	busy: {colour: 0x87_AF_FF, sixteen: 14},
	ask: {colour: 0xFF_D7_5F, sixteen: 11, bold: true},
	warn: {colour: 0xFF_AF_5F, sixteen: 3},
	bad: {colour: 0xFF_AF_AF, sixteen: undefined, bold: true},
	line: {colour: 0x6C_6C_6C, sixteen: 8},
};

const light: Palette = {
	text: own,
	dim: {colour: 0x58_58_58, sixteen: undefined},
	accent: {colour: 0x00_5F_87, sixteen: 4},
	focus: ownBold,
	ok: {colour: 0x00_5F_00, sixteen: undefined},
	busy: {colour: 0x00_5F_AF, sixteen: 4},
	ask: {colour: 0x87_5F_00, sixteen: 1, bold: true},
	warn: {colour: 0x87_5F_00, sixteen: 1},
	bad: {colour: 0xAF_00_00, sixteen: 1, bold: true},
	line: {colour: 0xA8_A8_A8, sixteen: 8},
};

const highContrastDark: Palette = {
	text: own,
	dim: own,
	accent: {colour: 0x5F_FF_FF, sixteen: 14, bold: true},
	focus: ownBold,
	ok: {colour: 0x87_FF_87, sixteen: 10, bold: true},
	busy: {colour: 0x87_FF_FF, sixteen: 14, bold: true},
	ask: {colour: 0xFF_FF_5F, sixteen: 11, bold: true},
	warn: {colour: 0xFF_FF_5F, sixteen: 11, bold: true},
	bad: {colour: 0xFF_D7_D7, sixteen: undefined, bold: true},
	line: own,
};

const highContrastLight: Palette = {
	text: own,
	dim: own,
	accent: {colour: 0x00_00_87, sixteen: 4, bold: true},
	focus: ownBold,
	ok: {colour: 0x00_5F_00, sixteen: undefined, bold: true},
	busy: {colour: 0x00_00_87, sixteen: 4, bold: true},
	ask: {colour: 0x5F_00_5F, sixteen: undefined, bold: true},
	warn: {colour: 0x5F_00_5F, sixteen: undefined, bold: true},
	bad: {colour: 0x87_00_00, sixteen: undefined, bold: true},
	line: own,
};

export function paletteOf(theme: ThemeName, scheme: Scheme): Palette {
	switch (theme) {
		case 'dark': {
			return dark;
		}

		case 'light': {
			return light;
		}

		case 'high-contrast': {
			return scheme === 'light' ? highContrastLight : highContrastDark;
		}
	}
}

/** The SGR parameters of a role. Where there is no colour at all, bold stays; with the first eight it does not, because many terminals make another colour of them when they are bold. */
export function sgrOf({colour, sixteen, bold = false}: RoleLook, depth: ColourDepth): string {
	const isBold = bold && !(depth === '16' && typeof sixteen === 'number' && sixteen < 8);
	return [...isBold ? ['1'] : [], ...colourCodes({colour, sixteen}, depth)].join(';');
}

function colourCodes({colour, sixteen}: RoleLook, depth: ColourDepth): readonly string[] {
	switch (depth) {
		case 'truecolor':
		case '256': {
			return rgbCodes(colour);
		}

		case '16': {
			// The compositor takes the nearest one.
			if (sixteen === 'nearest') {
				return rgbCodes(colour);
			}

			return sixteen === undefined ? [] : [String(sixteen < 8 ? 30 + sixteen : 82 + sixteen)];
		}

		case 'none': {
			return [];
		}
	}
}

function rgbCodes(colour: Rgb | undefined): readonly string[] {
	return colour === undefined ? [] : [`38;2;${colour >> 16};${(colour >> 8) & 0xFF};${colour & 0xFF}`];
}
