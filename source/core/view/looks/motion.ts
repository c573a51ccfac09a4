import type {Grid} from '../cells/cells.js';
import {contains, type Rect} from '../cells/rect.js';
import type {Navigation} from '../navigation/navigation.js';
import {visiblePanes} from '../panes/visible.js';
import type {Size} from '../work/layout.js';
import {workLayout} from '../work/work-layout.js';

/** What works turns where it stands, as wide as it is at rest. The first of each is the one that is drawn. */
const turning: ReadonlyArray<readonly [string, ...string[]]> = [['◐', '◓', '◑', '◒'], ['%', '/', '-', '\\']];

/** Four turns a second are enough to be seen. */
export const turnMs = 250;

export type Turning = {readonly index: number; readonly forms: readonly string[]};

type Where = {readonly navigation: Navigation; readonly size: Size; readonly covers: readonly Rect[]};

/** The cells of the chrome that turn: the state of each session in the sidebar and over its pane, where that says it works and nothing lies over it. */
export function turningCells(chrome: Grid, {navigation, size, covers}: Where): readonly Turning[] {
	if (navigation.screen !== 'work' || !navigation.attending.hasFocus || chrome.cols !== size.cols || chrome.rows !== size.rows) {
		return [];
	}

	const {sidebar} = workLayout(navigation, size);
	const places = [
		...Array.from({length: sidebar?.rows ?? 0}, (_, row) => ({x: symbolColumn, y: row})),
		...visiblePanes(navigation, size).panes.flatMap(({label}) => label === undefined ? [] : [{x: label.x + 1, y: label.y}]),
	];
	return places.filter(({x, y}) => covers.every(rect => !contains(rect, x, y))).flatMap(({x, y}) => {
		const index = (y * chrome.cols) + x;
		const forms = turning.find(([still]) => still === chrome.text[index]);
		return forms === undefined ? [] : [{index, forms}];
	});
}

/** In the sidebar a session's state stands after two cells, and on its rows alone something stands there. */
const symbolColumn = 2;

/** The chrome at that turn. The one that was given stays as it is. */
export function turned(chrome: Grid, cells: readonly Turning[], turn: number): Grid {
	if (cells.length === 0 || turn === 0) {
		return chrome;
	}

	const text = [...chrome.text];
	for (const {index, forms} of cells) {
		text[index] = forms[turn % forms.length] ?? ' ';
	}

	return {...chrome, text};
}
