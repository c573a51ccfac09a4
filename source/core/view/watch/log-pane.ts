import {mostLogLines, type LogLine, type LogReply} from '../../service/log.js';
import {clustersOf, textWidth} from '../cells/width.js';
import {formatBytes, formatTime, formatWhole} from '../text/format.js';

/** Where somebody reads: the line by its number, and which of the rows that it takes. */
export type LogPlace = {readonly number: number; readonly part: number};

/** A log that is looked at. */
export type LogPane = {
	readonly type: 'log';
	readonly id: string;
	/** Undefined until they have been read. Where numbers are missing, lines were left out of the view. */
	readonly lines: readonly LogLine[] | undefined;
	/** The number of the newest line that there is, here or not. */
	readonly newest: number;
	/** The first row that is shown; undefined while the newest are. */
	readonly top: LogPlace | undefined;
	readonly wraps: boolean;
	/** Cells that are left out at the left. */
	readonly left: number;
	/** Only lines that have this in them. */
	readonly filter: string;
	/** It was opened from elsewhere, and leaving it goes back there. */
	readonly over?: boolean | undefined;
};

export type LogSize = {readonly cols: number; readonly rows: number};

/** What is drawn as one line or, wrapped, several. `gap`: it stands for lines that are not here. */
export type LogRow = {readonly number: number; readonly at: number | undefined; readonly text: string; readonly kind: 'line' | 'gap'};

export function openLog(id: string): LogPane {
	return {type: 'log', id, lines: undefined, newest: 0, top: undefined, wraps: false, left: 0, filter: ''};
}

/** `anew`: what is here already is left as it was told by another clutchd, or by nobody. */
export function takeLog(pane: LogPane, {lines, last}: LogReply, anew: boolean): LogPane {
	const [first] = lines;
	if (anew || pane.lines === undefined || first === undefined) {
		return {...pane, lines: anew || pane.lines === undefined ? lines : pane.lines, newest: last, top: anew ? undefined : pane.top};
	}

	// Those that were read back stand before the ones that are here, or take their place.
	const before = pane.lines.filter(({number}) => number < first.number);
	const newest = lines.at(-1)?.number ?? 0;
	const after = pane.lines.filter(({number}) => number > newest);
	const all = [...before, ...lines, ...after];
	// Whoever reads keeps the line that he reads.
	return {...pane, lines: pane.top === undefined ? all.slice(-mostLogLines) : all, newest: Math.max(last, after.at(-1)?.number ?? 0)};
}

/** Lines that came since somebody began to read. */
export function newerLines({lines, newest, top}: LogPane): number {
	return top === undefined ? 0 : Math.max(0, newest - (lines?.at(-1)?.number ?? 0));
}

/** Something of the log is left out between its lines, or before them. */
export function hasGaps({lines}: LogPane): boolean {
	return lines?.some(({number}, index) => number > 1 + (lines[index - 1]?.number ?? 0)) === true;
}

export function logRows({lines = [], filter}: Pick<LogPane, 'lines' | 'filter'>): readonly LogRow[] {
	const rows: LogRow[] = [];
	const fits = matcher(filter);
	let before = 0;
	for (const {number, at, text, skipped} of lines) {
		const missing = number - before - 1;
		if (missing > 0) {
			rows.push({number: number - 0.5, at: undefined, kind: 'gap', text: before === 0 ? `… ${formatWhole(missing)} lines before (the file has all)` : `… ${formatWhole(missing)} lines skipped in view (the file has all)`});
		}

		before = number;
		if (skipped !== undefined) {
			rows.push({number, at, kind: 'gap', text: skipped.lines === 0 ? `… ${formatBytes(skipped.bytes)} not kept` : `… ${formatWhole(skipped.lines)} lines not kept`});
		} else if (fits(text)) {
			rows.push({number, at, kind: 'line', text});
		}
	}

	return rows;
}

/** Small letters find both, as in most programs that search. */
export function matcher(filter: string): (text: string) => boolean {
	if (filter === '') {
		return () => true;
	}

	return filter === filter.toLowerCase() ? text => text.toLowerCase().includes(filter) : text => text.includes(filter);
}

/** A row as it is drawn: the pieces of a line that is wrapped have its time in the first alone. */
export type DrawnRow = LogRow & {readonly part: number; readonly piece: string};

/** The rows that are seen, at most `rows` of them. */
export function visibleRows(pane: LogPane, {cols, rows}: LogSize): readonly DrawnRow[] {
	const all = logRows(pane);
	const {top} = pane;
	if (top === undefined) {
		const drawn: DrawnRow[] = [];
		for (let index = all.length - 1; index >= 0 && drawn.length < rows; index--) {
			drawn.unshift(...drawnRows(all[index], pane, cols));
		}

		return drawn.slice(-rows);
	}

	const drawn: DrawnRow[] = [];
	for (let index = firstAt(all, top); index < all.length && drawn.length < rows + top.part; index++) {
		drawn.push(...drawnRows(all[index], pane, cols));
	}

	const from = all[firstAt(all, top)]?.number === top.number ? top.part : 0;
	return drawn.slice(from, from + rows);
}

function firstAt(all: readonly LogRow[], {number}: LogPlace): number {
	const found = all.findIndex(row => row.number >= number);
	return found === -1 ? Math.max(0, all.length - 1) : found;
}

function drawnRows(row: LogRow | undefined, {wraps}: Pick<LogPane, 'wraps'>, cols: number): readonly DrawnRow[] {
	if (row === undefined) {
		return [];
	}

	return wraps && row.kind === 'line' ? cutInto(row.text, cols).map((piece, part) => ({...row, part, piece})) : [{...row, part: 0, piece: row.text}];
}

/** Pieces of at most so many cells. */
function cutInto(text: string, cells: number): readonly string[] {
	if (textWidth(text) <= cells || cells < 2) {
		return [text];
	}

	const pieces: string[] = [];
	let piece = '';
	let width = 0;
	for (const cluster of clustersOf(text)) {
		const next = textWidth(cluster);
		if (width + next > cells) {
			pieces.push(piece);
			[piece, width] = ['', 0];
		}

		piece += cluster;
		width += next;
	}

	return [...pieces, piece];
}

/** Moved by so many rows. At the end it follows again; where all is seen there is nothing to move. */
export function scrollLog(pane: LogPane, by: number, {cols, rows}: LogSize): LogPane {
	const all = logRows(pane).flatMap(row => drawnRows(row, pane, cols).map(({number, part}) => ({number, part})));
	const most = Math.max(0, all.length - rows);
	const {top} = pane;
	const at = top === undefined ? most : Math.max(0, all.findIndex(({number, part}) => number > top.number || (number === top.number && part >= top.part)));
	const next = Math.max(0, Math.min(most, at + by));
	return {...pane, top: next === most && by > 0 ? undefined : all[next]};
}

/** Stands still where it is, or follows the newest lines. */
export function toggleFollow(pane: LogPane, size: LogSize): LogPane {
	return pane.top === undefined ? scrollLog(pane, 0, size) : {...pane, top: undefined};
}

/** The time of the day, where the line does not begin with one itself. */
export function lineTime({at, text, part}: DrawnRow, utcOffsetMs: number): string {
	return at === undefined || part > 0 || /^\[?(?:\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d)/.test(text) ? '' : formatTime(at, utcOffsetMs);
}
