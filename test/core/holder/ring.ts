import test from 'ava';
import {createRing, type Ring} from '../../../source/core/holder/ring.js';

const bytes = (text: string) => new TextEncoder().encode(text);

const rest = (ring: Ring, from: number) => {
	let text = '';
	let offset = Math.max(from, ring.oldest());
	for (let part = ring.read(offset, 5); part.length > 0; part = ring.read(offset, 5)) {
		text += new TextDecoder().decode(part);
		offset += part.length;
	}

	return text;
};

test('gives back what was appended by its offset', t => {
	const ring = createRing({limit: 16});
	ring.append(bytes('hello '));
	ring.append(bytes('world'));
	t.deepEqual([ring.oldest(), ring.next(), rest(ring, 0), rest(ring, 6), rest(ring, 11), rest(ring, 99)], [0, 11, 'hello world', 'world', '', '']);
});

test('overwrites the oldest bytes at its limit', t => {
	const ring = createRing({limit: 8});
	ring.append(bytes('abcdef'));
	ring.append(bytes('ghijk'));
	t.deepEqual([ring.oldest(), ring.next(), rest(ring, 0), rest(ring, 9)], [3, 11, 'defghijk', 'jk']);
});

test('keeps the end of a piece that is larger than itself', t => {
	const ring = createRing({limit: 4});
	ring.append(bytes('x'));
	ring.append(bytes('abcdefghij'));
	t.deepEqual([ring.oldest(), ring.next(), rest(ring, 0)], [7, 11, 'ghij']);
});

test('grows by doubling, up to its limit, and keeps its bytes in place', t => {
	const ring = createRing({limit: 20, initial: 4});
	const capacities = [ring.capacity()];
	for (const text of ['abc', 'def', 'ghijkl', 'mnopqrstuvwxyz']) {
		ring.append(bytes(text));
		capacities.push(ring.capacity());
	}

	t.deepEqual(capacities, [4, 4, 8, 16, 20]);
	t.deepEqual([ring.oldest(), ring.next(), rest(ring, 0)], [6, 26, 'ghijklmnopqrstuvwxyz']);
});

test('counts exactly far beyond 32 bits', t => {
	const start = (2 ** 52) + 1;
	const ring = createRing({limit: 8, initial: 2, start});
	ring.append(bytes('abcdef'));
	ring.append(bytes('ghijk'));
	t.deepEqual([ring.oldest() - start, ring.next() - start, rest(ring, start), rest(ring, start + 10)], [3, 11, 'defghijk', 'k']);
});

test('copies its newest bytes across the seam', t => {
	const ring = createRing({limit: 8});
	ring.append(bytes('abcdefgh'));
	ring.append(bytes('ijk'));
	const tail = ring.tail(6);
	ring.append(bytes('XXXXXXXX'));
	t.deepEqual([new TextDecoder().decode(tail), ring.tail(100).length], ['fghijk', 8]);
});

test('holds the same bytes as a long text, however it is cut', t => {
	const text = Array.from({length: 3000}, (_, index) => String.fromCodePoint(97 + (index * 7) % 26)).join('');
	for (const size of [1, 3, 64, 127, 128, 129, 1000]) {
		const ring = createRing({limit: 128, initial: 16});
		for (let at = 0; at < text.length; at += size) {
			ring.append(bytes(text.slice(at, at + size)));
			const end = Math.min(at + size, text.length);
			t.is(rest(ring, 0), text.slice(Math.max(0, end - 128), end));
		}
	}
});
