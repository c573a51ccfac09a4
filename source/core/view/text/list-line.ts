import type {Line} from './spans.js';

/** A line as it is drawn, and which row of the list under the cursor it shows: a click means what is seen there. */
export type ListLine = {
	readonly line: Line;
	readonly row?: number | undefined;
	/** Where that row begins, if not at the left edge. */
	readonly x?: number | undefined;
};

type Window = {
	/** How many lines there is room for. */
	readonly rows: number;
	/** The row under the cursor. */
	readonly selected: number | undefined;
	/** What stands where the list goes on, with the rows that are not shown there. */
	readonly more: (direction: 'up' | 'down', hidden: readonly number[]) => Line;
};

/** The part of a list that has the row under the cursor whole, as near to the beginning as it can be: nothing moves until the cursor leaves what is shown. */
export function windowOf(lines: readonly ListLine[], {rows, selected, more}: Window): readonly ListLine[] {
	if (lines.length <= rows || rows <= 2) {
		return lines.slice(0, Math.max(0, rows));
	}

	const first = Math.max(0, lines.findIndex(({row}) => row !== undefined && row === selected));
	const last = Math.max(0, lines.findLastIndex(({row}) => row !== undefined && row === selected));
	// One line says what is above, one what is below; at either end one of them is enough.
	const between = Math.min(first, last - (rows - 2) + 1);
	const atEnd = lines.length - (rows - 1);
	const from = last < rows - 1 ? 0 : Math.max(0, Math.min(between, atEnd));
	const to = from === 0 ? rows - 1 : (from === atEnd ? lines.length : from + rows - 2);
	const shown = new Set(lines.slice(from, to).map(({row}) => row));
	const hidden = (part: readonly ListLine[]) => [...new Set(part.flatMap(({row}) => row === undefined || shown.has(row) ? [] : [row]))];
	return [
		...(from === 0 ? [] : [{line: more('up', hidden(lines.slice(0, from)))}]),
		...lines.slice(from, to),
		...(to === lines.length ? [] : [{line: more('down', hidden(lines.slice(to)))}]),
	];
}

/** Lines that show no row. */
export function unlisted(lines: readonly Line[]): readonly ListLine[] {
	return lines.map(line => ({line}));
}

export function linesOf(lines: readonly ListLine[]): readonly Line[] {
	return lines.map(({line}) => line);
}

/** Puts something around each line, or at its left. */
export function mapLines(lines: readonly ListLine[], change: (line: Line) => Line): readonly ListLine[] {
	return lines.map(each => ({...each, line: change(each.line)}));
}

export function rowUnder(lines: readonly ListLine[], {x, y}: {readonly x: number; readonly y: number}): number | undefined {
	const listed = lines[y];
	return listed === undefined || x < (listed.x ?? 0) ? undefined : listed.row;
}
