import test from 'ava';
import {asciiOf, inCharacters} from '../../../../source/core/view/looks/ascii.js';
import {symbols} from '../../../../source/core/view/cells/symbols.js';
import {textWidth} from '../../../../source/core/view/cells/width.js';

test('every symbol of ours has one character of ASCII', t => {
	t.deepEqual([...symbols].filter(symbol => !/^[ -~]$/.test(asciiOf(symbol) ?? '')), []);
});

test('states keep a shape of their own', t => {
	const shapes = [...'◐◆✔●✖↻○'].map(symbol => asciiOf(symbol));
	t.is(new Set([...shapes, '?']).size, 8);
});

test('edges and symbols are chosen apart', t => {
	t.is(inCharacters('│ ◐ working …', {borders: 'ascii', symbols: 'unicode'}), '| ◐ working …');
	t.is(inCharacters('│ ◐ working …', {borders: 'unicode', symbols: 'ascii'}), '│ % working ~');
});

test('what a terminal without Unicode cannot show keeps its place', t => {
	const text = '◆ "日本 é"';
	const shown = inCharacters(text, {borders: 'ascii', symbols: 'ascii'});
	t.is(shown, '! "???? ?"');
	t.is(textWidth(shown), textWidth(text));
});
