import type {Line} from './spans.js';

/** A line as it is drawn, and which row of the list under the cursor it shows: a click means what is seen there. */
export type ListLine = {
	readonly line: Line;
	readonly row?: number | undefined;
	/** Where that row begins, if not at the left edge. */
	readonly x?: number | undefined;
};

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
