import test from 'ava';
import {paletteColour, style} from '../../../../source/core/view/cells/cells.js';
import {createRowPainter} from '../../../../source/core/view/cells/placed-rows.js';
import {textRows} from '../../../helpers/text-rows.js';

const size = {cols: 10, rows: 3};

test('draws rows where they belong, each over those before it, and never half a wide character', t => {
	const paint = createRowPainter();
	const below = [0, 1, 2].map(y => ({x: 0, y, cols: 10, text: '漢字漢字漢'}));
	const grid = paint(size, [...below, {x: 3, y: 1, cols: 4, text: 'ab'}, {x: 8, y: 2, cols: 4, text: 'wide'}, {x: 0, y: 3, cols: 4, text: 'below'}]);
	t.deepEqual(textRows(grid), ['漢字漢字漢', '漢 ab   漢', '漢字漢字wi']);
});

test('gives every span of a line the look that it was painted with, symbols or not', t => {
	const grid = createRowPainter()(size, [{x: 1, y: 0, cols: 9, text: '\u001B[1;31m▌ ◐ ok\u001B[0m no'}]);
	t.deepEqual([...grid.style].slice(0, 10), [0, ...Array.from({length: 6}, () => style.bold), 0, 0, 0]);
	t.deepEqual([...grid.foreground].slice(0, 10), [0, ...Array.from({length: 6}, () => paletteColour | 1), 0, 0, 0]);
});

test('gives the same grid as long as no row changes its text or its place', t => {
	const paint = createRowPainter();
	const rows = (x: number, text: string) => [{x: 0, y: 0, cols: 10, text: 'one'}, {x, y: 1, cols: 5, text}];
	const first = paint(size, rows(0, 'two'));
	t.is(paint(size, rows(0, 'two')), first);
	const others = [paint(size, rows(1, 'two')), paint(size, rows(1, '2')), paint(size, [{x: 0, y: 0, cols: 10, text: 'one'}]), paint({cols: 10, rows: 2}, [{x: 0, y: 0, cols: 10, text: 'one'}])];
	t.deepEqual(others.map(grid => textRows(grid)), [['one', ' two', ''], ['one', ' 2', ''], ['one', '', ''], ['one', '']]);
	t.deepEqual(textRows(first), ['one', 'two', ''], 'what was given before stays as it was');
	t.is(new Set([first, ...others]).size, 5);
});

test('knows a line again after thousands of others, and those as well', t => {
	const paint = createRowPainter();
	for (let number = 0; number < 5000; number++) {
		const grid = paint(size, [{x: 0, y: 0, cols: 10, text: 'same'}, {x: 0, y: 1, cols: 10, text: `line ${number}`}]);
		t.deepEqual(textRows(grid), ['same', `line ${number}`, '']);
	}
});
