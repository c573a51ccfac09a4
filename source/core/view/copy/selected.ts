import {isBefore, type CopyLine, type CopyState, type LineSource, type Selection} from './copy-state.js';
import type {LinePlace} from './lines.js';

/** Cells from `from` to `to`, both included, of a line; undefined where nothing of it is selected. */
export type Span = {readonly from: number; readonly to: number};

export function selectedLines({anchor}: Pick<Selection, 'anchor'>, cursor: LinePlace): {readonly first: number; readonly last: number} {
	return {first: Math.min(anchor.line, cursor.line), last: Math.max(anchor.line, cursor.line)};
}

export function selectedSpan({selection, cursor}: Pick<CopyState, 'selection' | 'cursor'>, line: number): Span | undefined {
	if (selection === undefined) {
		return undefined;
	}

	const {kind, anchor} = selection;
	const {first, last} = selectedLines(selection, cursor);
	if (line < first || line > last) {
		return undefined;
	}

	switch (kind) {
		case 'lines': {
			return {from: 0, to: Number.POSITIVE_INFINITY};
		}

		case 'block': {
			return {from: Math.min(anchor.x, cursor.x), to: Math.max(anchor.x, cursor.x)};
		}

		case 'characters': {
			const [start, end] = isBefore(anchor, cursor) ? [anchor, cursor] : [cursor, anchor];
			return {from: line === start.line ? start.x : 0, to: line === end.line ? end.x : Number.POSITIVE_INFINITY};
		}
	}
}

/** What is copied: blanks at the ends of lines are not, and lines that the pane was too narrow for are one. */
export function selectedText(state: Pick<CopyState, 'selection' | 'cursor'>, lines: LineSource): string {
	const {selection, cursor} = state;
	if (selection === undefined) {
		return '';
	}

	const {first, last} = selectedLines(selection, cursor);
	let text = '';
	for (let line = first; line <= last; line++) {
		const row = lines(line);
		const span = selectedSpan(state, line);
		const piece = row && span ? pieceOf(row, span) : '';
		const isJoined = selection.kind !== 'block' && line < last && lines(line + 1)?.wrapped === true;
		text += isJoined ? piece : `${piece.trimEnd()}${line < last ? '\n' : ''}`;
	}

	return text;
}

function pieceOf({texts, gap}: CopyLine, {from, to}: Span): string {
	// The left half of a wide character belongs to its right one.
	const start = texts[from] === '' ? from - 1 : from;
	return texts.slice(Math.max(0, start), Math.min(to + 1, gap ? texts.length - 1 : texts.length)).join('');
}

/** The word that a cell is in, for a double click: what stands between blanks, without the brackets and quotes around it. */
export function wordAt(line: CopyLine | undefined, x: number): Span {
	const texts = line?.texts ?? [];
	const isEdge = (at: number) => /^[\s"'`()[\]{}<>|,;│┃]?$/u.test(texts[at] ?? ' ') && !(texts[at] === '' && at > 0);
	if (isEdge(x)) {
		return {from: x, to: x};
	}

	let from = x;
	let to = x;
	while (from > 0 && !isEdge(from - 1)) {
		from--;
	}

	while (to + 1 < texts.length && !isEdge(to + 1)) {
		to++;
	}

	return {from, to};
}
