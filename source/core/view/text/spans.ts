import {clustersOf, fitText, textWidth} from '../cells/width.js';
import type {Role, Span} from './role.js';

export type Line = readonly Span[];

export function span(text: string, role: Role = 'text'): Span {
	return {text, role};
}

export const blankLine: Line = [];

/** A click anywhere on it is this key. */
export function keyed(key: string, line: Line): Line {
	return line.map(part => ({...part, key}));
}

/** A click anywhere on it is about what has that name. */
export function marked(mark: string, line: Line): Line {
	return line.map(part => ({...part, mark}));
}

/** The key that a click on that cell of the line stands for. */
export function keyUnder(line: Line, x: number): string | undefined {
	return spanUnder(line, x)?.key;
}

export function spanUnder(line: Line, x: number): Span | undefined {
	let end = 0;
	return line.find(({text}) => {
		end += textWidth(text);
		return x < end;
	});
}

/** Exactly so many cells: cut with `…`, or filled with blanks. */
export function fitSpans(spans: Line, cells: number): Line {
	const fitted: Span[] = [];
	let left = cells;
	for (const part of spans) {
		const {text} = part;
		const width = textWidth(text);
		if (width > left) {
			fitted.push({...part, text: fitText(text, left)});
			left -= Math.min(left, textWidth(fitText(text, left)));
			break;
		}

		fitted.push(part);
		left -= width;
	}

	return left > 0 ? [...fitted, {text: ' '.repeat(left), role: 'text'}] : fitted;
}

export function widthOfLine(line: Line): number {
	return line.reduce((sum, {text}) => sum + textWidth(text), 0);
}

/** One part at the left, one at the right edge; the left one gives way. */
export function spread(left: Line, right: Line, cells: number): Line {
	const rightWidth = widthOfLine(right);
	return rightWidth >= cells ? fitSpans(right, cells) : [...fitSpans(left, cells - rightWidth), ...right];
}

/** Breaks a sentence at blanks into lines of at most so many cells; a word that is longer than a line goes on in the next one. */
export function wrapText(text: string, cells: number): readonly string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ').flatMap(each => piecesOf(each, cells))) {
		const longer = line === '' ? word : `${line} ${word}`;
		if (textWidth(longer) <= cells || line === '') {
			line = longer;
		} else {
			lines.push(line);
			line = word;
		}
	}

	return [...lines, line].map(part => fitText(part, cells));
}

function piecesOf(word: string, cells: number): readonly string[] {
	if (cells < 2 || textWidth(word) <= cells) {
		return [word];
	}

	const pieces: string[] = [];
	let piece = '';
	for (const cluster of clustersOf(word)) {
		if (textWidth(piece + cluster) > cells) {
			pieces.push(piece);
			piece = '';
		}

		piece += cluster;
	}

	return [...pieces, piece];
}

/** Words alone, without the blanks at the ends of lines. */
export function linesText(lines: readonly Line[]): readonly string[] {
	return lines.map(line => line.map(({text}) => text).join('').trimEnd());
}
