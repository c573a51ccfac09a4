import test from 'ava';
import {createGrid, type Grid} from '../../../../source/core/view/cells/cells.js';
import {readerGrid} from '../../../../source/core/view/cells/reader-grid.js';
import {textRows} from '../../../helpers/text-rows.js';

function gridOf(lines: readonly string[], cols: number): Grid {
	const grid = createGrid(cols, lines.length);
	for (const [y, line] of lines.entries()) {
		for (const [x, character] of [...line].entries()) {
			grid.text[(y * cols) + x] = character;
		}
	}

	return grid;
}

const grid = gridOf(['aaaaaa', 'bbbbbb', 'cccccc', 'dddddd'], 6);
const at = (x: number, y: number) => ({grid, cursor: {x, y, visible: true, shape: 'block' as const, blink: false}});

test('shows a pane in a larger terminal, and the notice below it', t => {
	const shown = readerGrid({pane: at(2, 3), size: {cols: 9, rows: 6}, top: 0, notice: 'reading', isNoticed: false});
	t.deepEqual([textRows(shown.grid), shown.cursor, shown.top], [['aaaaaa', 'bbbbbb', 'cccccc', 'dddddd', '', 'reading'], {x: 2, y: 3}, 0]);
});

test('shows a pane as it is where it just fits, under the notice while there is one', t => {
	const size = {cols: 6, rows: 4};
	t.deepEqual(textRows(readerGrid({pane: at(0, 0), size, top: 0, notice: 'reading it', isNoticed: false}).grid), ['aaaaaa', 'bbbbbb', 'cccccc', 'dddddd']);
	t.deepEqual(textRows(readerGrid({pane: at(0, 0), size, top: 0, notice: 'reading it', isNoticed: true}).grid), ['aaaaaa', 'bbbbbb', 'cccccc', 'readin']);
});

test('cuts a pane at the edges of a smaller terminal and keeps the row of the cursor in it', t => {
	const size = {cols: 3, rows: 2};
	const rows = (y: number, top: number) => {
		const shown = readerGrid({pane: at(5, y), size, top, notice: 'x', isNoticed: false});
		return [textRows(shown.grid), shown.top, shown.cursor];
	};

	t.deepEqual(rows(0, 0), [['aaa', 'bbb'], 0, undefined]);
	t.deepEqual(rows(3, 0), [['ccc', 'ddd'], 2, undefined]);
	// It moves only when the cursor leaves what is shown.
	t.deepEqual(rows(2, 2), [['ccc', 'ddd'], 2, undefined]);
	t.deepEqual(rows(1, 2), [['bbb', 'ccc'], 1, undefined]);
	const shown = readerGrid({pane: at(1, 3), size, top: 0, notice: 'look', isNoticed: true});
	t.deepEqual([textRows(shown.grid), shown.cursor], [['ddd', 'loo'], {x: 1, y: 0}]);
});
