import test from 'ava';
import {applyRows, areRows} from '../../source/core/ipc/rows-read.js';
import {createGrid} from '../../source/core/view/cells/cells.js';
import type {LinesReply} from '../../source/core/view/copy/lines.js';
import {encoder, openRig, start, type Rig} from '../helpers/emulator-rig.js';
import {textRows} from '../helpers/text-rows.js';

function texts(reply: LinesReply | undefined): readonly string[] {
	const {cols, count, cells} = reply ?? {cols: 0, count: 0, cells: ''};
	const shape = {cols, rowIndexes: Array.from({length: count}, (_, row) => row)};
	const bytes = Buffer.from(cells, 'base64');
	if (!areRows(bytes, shape)) {
		return ['nothing that can be read'];
	}

	const grid = createGrid(cols, count);
	applyRows(bytes, shape, grid);
	return textRows(grid);
}

async function writeTo(rig: Rig, text: string, from = 0): Promise<number> {
	const bytes = encoder.encode(text);
	rig.emulator.write('a', from, bytes);
	await rig.parsed(from + bytes.length);
	return from + bytes.length;
}

const numbered = (from: number, count: number) => Array.from({length: count}, (_, index) => `line ${from + index}\r\n`).join('');

test.serial('a line keeps its number while output comes and old lines go', async t => {
	const rig = openRig(t);
	rig.emulator.open('a', start);
	const end = await writeTo(rig, numbered(0, 100));
	const before = await rig.emulator.lines('a', {from: 40, count: 2});
	t.like(before, {epoch: 0, alternate: false, cols: 20, rows: 5, first: 0, top: 96, end: 101, from: 40, count: 2, wrapped: []});
	t.deepEqual(texts(before), ['line 40', 'line 41']);
	await writeTo(rig, numbered(100, 6000), end);
	const gone = await rig.emulator.lines('a', {from: 40, count: 2});
	t.like(gone, {epoch: 0, first: 1096, top: 6096, end: 6101, from: 1096, count: 2});
	t.deepEqual(texts(gone), ['line 1096', 'line 1097']);
	t.deepEqual(texts(await rig.emulator.lines('a', {from: 5000, count: 1})), ['line 5000']);
	t.deepEqual(texts(await rig.emulator.lines('a', {count: 3})), ['line 6098', 'line 6099', '']);
	t.is(await rig.emulator.lines('nobody', {count: 3}), undefined);
});

test.serial('another width, and a reset, begin another epoch; another height does not', async t => {
	const rig = openRig(t);
	rig.emulator.open('a', start);
	const end = await writeTo(rig, `${numbered(0, 8)}${'x'.repeat(30)}\r\n`);
	t.like(await rig.emulator.lines('a', {count: 0}), {epoch: 0, end: 11});
	rig.emulator.resize('a', {cols: 20, rows: 4});
	await rig.emulator.screen('a');
	t.like(await rig.emulator.lines('a', {from: 3, count: 1}), {epoch: 0, rows: 4});
	rig.emulator.resize('a', {cols: 40, rows: 4});
	await rig.emulator.screen('a');
	const wide = await rig.emulator.lines('a', {count: 2});
	t.is(wide?.epoch, 1);
	t.deepEqual(texts(wide), ['x'.repeat(30), '']);
	await writeTo(rig, '\u001Bcnew', end);
	const reset = await rig.emulator.lines('a', {count: 4});
	t.is(reset?.epoch, 2);
	t.deepEqual(texts(reset), ['new', '', '', '']);
});

test.serial('says which lines go on, where a wide character did not fit, and that the alternate screen has nothing behind it', async t => {
	const rig = openRig(t);
	rig.emulator.open('a', start);
	const end = await writeTo(rig, `old\r\n${'a'.repeat(19)}漢字\r\nlast\r\n\r\n\r\n\r\n`);
	const lines = await rig.emulator.lines('a', {from: 0, count: 4});
	t.like(lines, {wrapped: [2], gaps: [1]});
	t.deepEqual(texts(lines), ['old', 'a'.repeat(19), '漢字', 'last']);
	await writeTo(rig, '\u001B[?1049h\u001B[Heditor', end);
	const alternate = await rig.emulator.lines('a', {count: 100});
	t.like(alternate, {alternate: true, first: 0, top: 0, end: 5, count: 5});
	t.is(texts(alternate)[0], 'editor');
});

test.serial('finds the next place in both directions, over the end of a line and around', async t => {
	const rig = openRig(t);
	rig.emulator.open('a', start);
	await writeTo(rig, `Needle one\r\n${numbered(1, 1200)}${'.'.repeat(17)}needle two\r\n漢 needle three\r\n`);
	const search = async (text: string, line: number, direction: 'forward' | 'backward', x = 0) => rig.emulator.search('a', {text, from: {line, x}, direction});
	t.like(await search('needle', 5, 'forward'), {epoch: 0, match: {start: {line: 1201, x: 17}, end: {line: 1202, x: 3}}, around: false});
	t.like(await search('needle', 1201, 'forward', 17), {match: {start: {line: 1203, x: 3}, end: {line: 1203, x: 9}}, around: false});
	t.like(await search('needle', 1203, 'forward', 3), {match: {start: {line: 0, x: 0}}, around: true});
	t.like(await search('needle', 1203, 'backward', 3), {match: {start: {line: 1201, x: 17}}, around: false});
	t.like(await search('needle', 1201, 'backward', 17), {match: {start: {line: 0, x: 0}}, around: false});
	t.like(await search('needle', 0, 'backward'), {match: {start: {line: 1203, x: 3}}, around: true});
	t.like(await search('Needle', 5, 'forward'), {match: {start: {line: 0, x: 0}}, around: true}, 'a capital is meant');
	t.deepEqual(await search('(nowhere', 5, 'forward'), {epoch: 0, alternate: false, around: false});
	t.deepEqual(await search('', 5, 'forward'), {epoch: 0, alternate: false, around: false});
});

test.serial('looks through a full scrollback to its ends', async t => {
	const rig = openRig(t);
	rig.emulator.open('a', {...start, cols: 100, rows: 40});
	await writeTo(rig, Array.from({length: 6000}, (_, index) => `${index} ${'some words of a program '.repeat(3)}\r\n`).join(''));
	const search = async (text: string, direction: 'forward' | 'backward') => rig.emulator.search('a', {text, from: {line: 3000, x: 0}, direction});
	t.like(await search('5999 some', 'forward'), {match: {start: {line: 5999, x: 0}}, around: false});
	t.like(await search('1000 some', 'backward'), {match: {start: {line: 1000, x: 0}}, around: false});
	t.deepEqual(await search('nowhere', 'backward'), {epoch: 0, alternate: false, around: false});
});

test.serial('tells what a program writes into the clipboard, not what it asks, nor what a replay writes again', async t => {
	const rig = openRig(t);
	const write = (text: string) => `\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`;
	const old = write('old');
	rig.emulator.open('a', {...start, quietBefore: old.length});
	const after = await writeTo(rig, old);
	t.deepEqual(rig.clipboards, []);
	const asked = await writeTo(rig, '\u001B]52;c;?\u0007\u001B]52;;?\u001B\\', after);
	t.is(rig.input(), '');
	const first = await writeTo(rig, write('one ✚'), asked);
	await rig.when('the first is told', () => rig.clipboards.length === 1);
	await writeTo(rig, write('two').repeat(300) + write('last'), first);
	await rig.when('the last is told', () => JSON.stringify(rig.clipboards.at(-1)).includes('last'));
	t.deepEqual(rig.clipboards[0], {status: 'write', text: 'one ✚'});
	t.true(rig.clipboards.length < 5, 'a flood is no flood any more');
});
