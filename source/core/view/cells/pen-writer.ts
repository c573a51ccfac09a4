import type {ByteWriter} from './byte-writer.js';
import {paletteColour, rgbColour} from './cells.js';
import {reduceColour, type ColourDepth} from './colour.js';
import {penChange, plainPen, type Pen} from './pen.js';

export type PenWriter = {
	/** Brings the terminal's pen to these; writes nothing where they are in force. */
	readonly set: (foreground: number, background: number, style: number) => void;
	readonly plain: () => void;
};

/** Knows the terminal's pen. Most cells look like the one before, and of the others most have only another colour. */
export function createPenWriter(output: ByteWriter, depth: ColourDepth): PenWriter {
	let pen: Pen = plainPen;
	let foreground = 0;
	let background = 0;
	let style = 0;

	const colour = (number: number, base: 30 | 40) => {
		if ((number & rgbColour) !== 0) {
			output.ascii(base === 30 ? '38;2;' : '48;2;');
			output.decimal((number >> 16) & 0xFF);
			output.ascii(';');
			output.decimal((number >> 8) & 0xFF);
			output.ascii(';');
			output.decimal(number & 0xFF);
		} else if ((number & paletteColour) === 0) {
			output.decimal(base + 9);
		} else if ((number & 0xFF) < 16) {
			output.decimal((number & 0xFF) < 8 ? base + (number & 0xFF) : base + 52 + (number & 0xFF));
		} else {
			output.ascii(base === 30 ? '38;5;' : '48;5;');
			output.decimal(number & 0xFF);
		}
	};

	const set = (nextForeground: number, nextBackground: number, nextStyle: number) => {
		if (nextForeground === foreground && nextBackground === background && nextStyle === style) {
			return;
		}

		foreground = nextForeground;
		background = nextBackground;
		style = nextStyle;
		const next = {foreground: reduceColour(foreground, depth), background: reduceColour(background, depth), style};
		const isPlain = next.foreground === 0 && next.background === 0 && style === 0;
		if (isPlain || next.style !== pen.style) {
			output.ascii(penChange(pen, next));
		} else if (next.foreground !== pen.foreground || next.background !== pen.background) {
			output.ascii('\u001B[');
			if (next.foreground !== pen.foreground) {
				colour(next.foreground, 30);
			}

			if (next.background !== pen.background) {
				output.ascii(next.foreground === pen.foreground ? '' : ';');
				colour(next.background, 40);
			}

			output.ascii('m');
		}

		pen = next;
	};

	return {
		set,
		plain() {
			set(0, 0, 0);
		},
	};
}
