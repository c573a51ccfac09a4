import test from 'ava';
import {createLogRing} from '../../../source/core/service/log-ring.js';

const line = (text: string, at = 0) => ({at, bytes: new TextEncoder().encode(text)});

test('numbers lines and keeps the newest of them', t => {
	const ring = createLogRing({most: 3});
	t.deepEqual([ring.last(), ring.lines(0, 9)], [0, []]);
	ring.add([line('a', 1), line('', 2)]);
	ring.add([line('é', 3), {...line('…', 4), skipped: {lines: 5, bytes: 6}}]);
	t.deepEqual(ring.lines(0, 9), [
		{number: 2, at: 2, text: ''},
		{number: 3, at: 3, text: 'é'},
		{number: 4, at: 4, text: '…', skipped: {lines: 5, bytes: 6}},
	]);
	t.deepEqual(ring.lines(3, 9).map(({number}) => number), [4]);
	t.deepEqual(ring.lines(0, 2).map(({number}) => number), [3, 4]);
	t.deepEqual([ring.lines(4, 9), ring.lines(9, 9), ring.last()], [[], [], 4]);
});

test('tells a line that had no end again under its number', t => {
	const ring = createLogRing();
	ring.add([line('a'), {...line('b, '), open: true}]);
	t.deepEqual(ring.lines(1, 9), [{number: 2, at: 0, text: 'b, ', open: true}]);
	ring.add([{...line('b, c'), open: true}]);
	ring.add([line('b, c.'), line('d')]);
	t.deepEqual(ring.lines(0, 9).map(({number, text, open}) => [number, text, open]), [[1, 'a', undefined], [2, 'b, c.', undefined], [3, 'd', undefined]]);
});

test('forgets more than one short line for a long one, and has each whole', t => {
	const ring = createLogRing({most: 100, bytes: 10});
	ring.add([line('abc'), line('def'), line('ghi')]);
	t.deepEqual(ring.lines(0, 9).map(({text}) => text), ['abc', 'def', 'ghi']);
	ring.add([line('jklmn')]);
	t.deepEqual(ring.lines(0, 9).map(({text}) => text), ['ghi', 'jklmn']);
	ring.add([line('longer than ten')]);
	t.deepEqual(ring.lines(0, 9), []);
	ring.add([line('o')]);
	t.deepEqual(ring.lines(0, 9), [{number: 6, at: 0, text: 'o'}]);
});
