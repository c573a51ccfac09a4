import test from 'ava';
import {paletteColour, rgbColour, style} from '../../../../source/core/view/cells/cells.js';
import {parseFrame} from '../../../../source/core/view/cells/frame-text.js';
import {applySgr, plainPen, type Pen} from '../../../../source/core/view/cells/pen.js';
import {penChange} from '../../../helpers/pen-change.js';
import {textRows} from '../../../helpers/text-rows.js';

test('reads styled lines into cells', t => {
	const grid = parseFrame('\u001B[1;31mA\u001B[22mb\u001B[39mc\n漢d', {cols: 4, rows: 2});
	t.deepEqual(textRows(grid), ['Abc', '漢d']);
	t.deepEqual([...grid.style].slice(0, 3), [style.bold, 0, 0]);
	t.deepEqual([...grid.foreground].slice(0, 3), [paletteColour | 1, paletteColour | 1, 0]);
	t.deepEqual([...grid.width].slice(4), [2, 0, 1, 1]);
});

test('cuts off what is outside and never half a wide character', t => {
	const grid = parseFrame('abc漢\nx\ny', {cols: 4, rows: 2});
	t.deepEqual(textRows(grid), ['abc', 'x']);
	t.deepEqual([...grid.width], [1, 1, 1, 1, 1, 1, 1, 1]);
});

test('passes over sequences that are no colours', t => {
	t.deepEqual(textRows(parseFrame('\u001B[2Ja\u001B]8;;http://x\u0007b\u001B[?25lc', {cols: 5, rows: 1})), ['abc']);
});

const pens: ReadonlyArray<readonly [string, Pen]> = [
	['0', plainPen],
	['38;5;200', {...plainPen, foreground: paletteColour | 200}],
	['48;2;1;2;3', {...plainPen, background: rgbColour | 0x01_02_03}],
	['38:2::1:2:3', {...plainPen, foreground: rgbColour | 0x01_02_03}],
	['97;104', {foreground: paletteColour | 15, background: paletteColour | 12, style: 0}],
	['1;4:3;9', {...plainPen, style: style.bold | style.strike | (3 << 8)}],
	['2;3;5;7;8;53', {...plainPen, style: style.dim | style.italic | style.blink | style.inverse | style.hidden | style.overline}],
];

for (const [parameters, pen] of pens) {
	test(`follows SGR ${parameters} and can write it again`, t => {
		t.deepEqual(applySgr({foreground: 0, background: 0, style: 0}, parameters), pen);
		for (const [, from] of pens) {
			const written = penChange(from, pen);
			t.deepEqual(written === '' ? from : applySgr(from, written.slice(2, -1)), pen);
		}
	});
}
