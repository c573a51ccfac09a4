import type {Rect} from '../cells/rect.js';
import {fitSpans, span, widthOfLine, type Line} from '../text/spans.js';
import type {Size} from '../work/layout.js';
import {keyRowOf, rowsOfPlace, type ActionId, type KeyRow, type Place} from './keymap.js';

const gap = 2;
const widestColumn = 24;

/** The list in front explains itself. */
const ofLists: ReadonlySet<ActionId> = new Set(['next', 'previous', 'enter', 'number']);

/** The keys of a place in the lowest rows of the screen, in as many columns as fit; what finds no room stands in the help. */
export function whichKey(place: Place, {rows: table, size}: {readonly rows: readonly KeyRow[]; readonly size: Size}): {readonly rect: Rect; readonly lines: readonly Line[]} {
	const rows = rowsOfPlace(place, table).filter(row => row.keys.length > 0 && !ofLists.has(row.action));
	const help = keyRowOf(place, '?', table);
	const most = Math.max(1, Math.min(8, Math.floor(size.rows / 3)));
	const cells = rows.filter(row => row !== help).map(row => cell(row));
	const width = Math.min(widestColumn, Math.max(...cells.map(each => widthOfLine(each)), 1));
	const columns = Math.max(1, Math.floor((size.cols - 1) / (width + gap)));
	const height = Math.min(most, Math.ceil((cells.length + 1) / columns));
	// The last place is the help's, which has everything.
	const shown = cells.slice(0, columns * height - 1);
	const all = help === undefined ? shown : [...shown, cell(help)];
	const lines = Array.from({length: height}, (_, line) => fitSpans([span(' '), ...Array.from({length: columns}, (_unused, column) => all[column * height + line] ?? []).flatMap(each => [...fitSpans(each, width), span(' '.repeat(gap))])], size.cols));
	return {rect: {x: 0, y: size.rows - height, cols: size.cols, rows: height}, lines};
}

function cell(row: KeyRow): Line {
	return [span(`${row.shown} `, 'accent'), span(row.label)];
}
