import test from 'ava';
import {inCharacters} from '../../../../source/core/view/looks/ascii.js';
import {symbols} from '../../../../source/core/view/cells/symbols.js';
import {textWidth} from '../../../../source/core/view/cells/width.js';

/** As the screen of a terminal without Unicode has it; what has no form of its own becomes a question mark. */
const shown = (symbol: string) => inCharacters(symbol, {borders: 'ascii', symbols: 'ascii'});

test('every symbol of ours has one character of ASCII', t => {
	t.deepEqual([...symbols].filter(symbol => !/^[ ->@-~]$/.test(shown(symbol))), []);
});

test('states keep a shape of their own', t => {
	const shapes = [...'◐◆✔●✖↻○'].map(symbol => shown(symbol));
	t.is(new Set([...shapes, '?']).size, 8);
});

test('edges and symbols are chosen apart', t => {
	t.is(inCharacters('│ ◐ working …', {borders: 'ascii', symbols: 'unicode'}), '| ◐ working …');
	t.is(inCharacters('│ ◐ working …', {borders: 'unicode', symbols: 'ascii'}), '│ % working ~');
});

test('what a terminal without Unicode cannot show keeps its place', t => {
	const text = '◆ "日本 é"';
	t.is(shown(text), '! "???? ?"');
	t.is(textWidth(shown(text)), textWidth(text));
});
