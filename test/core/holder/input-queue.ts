import test from 'ava';
import {createInputQueue} from '../../../source/core/holder/input-queue.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (part: Uint8Array) => new TextDecoder().decode(part);

test('gives pieces in order, whatever part of them is taken', t => {
	const queue = createInputQueue(100);
	for (const piece of ['abcdef', 'gh']) {
		queue.push(bytes(piece));
	}

	const seen: string[] = [];
	for (const count of [2, 1, 3, 2]) {
		const part = queue.peek(4);
		seen.push(text(part));
		queue.advance(Math.min(count, part.length));
	}

	t.deepEqual(seen, ['abcd', 'cdef', 'def', 'gh']);
	t.deepEqual([queue.size(), queue.peek(4).length], [0, 0]);
});

test('takes all of a piece or nothing of it', t => {
	const queue = createInputQueue(4);
	t.deepEqual([queue.push(bytes('abc')), queue.push(bytes('de')), queue.push(bytes('f')), queue.size()], [true, false, true, 4]);
});

test('stays in order over thousands of keys', t => {
	const queue = createInputQueue(100_000);
	let out = '';
	let expected = '';
	for (let index = 0; index < 10_000; index++) {
		const key = String.fromCodePoint(97 + (index % 26));
		expected += key;
		queue.push(bytes(key));
		if (index % 3 === 0) {
			out += text(queue.peek(1));
			queue.advance(1);
		}
	}

	while (queue.size() > 0) {
		const part = queue.peek(7);
		out += text(part);
		queue.advance(part.length);
	}

	t.is(out, expected);
});
