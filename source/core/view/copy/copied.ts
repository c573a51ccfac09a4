import {fitText, textWidth} from '../cells/width.js';

/** A text that was copied here, as it is listed: enough of it to be recognised. */
export type Copied = {readonly id: number; readonly start: string; readonly size: string};

/** So many are kept. */
export const mostCopied = 10;

const longestStart = 60;

/** Its first line with something in it. */
export function copiedOf(id: number, text: string): Copied {
	const lines = text.split('\n');
	const start = (lines.find(line => line.trim() !== '') ?? '').trim().replaceAll(/\p{Cc}+/gu, ' ');
	const count = [...text].length;
	return {id, start: textWidth(start) > longestStart ? fitText(start, longestStart) : start, size: lines.length > 1 ? `${lines.length} lines` : `${count} ${count === 1 ? 'character' : 'characters'}`};
}
