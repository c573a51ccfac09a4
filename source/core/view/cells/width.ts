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

/**
Whether the outer terminal could give a cluster another width than we do: East Asian ambiguous symbols, emoji, joined and combined characters. What is beyond it is placed anew with an absolute move.
*/
export function isDoubtful(cluster: string): boolean {
	const code = cluster.codePointAt(0) ?? 0;
	return cluster.length > 1 || (code >= 0x0300 && !(code >= 0x2500 && code <= 0x259F));
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
