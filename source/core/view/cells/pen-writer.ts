import {putAscii, putByte, putDecimal, type ByteBuffer} from './byte-buffer.js';
import {rgbColour} from './cells.js';
import {reduceColour, type ColourDepth} from './colour.js';
import {styleCodes} from './pen.js';

export type PenWriter = {
	/** Brings the terminal's pen to these; writes nothing where they are in force. */
	readonly set: (foreground: number, background: number, style: number) => void;
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

	const set = (nextForeground: number, nextBackground: number, nextStyle: number) => {
		if (nextForeground === foreground && nextBackground === background && nextStyle === style) {
			return;
		}

		foreground = nextForeground;
		background = nextBackground;
		style = nextStyle;
		to.foreground = depth === 'truecolor' ? foreground : reduceColour(foreground, depth);
		to.background = depth === 'truecolor' ? background : reduceColour(background, depth);
		to.style = style;
		if (to.foreground !== from.foreground || to.background !== from.background || to.style !== from.style) {
			writeChange(output, from, to);
			from.foreground = to.foreground;
			from.background = to.background;
			from.style = to.style;
		}
	};

	return {
		set,
		plain() {
			set(0, 0, 0);
		},
	};
}

function writeChange(output: ByteBuffer, from: Look, to: Look): void {
	if (to.foreground === 0 && to.background === 0 && to.style === 0) {
		putAscii(output, '\u001B[m');
		return;
	}

	putAscii(output, '\u001B[');
	const start = output.length;
	writeCodes(output, from, to);
	if ((from.style & ~to.style) !== 0) {
		// What is lost is taken away by itself, or everything is and the rest set again.
		const middle = output.length;
		putAscii(output, '0;');
		writeCodes(output, plainLook, to);
		const isShorter = output.length - middle <= middle - start;
		if (isShorter) {
			output.bytes.copyWithin(start, middle, output.length);
		}

		output.length = isShorter ? start + output.length - middle : middle;
	}

	// Behind the last code there is no separator, but the end.
	output.length--;
	putByte(output, 0x6D);
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
