import test from 'ava';
import {createPlainHistory} from '../../../source/core/holder/plain-history.js';

const bytes = (text: string) => new TextEncoder().encode(text);

test('knows how many lines ended before an offset that is still there', t => {
	const history = createPlainHistory({limit: 8, cols: 80, rows: 24});
	history.append(bytes('a\nb\nc'));
	t.deepEqual([0, 1, 2, 3, 4, 5].map(offset => history.linesBefore?.(offset)), [0, 0, 1, 1, 2, 2]);
	history.append(bytes('\n\nd\nefg'));
	t.deepEqual([history.ring.oldest(), history.ring.next()], [4, 12]);
	t.deepEqual([0, 3, 4, 6, 7, 8, 9, 12].map(offset => history.linesBefore?.(offset)), [undefined, undefined, 2, 3, 4, 4, 5, 5]);
});

test('goes on in the middle, so that what is sent next is not overwritten meanwhile', t => {
	const history = createPlainHistory({limit: 8, cols: 80, rows: 24});
	history.append(bytes('abc'));
	t.deepEqual(history.goOn(), {offset: 0, preamble: new Uint8Array()});
	history.append(bytes('defghijkl'));
	t.is(history.goOn().offset, 8);
	t.deepEqual(history.begin('oldest'), {offset: 4});
	t.deepEqual(history.begin('live'), {offset: 12});
	t.deepEqual(history.begin(2), {offset: 2});
	t.is(new TextDecoder().decode(history.tail()), 'efghijkl');
});
