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
	return {id, start: textWidth(start) > longestStart ? fitText(start, longestStart) : start, size: lines.length > 1 ? `${lines.length} lines` : characters(text)};
}

/** What is said once a part of one line, or that many lines, were copied. `keys` paste it. */
export function copiedText(what: string | number, {isTold, keys}: {readonly isTold: boolean; readonly keys: string | undefined}): string {
	const told = isTold ? '' : ', too many for the terminal\'s clipboard';
	const size = typeof what === 'number' ? `${what} lines` : characters(what);
	return `${size} copied${told}.${keys === undefined ? '' : ` ${keys} pastes ${size.startsWith('1 ') ? 'it' : 'them'}.`}`;
}

function characters(text: string): string {
	const count = [...text].length;
	return `${count} ${count === 1 ? 'character' : 'characters'}`;
}
