import type {Terminal} from '@xterm/headless';
import {coloursOf, type Appearance} from '../core/session/appearance.js';

export type Colours = {
	/** The sequences that set what the program has changed. */
	readonly sequences: () => string;
};

/** Three 16-bit numbers as they stand in an answer, such as `ffff/0000/0000`. */
type Colour = string;

/** Foreground, background, and the cursor, which has the colour of the text. */
const firstSpecial = 10;
const lastSpecial = 12;
const first16 = ['000000', 'cd0000', '00cd00', 'cdcd00', '0000ee', 'cd00cd', '00cdcd', 'e5e5e5', '7f7f7f', 'ff0000', '00ff00', 'ffff00', '5c5cff', 'ff00ff', '00ffff', 'ffffff'];

/** Follows the colours a program sets (OSC 4, 10, 11, 12) and answers when it asks for them: with its own, or with those that the terminal around has. */
export function followColours(terminal: Terminal, {answer, appearance}: {readonly answer: (text: string) => void; readonly appearance: () => Appearance}): Colours {
	const palette = new Map<number, Colour>();
	const own = new Map<number, Colour>();
	const {parser} = terminal;

	parser.registerOscHandler(4, text => {
		const slots = text.split(';');
		for (let place = 0; place + 1 < slots.length; place += 2) {
			const index = Number(slots[place]);
			const wanted = slots[place + 1] ?? '';
			if (!Number.isInteger(index) || index < 0 || index > 255) {
				continue;
			}

			if (wanted === '?') {
				answer(`\u001B]4;${index};rgb:${palette.get(index) ?? paletteColour(index)}\u001B\\`);
			} else {
				keep(palette, index, wanted);
			}
		}

		return true;
	});
	parser.registerOscHandler(104, text => {
		for (const index of text === '' ? [...palette.keys()] : text.split(';').map(Number)) {
			palette.delete(index);
		}

		return true;
	});

	for (let code = firstSpecial; code <= lastSpecial; code++) {
		// One sequence may go on with the next colours: `10;?;?` asks for foreground and background.
		parser.registerOscHandler(code, text => {
			for (const [step, wanted] of text.split(';').entries()) {
				const index = code + step;
				if (index > lastSpecial) {
					break;
				}

				if (wanted === '?') {
					answer(`\u001B]${index};rgb:${own.get(index) ?? written(index === 11 ? coloursOf(appearance()).background : coloursOf(appearance()).foreground)}\u001B\\`);
				} else {
					keep(own, index, wanted);
				}
			}

			return true;
		});
		parser.registerOscHandler(code + 100, () => {
			own.delete(code);
			return true;
		});
	}

	parser.registerEscHandler({final: 'c'}, () => {
		palette.clear();
		own.clear();
		return false;
	});

	return {
		sequences: () => [
			...[...palette].map(([index, colour]) => `\u001B]4;${index};rgb:${colour}\u001B\\`),
			...[...own].map(([index, colour]) => `\u001B]${index};rgb:${colour}\u001B\\`),
		].join(''),
	};
}

function written(rgb: number): Colour {
	return [16, 8, 0].map(shift => ((rgb >> shift) & 0xFF).toString(16).padStart(2, '0').repeat(2)).join('/');
}

function keep(colours: Map<number, Colour>, index: number, text: string): void {
	const colour = readColour(text);
	if (colour !== undefined) {
		colours.set(index, colour);
	}
}

/** `rgb:R/G/B` with one to four digits each, or `#` with one to four digits for each. Names are for people who configure an X server. */
function readColour(text: string): Colour | undefined {
	const written = /^rgb:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})$/i.exec(text)?.slice(1) ?? readHash(text);
	return written?.map(digits => {
		const whole = Number.parseInt(digits, 16) / ((16 ** digits.length) - 1);
		return Math.round(whole * 0xFF_FF).toString(16).padStart(4, '0');
	}).join('/');
}

function readHash(text: string): readonly string[] | undefined {
	const digits = /^#([\da-f]+)$/i.exec(text)?.[1];
	const each = (digits?.length ?? 0) / 3;
	return digits !== undefined && [1, 2, 3, 4].includes(each) ? [0, 1, 2].map(part => digits.slice(part * each, (part + 1) * each)) : undefined;
}

/** The sixteen, the cube of six by six by six, the greys. */
function paletteColour(index: number): Colour {
	if (index < 16) {
		const hex = first16[index] ?? '000000';
		return [0, 2, 4].map(place => hex.slice(place, place + 2).repeat(2)).join('/');
	}

	const levels = index < 232
		? [Math.floor((index - 16) / 36), Math.floor((index - 16) / 6) % 6, (index - 16) % 6].map(step => step === 0 ? 0 : 55 + (step * 40))
		: [0, 0, 0].map(() => 8 + ((index - 232) * 10));
	return levels.map(level => level.toString(16).padStart(2, '0').repeat(2)).join('/');
}
