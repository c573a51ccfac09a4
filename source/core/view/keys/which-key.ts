import type {Rect} from '../cells/rect.js';
import {fitSpans, span, widthOfLine, type Line} from '../text/spans.js';
import type {Size} from '../work/layout.js';
import {keyRowOf, rowsOfPlace, type ActionId, type KeyRow, type Place} from './keymap.js';

const gap = 2;

/** The list in front explains itself. */
const ofLists: ReadonlySet<ActionId> = new Set(['next', 'previous', 'enter', 'number']);

/** The keys of a place in the lowest rows of the screen, in as many columns as fit; what finds no room stands in the help. */
export function whichKey(place: Place, {rows: table, size}: {readonly rows: readonly KeyRow[]; readonly size: Size}): {readonly rect: Rect; readonly lines: readonly Line[]} {
	const rows = rowsOfPlace(place, table).filter(row => row.keys.length > 0 && !ofLists.has(row.action));
	const help = keyRowOf(place, '?', table);
	const cells = rows.filter(row => row !== help).map(row => cell(row));
	const columns = columnsOf(cells, {help: help === undefined ? [] : [cell(help)], size});
	const height = Math.max(...columns.map(column => column.length));
	const lines = Array.from({length: height}, (_, line) => fitSpans([span(' '), ...columns.flatMap((column, index) => [span(index === 0 ? '' : ' '.repeat(gap)), ...fitSpans(column[line] ?? [], widest(column))])], size.cols));
	return {rect: {x: 0, y: size.rows - height, cols: size.cols, rows: height}, lines};
}

/** How many rows of a screen they take at most. */
export function whichKeyRows({rows}: Size): number {
	return Math.max(1, Math.min(8, Math.floor(rows / 3)));
}

/** As many columns as stand beside one another with every label whole; the last place is the help's, which has everything. */
function columnsOf(cells: readonly Line[], {help, size}: {readonly help: readonly Line[]; readonly size: Size}): ReadonlyArray<readonly Line[]> {
	const most = whichKeyRows(size);
	for (let count = Math.ceil((cells.length + help.length) / most); count > 1; count--) {
		const columns = inColumns([...cells.slice(0, count * most - help.length), ...help], count);
		if (columns.reduce((sum, column) => sum + widest(column) + gap, 1 - gap) <= size.cols) {
			return columns;
		}
	}

	return [[...cells.slice(0, most - help.length), ...help]];
}

function inColumns(cells: readonly Line[], count: number): ReadonlyArray<readonly Line[]> {
	const height = Math.ceil(cells.length / count);
	return Array.from({length: count}, (_, column) => cells.slice(column * height, (column + 1) * height)).filter(column => column.length > 0);
}

function widest(column: readonly Line[]): number {
	return Math.max(...column.map(each => widthOfLine(each)), 1);
}

function cell(row: KeyRow): Line {
	return [span(`${row.shown} `, 'accent'), span(row.label)];
}
