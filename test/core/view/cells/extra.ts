import test from 'ava';
import {createGrid, extraBit, paletteColour, rgbColour, underlineShift, type Extra, type Grid} from '../../../../source/core/view/cells/cells.js';
import type {ColourDepth} from '../../../../source/core/view/cells/colour.js';
import {diffGrids} from '../../../../source/core/view/cells/diff.js';
import {carriedLink} from '../../../../source/core/view/cells/extra.js';
import {putText} from '../../../../source/core/view/cells/frame-text.js';
import {plainPen} from '../../../../source/core/view/cells/pen.js';

const uris: ReadonlyArray<readonly [uri: string, carried: string | undefined]> = [
	['https://example.org/a?b=c;d#e', 'https://example.org/a?b=c;d#e'],
	['HTTP://EXAMPLE.ORG', 'HTTP://EXAMPLE.ORG'],
	['file:///home/me/%E6%BC%A2.txt', 'file:///home/me/%E6%BC%A2.txt'],
	['file://host/漢字', 'file://host/漢字'],
	['mailto:me@example.org', 'mailto:me@example.org'],
	['https://example.org/\u001B]52;c;AAAA\u0007x', 'https://example.org/]52;c;AAAAx'],
	['https://example.org/\u009C\u009B2J', 'https://example.org/2J'],
	['https://example.org/\r\nx y', 'https://example.org/xy'],
	['https://example.org/\u202Egro.live', 'https://example.org/gro.live'],
	['https://example.org/\uD800', 'https://example.org/'],
	['\u0000javascript:alert(1)', undefined],
	['ht\u0007tps://example.org', 'https://example.org'],
	['vscode://file/etc/passwd', undefined],
	['x', undefined],
	['', undefined],
	[`https://example.org/${'a'.repeat(2100)}`, undefined],
];

for (const [uri, carried] of uris) {
	test(`carries of the link ${JSON.stringify(uri.slice(0, 50))} ${carried === undefined ? 'nothing' : JSON.stringify(carried)}`, t => {
		t.is(carriedLink(uri, '')?.uri, carried);
	});
}

test('an id ends neither itself nor the sequence it stands in', t => {
	t.deepEqual(carriedLink('http://x', 'a:b;c\u001B\u0007d'), {uri: 'http://x', id: 'abcd'});
	t.is(carriedLink('http://x', 'i'.repeat(300)), undefined);
});

function withExtra(text: string, extra: Extra): Grid {
	const grid = createGrid(12, 1);
	putText(grid, text, {x: 0, y: 0, pen: plainPen});
	for (let x = 2; x < 4; x++) {
		grid.style[x] = extraBit | (extra.underline === 0 ? 0 : 3 << underlineShift);
		grid.extras.set(x, extra);
	}

	return grid;
}

const colours: ReadonlyArray<readonly [depth: ColourDepth, underline: number, written: string]> = [
	['truecolor', rgbColour | 0xFF_00_00, '\u001B[1Hab\u001B[4:3m\u001B[58:2::255:0:0mcd\u001B[mef'],
	['256', rgbColour | 0xFF_00_00, '\u001B[1Hab\u001B[4:3m\u001B[58:5:196mcd\u001B[mef'],
	['256', paletteColour | 9, '\u001B[1Hab\u001B[4:3m\u001B[58:5:9mcd\u001B[mef'],
	['16', rgbColour | 0xFF_00_00, '\u001B[1Hab\u001B[4:3mcd\u001B[mef'],
	['none', rgbColour | 0xFF_00_00, '\u001B[1Hab\u001B[4:3mcd\u001B[mef'],
];

for (const [depth, underline, written] of colours) {
	test(`gives the colour ${underline.toString(16)} of an underline as the terminal can show it: ${depth}`, t => {
		t.is(diffGrids(withExtra('abcdef', {underline, link: undefined}), {back: createGrid(12, 1), depth}), written);
	});
}

test('takes the colour of an underline away without the sequence that makes it white', t => {
	const front = withExtra('abcdef', {underline: paletteColour | 9, link: undefined});
	for (let x = 0; x < 6; x++) {
		front.style[x] = (front.style[x] ?? 0) | (3 << underlineShift);
		front.background[x] = paletteColour | 4;
	}

	t.is(diffGrids(front, {back: createGrid(12, 1), depth: '256'}), '\u001B[1H\u001B[4:3;44mab\u001B[58:5:9mcd\u001B[0;4:3;44mef\u001B[m');
});

test('opens a link once for its cells and closes it behind them', t => {
	const front = withExtra('abcdef', {underline: 0, link: {uri: 'http://x', id: 'i'}});
	t.is(diffGrids(front, {back: createGrid(12, 1), depth: 'none'}), '\u001B[1Hab\u001B]8;id=i;http://x\u001B\\cd\u001B]8;;\u001B\\ef');
	t.is(diffGrids(front, {back: structuredClone(front), depth: 'none'}), '');
	const other = withExtra('abcdef', {underline: 0, link: {uri: 'http://y', id: ''}});
	t.is(diffGrids(other, {back: front, depth: 'none'}), '\u001B[1;3H\u001B]8;;http://y\u001B\\cd\u001B]8;;\u001B\\');
	const without = createGrid(12, 1);
	putText(without, 'abcdef', {x: 0, y: 0, pen: plainPen});
	t.is(diffGrids(without, {back: front, depth: 'none'}), '\u001B[1;3Hcd');
});
