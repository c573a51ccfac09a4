import {putAscii, putByte, putDecimal, putText, type ByteBuffer} from './byte-buffer.js';
import {extraBit, penMask, rgbColour, type Extra, type Link} from './cells.js';
import {reduceColour, type ColourDepth} from './colour.js';
import {isSameLink} from './extra.js';
import {styleCodes} from './pen.js';

export type PenWriter = {
	/** Brings the terminal's pen to these, without a link and with underlines of the text's colour; writes nothing where they are in force. */
	readonly set: (foreground: number, background: number, style: number) => void;
	/** What the next cell has beside that; it comes after `set`. */
	readonly add: (extra: Extra | undefined) => void;
	readonly plain: () => void;
};

/** A pen as the terminal has it: its colours are those it can show. */
type Look = {foreground: number; background: number; style: number};

const plainLook: Readonly<Look> = {foreground: 0, background: 0, style: 0};

/** Knows the terminal's pen. Most cells look like the one before, and of the others most have only another colour. */
export function createPenWriter(output: ByteBuffer, depth: ColourDepth): PenWriter {
	let foreground = 0;
	let background = 0;
	let style = 0;
	const from: Look = {...plainLook};
	const to: Look = {...plainLook};
	let underline = 0;
	let link: Link | undefined;

	const setUnderline = (next: number) => {
		if (next !== underline) {
			underline = next;
			if (next === 0) {
				writeAnew(output, from);
			} else {
				putAscii(output, underlineSequence(next));
			}
		}
	};

	const setLink = (next: Link | undefined) => {
		if (!isSameLink(next, link)) {
			link = next;
			putText(output, next === undefined ? closeLink : openLink(next));
		}
	};

	const set = (nextForeground: number, nextBackground: number, nextStyle: number) => {
		if (nextForeground === foreground && nextBackground === background && nextStyle === style) {
			return;
		}

		foreground = nextForeground;
		background = nextBackground;
		style = nextStyle;
		to.foreground = depth === 'truecolor' ? foreground : reduceColour(foreground, depth);
		to.background = depth === 'truecolor' ? background : reduceColour(background, depth);
		to.style = style & penMask;
		if (to.foreground !== from.foreground || to.background !== from.background || to.style !== from.style) {
			underline = writeChange(output, from, to) === 'anew' ? 0 : underline;
			from.foreground = to.foreground;
			from.background = to.background;
			from.style = to.style;
		}

		if ((style & extraBit) === 0) {
			setUnderline(0);
			setLink(undefined);
		}
	};

	return {
		set,
		add(extra) {
			// Sixteen colours are what a terminal has that knows of no others either.
			setUnderline(depth === 'none' || depth === '16' ? 0 : reduceColour(extra?.underline ?? 0, depth));
			setLink(extra?.link);
		},
		plain() {
			set(0, 0, 0);
		},
	};
}

const closeLink = '\u001B]8;;\u001B\\';

function openLink({uri, id}: Link): string {
	return `\u001B]8;${id === '' ? '' : `id=${id}`};${uri}\u001B\\`;
}

/** A sequence of its own: a terminal that cannot read it takes the others all the same. */
function underlineSequence(colour: number): string {
	return (colour & rgbColour) === 0 ? `\u001B[58:5:${colour & 0xFF}m` : `\u001B[58:2::${(colour >> 16) & 0xFF}:${(colour >> 8) & 0xFF}:${colour & 0xFF}m`;
}

/** Takes the colour of underlines away with all else: the sequence for it alone (SGR 59) makes them white in terminals built on xterm.js. */
function writeAnew(output: ByteBuffer, look: Look): void {
	putAscii(output, '\u001B[0;');
	writeCodes(output, plainLook, look);
	output.length--;
	putByte(output, 0x6D);
}

/** `anew`: nothing of the pen before is left. */
function writeChange(output: ByteBuffer, from: Look, to: Look): 'anew' | 'changed' {
	if (to.foreground === 0 && to.background === 0 && to.style === 0) {
		putAscii(output, '\u001B[m');
		return 'anew';
	}

	putAscii(output, '\u001B[');
	const start = output.length;
	writeCodes(output, from, to);
	let isAnew = false;
	if ((from.style & ~to.style) !== 0) {
		// What is lost is taken away by itself, or everything is and the rest set again.
		const middle = output.length;
		putAscii(output, '0;');
		writeCodes(output, plainLook, to);
		isAnew = output.length - middle <= middle - start;
		if (isAnew) {
			output.bytes.copyWithin(start, middle, output.length);
		}

		output.length = isAnew ? start + output.length - middle : middle;
	}

	// Behind the last code there is no separator, but the end.
	output.length--;
	putByte(output, 0x6D);
	return isAnew ? 'anew' : 'changed';
}

/** Each code with a separator behind it. */
function writeCodes(output: ByteBuffer, from: Look, to: Look): void {
	if (from.style !== to.style) {
		putAscii(output, styleCodes(from.style, to.style));
		putByte(output, 0x3B);
	}

	if (from.foreground !== to.foreground) {
		writeColour(output, to.foreground, 30);
	}

	if (from.background !== to.background) {
		writeColour(output, to.background, 40);
	}
}

function writeColour(output: ByteBuffer, colour: number, base: 30 | 40): void {
	if (colour === 0) {
		putDecimal(output, base + 9);
	} else if ((colour & rgbColour) !== 0) {
		putAscii(output, base === 30 ? '38;2;' : '48;2;');
		putDecimal(output, (colour >> 16) & 0xFF);
		putByte(output, 0x3B);
		putDecimal(output, (colour >> 8) & 0xFF);
		putByte(output, 0x3B);
		putDecimal(output, colour & 0xFF);
	} else if ((colour & 0xFF) < 16) {
		putDecimal(output, (colour & 0xFF) < 8 ? base + (colour & 0xFF) : base + 52 + (colour & 0xFF));
	} else {
		putAscii(output, base === 30 ? '38;5;' : '48;5;');
		putDecimal(output, colour & 0xFF);
	}

	putByte(output, 0x3B);
}
