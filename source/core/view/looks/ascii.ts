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

		return sets.symbols === 'ascii' ? symbols[character] ?? dots(character) ?? unknown(character) : character;
	});
}

/** The dots that curves are drawn with: two columns of four. What matters of them is how high they are. */
function dots(character: string): string | undefined {
	const bits = (character.codePointAt(0) ?? 0) - 0x28_00;
	if (bits < 0 || bits > 0xFF) {
		return undefined;
	}

	const rows = [0x09, 0x12, 0x24, 0xC0].map(row => (bits & row) !== 0);
	const [top = false, upper = false, lower = false, bottom = false] = rows;
	if (rows.filter(Boolean).length > 2) {
		return '|';
	}

	return top || upper ? (lower || bottom ? (top || bottom ? ':' : '-') : (top ? '\'' : '-')) : (lower || bottom ? (bottom ? '.' : '-') : ' ');
}

/** Two cells stay two; what combines with the character before it has none. */
function unknown(character: string): string {
	return '?'.repeat(textWidth(character));
}
