import {textWidth} from '../cells/width.js';

/** For a terminal that has no more than ASCII: of each symbol of ours one character, as wide as it. States keep a shape of their own, and their word beside it. */
const borders: Readonly<Record<string, string>> = {'│': '|', '─': '-', '╭': '+', '╮': '+', '╰': '+', '╯': '+', '├': '+', '┤': '+', '┬': '+', '┴': '+', '┼': '+'};

const symbols: Readonly<Record<string, string>> = {
	'◐': '%', '◓': '%', '◑': '%', '◒': '%', '◆': '!', '✔': '+', '●': '*', '✖': 'x', '↻': '@', '○': 'o', '◌': '.',
	'▌': '>', '▸': '>', '▾': 'v', '❯': '>', '›': '>', '↓': 'v', '↑': '^', '→': '>', '←': '<',
	'…': '~', '·': '.', '–': '-', '−': '-', '≈': '~', '✚': '+', '⎿': '-', '█': '#', '▓': '#', '░': '.',
	'▁': '_', '▂': '_', '▃': '.', '▄': '-', '▅': '=', '▆': '=', '▇': '#',
};

export type CharacterSet = 'unicode' | 'ascii';

export function asciiOf(symbol: string): string | undefined {
	return borders[symbol] ?? symbols[symbol];
}

/** Text of the chrome, for a terminal that lacks the one or the other. Where symbols are ASCII, so is all else: what a terminal cannot show would take other cells than were counted. */
export function inCharacters(text: string, sets: {readonly borders: CharacterSet; readonly symbols: CharacterSet}): string {
	if (sets.borders === 'unicode' && sets.symbols === 'unicode') {
		return text;
	}

	// eslint-disable-next-line no-control-regex -- ASCII is what begins there
	return text.replaceAll(/[^\u0000-\u007F]/gu, character => {
		const edge = borders[character];
		if (edge !== undefined) {
			return sets.borders === 'ascii' ? edge : character;
		}

		return sets.symbols === 'ascii' ? symbols[character] ?? unknown(character) : character;
	});
}

/** Two cells stay two; what combines with the character before it has none. */
function unknown(character: string): string {
	return '?'.repeat(textWidth(character));
}
