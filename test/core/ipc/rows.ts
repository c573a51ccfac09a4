import test from 'ava';
import {decodeUpdate, encodeUpdate, type PaneUpdate} from '../../../source/core/ipc/rows.js';
import {createGrid, paletteColour, rgbColour, style, type Grid} from '../../../source/core/view/cells/cells.js';

const update: PaneUpdate = {
	session: 'k3f',
	sequence: 7,
	cols: 12,
	rows: 3,
	full: false,
	cursor: {x: 3, y: 1, visible: true, shape: 'bar', blink: false},
	modes: {applicationCursor: false, applicationKeypad: false, bracketedPaste: true, focusEvents: false, alternateScreen: true, mouse: 'any', mouseEncoding: 'sgr', kitty: 1, otherKeys: 0, alternateScroll: false, synchronized: false},
	title: 'fix the tést',
	offset: 2 ** 40,
	rowIndexes: [0, 2],
};

function put(grid: Grid, position: number, cell: {readonly text: string; readonly width?: number; readonly foreground?: number; readonly background?: number; readonly style?: number}) {
	grid.text[position] = cell.text;
	grid.width[position] = cell.width ?? 1;
	grid.foreground[position] = cell.foreground ?? 0;
	grid.background[position] = cell.background ?? 0;
	grid.style[position] = cell.style ?? 0;
}

function sample(): Grid {
	const grid = createGrid(12, 3);
	for (const [index, character] of [...'hello world!'].entries()) {
		put(grid, index, {text: character, foreground: index < 5 ? paletteColour | 2 : 0, style: index < 5 ? style.bold : 0});
	}

	put(grid, 24, {text: '漢', width: 2, background: rgbColour | 0xAB_CD_EF});
	put(grid, 25, {text: '', width: 0, background: rgbColour | 0xAB_CD_EF});
	put(grid, 26, {text: `e${'\u0301'.repeat(60)}`, style: style.inverse | style.overline});
	put(grid, 27, {text: '👩‍👩‍👧', width: 2});
	put(grid, 28, {text: '', width: 0});
	return grid;
}

test('gives the rows back cell by cell and leaves the others alone', t => {
	const grid = sample();
	const decoded = decodeUpdate(encodeUpdate(update, grid));
	t.deepEqual(decoded?.update, update);
	const copy = createGrid(12, 3);
	decoded?.apply(copy);
	t.deepEqual(copy, grid);

	put(grid, 12, {text: 'x'});
	const again = createGrid(12, 3);
	decodeUpdate(encodeUpdate(update, grid))?.apply(again);
	t.is(again.text[12], ' ');
});

test('reads a payload that stands inside a larger buffer', t => {
	const payload = encodeUpdate(update, sample());
	const larger = new Uint8Array(payload.length + 9).fill(255);
	larger.set(payload, 5);
	const copy = createGrid(12, 3);
	decodeUpdate(larger.subarray(5, 5 + payload.length))?.apply(copy);
	t.deepEqual(copy, sample());
});

test('writes what fits into a grid of another size', t => {
	const decoded = decodeUpdate(encodeUpdate(update, sample()));
	const small = createGrid(4, 1);
	decoded?.apply(small);
	t.is(small.text.join(''), 'hell');
	const large = createGrid(20, 5);
	decoded?.apply(large);
	t.is(large.text.slice(0, 20).join(''), 'hello world!        ');
	t.is(large.text[40], '漢');
});

test('costs little for a blank screen', t => {
	const blank: PaneUpdate = {...update, cols: 200, rows: 60, rowIndexes: Array.from({length: 60}, (_, index) => index)};
	t.true(encodeUpdate(blank, createGrid(200, 60)).length < 2000);
});

test('refuses every truncation', t => {
	const payload = encodeUpdate(update, sample());
	for (let length = 0; length < payload.length; length++) {
		t.is(decodeUpdate(payload.subarray(0, length)), undefined, `${length} bytes`);
	}
});

test('never throws and never applies outside the grid, whatever byte is changed', t => {
	const payload = encodeUpdate(update, sample());
	for (let position = 0; position < payload.length; position++) {
		for (const value of [0, 1, 63, 127, 128, 255]) {
			const broken = Uint8Array.from(payload);
			broken[position] = value;
			const grid = createGrid(12, 3);
			t.notThrows(() => decodeUpdate(broken)?.apply(grid));
			t.is(grid.text.length, 36);
		}
	}
});

const headers: ReadonlyArray<readonly [name: string, change: object]> = [
	['a row outside the screen', {rowIndexes: [3]}],
	['more rows than there are', {rowIndexes: [0, 1, 2, 0]}],
	['a screen without columns', {cols: 0}],
	['a screen larger than any', {cols: 100_000}],
	['an unknown mouse mode', {modes: {...update.modes, mouse: 'cat'}}],
	['a cursor that is missing', {cursor: undefined}],
	['a negative offset', {offset: -1}],
];

for (const [name, change] of headers) {
	test(`refuses ${name}`, t => {
		const header = new TextEncoder().encode(JSON.stringify({...update, rowIndexes: [], ...change}));
		const payload = new Uint8Array(4 + header.length);
		new DataView(payload.buffer).setUint32(0, header.length);
		payload.set(header, 4);
		t.is(decodeUpdate(payload), undefined);
	});
}
