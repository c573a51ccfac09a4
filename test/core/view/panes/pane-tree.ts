import test from 'ava';
import {placePanes, type PaneTree} from '../../../../source/core/view/panes/pane-tree.js';

const area = {x: 27, y: 0, cols: 93, rows: 34};
const pane = (session: string): PaneTree => ({type: 'pane', session});
const tree: PaneTree = {type: 'split', direction: 'right', share: 0.5, first: pane('a'), second: {type: 'split', direction: 'down', share: 0.25, first: pane('b'), second: pane('c')}};

test('a pane that is alone has all the room and no label', t => {
	t.deepEqual(placePanes({tree: pane('a'), focused: 'a', zoomed: false}, {area, onlyFocused: false}), {panes: [{session: 'a', rect: area, label: undefined}], separators: []});
});

test('panes that share the room have a line of one cell between them and a label over each', t => {
	const {panes, separators} = placePanes({tree, focused: 'a', zoomed: false}, {area, onlyFocused: false});
	t.deepEqual(panes, [
		{session: 'a', rect: {x: 27, y: 1, cols: 46, rows: 33}, label: {x: 27, y: 0, cols: 46, rows: 1}},
		{session: 'b', rect: {x: 74, y: 1, cols: 46, rows: 8}, label: {x: 74, y: 0, cols: 46, rows: 1}},
		{session: 'c', rect: {x: 74, y: 10, cols: 46, rows: 24}, label: {x: 74, y: 9, cols: 46, rows: 1}},
	]);
	t.deepEqual(separators.map(({rect, direction, path}) => ({rect, direction, path})), [
		{rect: {x: 73, y: 0, cols: 1, rows: 34}, direction: 'right', path: []},
		{rect: {x: 74, y: 9, cols: 46, rows: 1}, direction: 'down', path: ['second']},
	]);
});

test('a zoomed pane hides the others', t => {
	t.deepEqual(placePanes({tree, focused: 'c', zoomed: true}, {area, onlyFocused: true}).panes, [{session: 'c', rect: area, label: undefined}]);
});

test('no size and no share makes a rectangle that leaves the room', t => {
	for (let cols = 1; cols < 40; cols++) {
		for (let rows = 1; rows < 12; rows++) {
			for (const share of [0, 0.01, 0.5, 0.99, 1]) {
				const small = {x: 0, y: 0, cols, rows};
				for (const {rect} of placePanes({tree: {...tree, share}, focused: 'a', zoomed: false}, {area: small, onlyFocused: false}).panes) {
					t.true(rect.cols >= 0 && rect.rows >= 0 && rect.x >= 0 && rect.x + rect.cols <= Math.max(cols, rect.x) && rect.y + rect.rows <= Math.max(rows, rect.y), `${cols}×${rows} ${share}`);
				}
			}
		}
	}
});
