/** The symbols the chrome is drawn with, each one cell wide. */
export const symbols = '▌◐●○✔✖↻◆◌▸▾…·–│─╭╮╰╯›❯↓↑→←▁▂▃▄▅▆▇█▓░≈−✚';

/** The first printable character after the blank: symbol number n travels as the character n places after it. */
const first = 0x21;

/** SGR 11 chooses an alternative font, 10 the usual one. No terminal ever sees them: the frame's reader takes them out again. */
const fontOn = '\u001B[11m';
const fontOff = '\u001B[10m';
const numbers = new Map([...symbols].map((symbol, index) => [symbol, String.fromCodePoint(first + index)]));
const anySymbols = new RegExp(`[${symbols}]+`, 'g');

/** Text that is ASCII and our own symbols only: as many cells as characters. */
export const plainText = new RegExp(`^[ -~${symbols}]*$`);

/**
Writes our symbols as ASCII in another font. Ink measures every text, and the first text beyond ASCII that it measures costs it 40 ms for the tables of Unicode: a sixth of the time in which the first frame has to stand.
*/
export function encodeSymbols(text: string): string {
	return text.replaceAll(anySymbols, run => `${fontOn}${[...run].map(symbol => numbers.get(symbol) ?? symbol).join('')}${fontOff}`);
}

export function decodeSymbols(text: string): string {
	return [...text].map(character => symbols[(character.codePointAt(0) ?? 0) - first] ?? character).join('');
}
