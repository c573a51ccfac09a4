import stringWidth from 'string-width';
import {plainText} from './symbols.js';

/** Made when it is needed: its tables are large. */
let segmenter: Intl.Segmenter | undefined;

/** The one width function of the chrome: Ink lays out with the same package, so that what it measured is what stands in the grid. */
export function textWidth(text: string): number {
	return plainText.test(text) ? text.length : stringWidth(text);
}

/** What a terminal draws as one character each. */
export function clustersOf(text: string): readonly string[] {
	if (plainText.test(text)) {
		return [...text];
	}

	segmenter ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'});
	return Array.from(segmenter.segment(text), ({segment}) => segment);
}

/** First and last of the characters beyond Latin that every terminal gives the same width: letters, kana, Han, Hangul syllables, lines, blocks and braille. */
const settled: ReadonlyArray<readonly [first: number, last: number]> = [
	[0x0370, 0x0482], [0x048A, 0x052F], [0x0531, 0x058A], [0x05D0, 0x05EA], [0x0620, 0x064A], [0x0E01, 0x0E30], [0x10A0, 0x10FF], [0x1E00, 0x1FFF],
	[0x2500, 0x259F], [0x2800, 0x28FF], [0x3001, 0x3011], [0x3041, 0x3096], [0x309B, 0x30FF], [0x3400, 0x4DBF], [0x4E00, 0x9FFF], [0xAC00, 0xD7A3], [0xFF01, 0xFF60],
	[0x2_0000, 0x2_FA1F],
];

/** Of each character of the basic plane what was found the last time: a row of Chinese has nothing else, and each of them is asked for in every frame. */
const verdicts = new Uint8Array(0x1_00_00);
const verdict = {settled: 1, doubtful: 2} as const;

/**
Whether the outer terminal could give a cluster another width than we do: ambiguous symbols, emoji, joined and combined characters. What is beyond it is placed anew with an absolute move.
*/
export function isDoubtful(cluster: string): boolean {
	if (cluster.length !== 1) {
		const code = cluster.codePointAt(0) ?? 0;
		return cluster !== '' && (cluster.length > 2 || code <= 0xFF_FF || !isSettled(code));
	}

	const code = cluster.charCodeAt(0); // eslint-disable-line unicorn/prefer-code-point -- one unit is all that there is
	if (code < 0x03_00) {
		return code === 0xAD;
	}

	if (verdicts[code] === 0) {
		verdicts[code] = isSettled(code) ? verdict.settled : verdict.doubtful;
	}

	return verdicts[code] === verdict.doubtful;
}

function isSettled(code: number): boolean {
	return settled.some(([first, last]) => code >= first && code <= last);
}

/** No cluster of an honest program is wider on any terminal. */
const widest = 12;

/** How many cells a doubtful cluster may cover at most: some terminals draw a family as the three people it is joined of. */
export function reachOf(cluster: string): number {
	let cells = 0;
	for (const character of cluster) {
		const code = character.codePointAt(0) ?? 0;
		const isMark = (code >= 0x0300 && code < 0x0370) || code === 0x200D || (code >= 0xFE00 && code <= 0xFE0F);
		cells += isMark ? 0 : (code >= 0x1100 ? 2 : 1);
		if (cells >= widest) {
			return widest;
		}
	}

	return cells;
}

/** Cuts to a number of cells, with `…` where something was lost. */
export function fitText(text: string, cells: number): string {
	if (cells <= 0) {
		return '';
	}

	if (textWidth(text) <= cells) {
		return text;
	}

	let taken = '';
	let used = 0;
	for (const cluster of clustersOf(text)) {
		const width = textWidth(cluster);
		if (used + width > cells - 1) {
			break;
		}

		taken += cluster;
		used += width;
	}

	return `${taken}…`;
}

/** Cut or filled with blanks to exactly so many cells. */
export function padText(text: string, cells: number): string {
	const fitted = fitText(text, cells);
	return fitted + ' '.repeat(Math.max(0, cells - textWidth(fitted)));
}
