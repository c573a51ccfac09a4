import test from 'ava';
import {createGrid, type Grid} from '../../../../source/core/view/cells/cells.js';
import type {Rect} from '../../../../source/core/view/cells/rect.js';
import {turned, turningCells} from '../../../../source/core/view/looks/motion.js';
import {startNavigation, type Navigation} from '../../../../source/core/view/navigation/navigation.js';

const size = {cols: 120, rows: 36};
const atWork: Navigation = {...startNavigation, screen: 'work', focused: 'a'};

function chromeWith(rows: Readonly<Record<number, string>>): Grid {
	const grid = createGrid(size.cols, size.rows);
	for (const [y, text] of Object.entries(rows)) {
		for (const [x, character] of [...text].entries()) {
			grid.text[(Number(y) * size.cols) + x] = character;
		}
	}

	return grid;
}

const chrome = chromeWith({1: ' ▌◐ claude  api', 2: '    asks about ◐', 3: '  ● codex', 4: '  % pi', 35: ' ◐1'});

function rowsThatTurn(navigation: Navigation, covers: readonly Rect[] = []): readonly number[] {
	return turningCells(chrome, {navigation, size, covers}).map(({index}) => Math.floor(index / size.cols));
}

test('states of the sidebar that say work turn, and nothing else does', t => {
	t.deepEqual(rowsThatTurn(atWork), [1, 4]);
});

const still: ReadonlyArray<readonly [when: string, navigation: Navigation, covers: readonly Rect[]]> = [
	['on Home', {...atWork, screen: 'home'}, []],
	['while the terminal has not the focus', {...atWork, attending: {...atWork.attending, hasFocus: false}}, []],
	['while the sidebar is folded', {...atWork, sidebar: 'folded'}, []],
	['below a box', atWork, [{x: 0, y: 0, cols: 40, rows: 20}]],
];

for (const [when, navigation, covers] of still) {
	test(`nothing turns ${when}`, t => {
		t.deepEqual(rowsThatTurn(navigation, covers), []);
	});
}

test('the line over a pane turns, and that of a zoomed one is not there', t => {
	const split = {type: 'split', direction: 'right', share: 0.5, first: {type: 'pane', session: 'a'}, second: {type: 'pane', session: 'b'}} as const;
	const workspace = {tree: split, focused: 'a', zoomed: false};
	const beside = {...atWork, sidebar: 'folded', layout: {...startNavigation.layout, panes: {workspaces: [workspace], active: 0}}} as const;
	const labels = chromeWith({0: `▌◐ claude ${'─'.repeat(50)}│─◐ codex ───`});
	const columns = (navigation: Navigation) => turningCells(labels, {navigation, size, covers: []}).map(({index}) => index);
	t.deepEqual(columns(beside), [1, 62]);
	t.deepEqual(columns({...beside, layout: {...beside.layout, panes: {workspaces: [{...workspace, zoomed: true}], active: 0}}}), []);
});

test('four forms follow one another, in ASCII also, and the chrome itself stays', t => {
	const cells = turningCells(chrome, {navigation: atWork, size, covers: []});
	const forms = [0, 1, 2, 3, 4].map(turn => [1, 4].map(y => turned(chrome, cells, turn).text[(y * size.cols) + 2]).join(''));
	t.deepEqual(forms, ['◐%', '◓/', '◑-', '◒\\', '◐%']);
	t.is(chrome.text[size.cols + 2], '◐');
});
