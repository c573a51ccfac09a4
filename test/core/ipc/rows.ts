import test from 'ava';
import {decodeUpdate, encodeUpdate, type PaneUpdate} from '../../../source/core/ipc/rows.js';
import {createGrid, extraBit, paletteColour, rgbColour, style, type Extra, type Grid} from '../../../source/core/view/cells/cells.js';

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

function linked(): Grid {
	const grid = sample();
	const extras: ReadonlyArray<readonly [index: number, extra: Extra]> = [
		[2, {underline: paletteColour | 9, link: undefined}],
		[3, {underline: paletteColour | 9, link: undefined}],
		[4, {underline: 0, link: {uri: 'https://example.org/', id: 'a'}}],
		[24, {underline: rgbColour | 1, link: {uri: 'https://example.org/', id: 'a'}}],
		[35, {underline: 0, link: {uri: 'file:///tmp', id: ''}}],
	];
	for (const [index, extra] of extras) {
		grid.style[index] = (grid.style[index] ?? 0) | extraBit;
		grid.extras.set(index, extra);
	}

	return grid;
}

test('gives back links and colours of underlines, and takes them away again', t => {
	const grid = linked();
	const copy = createGrid(12, 3);
	const decoded = decodeUpdate(encodeUpdate(update, grid));
	t.deepEqual(decoded?.update, update);
	decoded?.apply(copy);
	t.deepEqual(copy, grid);
	decodeUpdate(encodeUpdate(update, sample()))?.apply(copy);
	t.deepEqual(copy.style, sample().style);
});

/** The same rows behind another header. */
function withHeader(payload: Uint8Array, header: object): Uint8Array {
	const json = new TextEncoder().encode(JSON.stringify(header));
	const rows = payload.subarray(4 + new DataView(payload.buffer).getUint32(0));
	const changed = new Uint8Array(4 + json.length + rows.length);
	new DataView(changed.buffer).setUint32(0, json.length);
	changed.set(json, 4);
	changed.set(rows, 4 + json.length);
	return changed;
}

test('a reader from before there were links reads the same rows', t => {
	const grid = createGrid(12, 3);
	decodeUpdate(withHeader(encodeUpdate(update, linked()), update))?.apply(grid);
	t.deepEqual(grid, sample());
});

const broken: ReadonlyArray<readonly [name: string, extras: unknown]> = [
	['no object', 5],
	['no lists', {links: {}, runs: 'x'}],
	['runs of something else', {links: [], runs: [5, null, ['a'], [0, 1, 1, 'red', 0]]}],
	['a run of a row that is not in it', {links: [], runs: [[1, 0, 5, 7, -1], [9, 0, 5, 7, -1]]}],
	['a link that is none', {links: [['about:blank', ''], [5], null], runs: [[0, 0, 1, 0, 0], [0, 0, 1, 0, 1], [0, 0, 1, 0, 2], [0, 0, 1, 0, 3]]}],
	['a run that ends nowhere', {links: [], runs: [[0, 12, 5e12, 7, -1], [0, -3, 9, 7, -1]]}],
];

for (const [name, extras] of broken) {
	test(`reads the rows where beside them stands ${name}`, t => {
		const grid = createGrid(12, 3);
		decodeUpdate(withHeader(encodeUpdate(update, sample()), {...update, extras}))?.apply(grid);
		t.deepEqual(grid, sample());
	});
}

test('carries no more of links than a frame has room for', t => {
	const grid = createGrid(200, 60);
	const rowIndexes = Array.from({length: 60}, (_, row) => row);
	for (let index = 0; index < 12_000; index++) {
		grid.style[index] = extraBit;
		grid.extras.set(index, {underline: 0, link: {uri: `https://example.org/${index}/${'x'.repeat(2000)}`, id: ''}});
	}

	const payload = encodeUpdate({...update, cols: 200, rows: 60, rowIndexes}, grid);
	t.true(payload.length < 200_000, `${payload.length}`);
	const copy = createGrid(200, 60);
	decodeUpdate(payload)?.apply(copy);
	t.is(copy.extras.get(0)?.link?.uri.length, 2022);
	t.is(copy.extras.get(11_999), undefined);
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
