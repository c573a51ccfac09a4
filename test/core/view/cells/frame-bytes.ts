import test from 'ava';
import {createGrid} from '../../../../source/core/view/cells/cells.js';
import type {ColourDepth} from '../../../../source/core/view/cells/colour.js';
import {diffGrids} from '../../../../source/core/view/cells/diff.js';
import {putText} from '../../../../source/core/view/cells/frame-text.js';
import {plainPen} from '../../../../source/core/view/cells/pen.js';
import {framePairs} from '../../../helpers/frame-pairs.js';
import {idealBytes} from '../../../helpers/ideal-frame.js';
import {createScreen} from '../../../helpers/screen.js';
import {textRows} from '../../../helpers/text-rows.js';

const size = {cols: 100, rows: 30};

for (const {name, back, front} of framePairs(size)) {
	test(`costs at most a fifth more than the ideal, and shows it: ${name}`, async t => {
		const bytes = diffGrids(front, {back, depth: 'truecolor'});
		const ideal = idealBytes(back, front);
		const written = Buffer.byteLength(bytes);
		t.true(written <= ideal * 1.2, `${written} bytes for ${ideal}`);
		t.true(written >= ideal, 'what is called ideal cannot be beaten');
		const screen = createScreen(size.cols, size.rows);
		await screen.write(diffGrids(back, {back: undefined, depth: 'truecolor'}));
		await screen.write(bytes);
		t.deepEqual(screen.lines(), textRows(front));
	});

	test(`clears no screen and knows nothing but text, SGR, moves and the end of a row: ${name}`, t => {
		const depths: readonly ColourDepth[] = ['truecolor', '256', '16', 'none'];
		for (const depth of depths) {
			for (const known of [back, undefined]) {
				const bytes = diffGrids(front, {back: known, depth});
				// eslint-disable-next-line no-control-regex -- control characters are what is looked for
				t.notRegex(bytes.replaceAll(/\u001B\[(?:[\d;:]*m|\d+(?:;\d+)?H|\d*[CGK])/g, ''), /[\u0000-\u001F\u007F-\u009F]/);
			}
		}
	});

	test(`has no more colours than the terminal: ${name}`, t => {
		t.notRegex(diffGrids(front, {back, depth: '256'}), /[34]8;2;/);
		t.notRegex(diffGrids(front, {back, depth: '16'}), /[34]8;[25];/);
		// eslint-disable-next-line no-control-regex -- SGR begins with an escape
		t.notRegex(diffGrids(front, {back, depth: 'none'}), /\u001B\[(?:[\d:]+;)*(?:[349]\d|10[0-7])(?:;[\d:]+)*m/);
	});
}

test('a cell whose width is in doubt costs neither its neighbours nor the row, whatever the terminal takes it for', t => {
	const back = createGrid(20, 1);
	putText(back, 'abcdefghijklmnop', {x: 0, y: 0, pen: plainPen});
	const front = structuredClone(back);
	putText(front, '❤️', {x: 4, y: 0, pen: plainPen});
	// The right half is blanked first, for a terminal on which the heart is narrow; then what a wider one may have covered is placed anew.
	t.is(diffGrids(front, {back, depth: 'truecolor'}), '\u001B[1;6H \u001B[5G❤️');
	putText(front, '◆', {x: 4, y: 0, pen: plainPen});
	front.text[5] = 'f';
	front.width[5] = 1;
	t.is(diffGrids(front, {back, depth: 'truecolor'}), '\u001B[1;5H◆\u001B[6Gf');
	putText(front, '👩‍👩‍👧', {x: 4, y: 0, pen: plainPen});
	t.is(diffGrids(front, {back, depth: 'truecolor'}), '\u001B[1;6H \u001B[5G👩‍👩‍👧\u001B[7Gghij');
});

test('letters of every script follow one another without a move in between', t => {
	const front = createGrid(40, 1);
	putText(front, 'Ζεύς Привет 漢字 한국 かな กขค', {x: 0, y: 0, pen: plainPen});
	const bytes = diffGrids(front, {back: createGrid(40, 1), depth: 'truecolor'});
	t.is(bytes, '\u001B[1HΖεύς Привет 漢字 한국 かな กขค');
});

const hostile: ReadonlyArray<readonly [name: string, text: string, shown: string]> = [
	['an escape', '\u001B', ' '],
	['a control character', '\u0007', ' '],
	['the eight-bit form of an escape sequence', '\u009B', ' '],
	['delete', '\u007F', ' '],
	['a letter with an escape behind it', 'a\u001B[2J', 'a[2J'],
	['a mark that turns the row around', '\u202E', ' '],
	['a letter that turns the row around', 'a\u2067', 'a'],
	['nothing in a cell that is one wide', '', ' '],
];

for (const [name, text, shown] of hostile) {
	test(`a cell never brings ${name} to the terminal`, t => {
		const front = createGrid(8, 1);
		front.text[2] = text;
		// eslint-disable-next-line no-control-regex -- the move behind it may follow
		t.is(diffGrids(front, {back: createGrid(8, 1), depth: 'truecolor'}).replace(/\u001B\[4G +$/, ''), `\u001B[1;3H${shown}`);
	});
}
