import test from 'ava';
import {createHistory, type History} from '../../../source/core/holder/history.js';

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
const checkpoint = (offset: number, text: string) => ({offset, cols: 80, rows: 24, bytes: encode(text)});

const beginsWith = (history: History, from: 'screen' | 'history') => {
	const {offset, screen} = history.begin(from);
	return [offset, screen?.offset, `${screen?.cols}x${screen?.rows}`, decode(screen?.bytes)];
};

test('begins at the oldest byte while there is no checkpoint, with the modes that hold there', t => {
	const history = createHistory({limit: 20, cols: 80, rows: 24});
	history.append(encode('\u001B[?2004h'));
	t.deepEqual([beginsWith(history, 'screen'), beginsWith(history, 'history')], [[0, 0, '80x24', ''], [0, 0, '80x24', '']]);
	history.append(encode('0123456789ABCDEFGH'));
	// The ring holds 20 bytes of 26: the mode's sequence is cut, and its beginning comes with the modes.
	t.deepEqual(beginsWith(history, 'screen'), [6, 6, '80x24', '\u001B[?200']);
	history.append(encode('xy'));
	t.deepEqual(beginsWith(history, 'history'), [8, 8, '80x24', '\u001B[?2004h']);
});

test('begins with the newest checkpoint, or with the oldest that joins', t => {
	const history = createHistory({limit: 3 * 1024 * 1024, cols: 80, rows: 24});
	const megabyte = new Uint8Array(1024 * 1024).fill(0x61);
	for (const name of ['one', 'two', 'three', 'four', 'five']) {
		history.append(megabyte);
		history.keep(checkpoint(history.ring.next(), name));
	}

	t.deepEqual([beginsWith(history, 'screen')[3], beginsWith(history, 'history')[3], history.ring.oldest()], ['five', 'two', 2 * 1024 * 1024]);
	history.append(encode('x'));
	t.is(beginsWith(history, 'history')[3], 'three');
});

test('begins at the very first byte as long as it is there', t => {
	const history = createHistory({limit: 100, cols: 80, rows: 24});
	history.append(encode('hello'));
	history.keep(checkpoint(5, 'screen'));
	t.deepEqual([beginsWith(history, 'history'), beginsWith(history, 'screen')], [[0, 0, '80x24', ''], [5, 5, '80x24', 'screen']]);
});

test('keeps only the newest of checkpoints that are close to one another', t => {
	const history = createHistory({limit: 4 * 1024 * 1024, cols: 80, rows: 24});
	for (let count = 0; count < 100; count++) {
		history.append(new Uint8Array(1024));
		history.keep(checkpoint(history.ring.next(), `screen ${count}`));
	}

	history.append(new Uint8Array((4 * 1024 * 1024) - (50 * 1024)));
	// The first one is overwritten by now, and so is everything between it and the newest.
	t.deepEqual([beginsWith(history, 'history')[3], beginsWith(history, 'screen')[3]], ['screen 99', 'screen 99']);
});

test('keeps no checkpoint that joins nothing, and none that is behind the newest', t => {
	const history = createHistory({limit: 8, cols: 80, rows: 24});
	history.append(encode('0123456789AB'));
	history.keep(checkpoint(3, 'overwritten'));
	history.keep(checkpoint(13, 'not yet'));
	t.is(beginsWith(history, 'screen')[0], 4);
	history.keep(checkpoint(10, 'ten'));
	history.keep(checkpoint(6, 'six'));
	t.is(beginsWith(history, 'screen')[3], 'ten');
});

test('holds checkpoints of a bounded size', t => {
	const history = createHistory({limit: 4 * 1024 * 1024, cols: 80, rows: 24});
	history.append(encode('x'));
	for (let count = 0; count < 3; count++) {
		history.append(new Uint8Array(1024 * 1024 + 1));
		history.keep({offset: history.ring.next(), cols: 80, rows: 24, bytes: new Uint8Array(700_000).fill(0x61 + count)});
	}

	history.append(new Uint8Array(1024 * 1024));
	t.deepEqual([history.begin('screen').screen?.bytes[0], history.begin('history').screen?.bytes[0]], [0x63, 0x62]);
});

test('knows the size that a byte was written for', t => {
	const history = createHistory({limit: 10, cols: 80, rows: 24});
	history.append(encode('abc'));
	history.resize({cols: 100, rows: 30});
	history.append(encode('def'));
	history.resize({cols: 60, rows: 20});
	history.resize({cols: 61, rows: 20});
	const {sizes} = history;
	t.deepEqual([sizes.at(0).cols, sizes.at(2).cols, sizes.at(3).cols, sizes.at(5).cols, sizes.at(6).cols, sizes.current().cols], [80, 80, 100, 100, 61, 61]);
	t.deepEqual([sizes.count(0), sizes.count(3), sizes.count(6), sizes.next(0), sizes.next(1), sizes.next(3)], [0, 1, 3, {cols: 100, rows: 30, offset: 3}, {cols: 60, rows: 20, offset: 6}, undefined]);
	history.append(encode('ghijklmn'));
	t.deepEqual([history.ring.oldest(), beginsWith(history, 'history')[2], sizes.count(4), sizes.next(1)?.cols], [4, '100x30', 1, 60]);
});

test('forgets a scroll region where the size changed', t => {
	const history = createHistory({limit: 10, cols: 80, rows: 24});
	history.append(encode('\u001B[2;5rabc'));
	history.resize({cols: 80, rows: 30});
	history.append(encode('def'));
	t.is(decode(history.goOn().preamble), '\u001B[');
	history.append(encode('12345'));
	t.is(decode(history.goOn().preamble), '\u001B[2;5r');
	history.append(encode('678'));
	t.is(decode(history.goOn().preamble), '');
});

test('reads nothing of what a newer checkpoint stands for, and goes on from it', t => {
	const history = createHistory({limit: 20, cols: 80, rows: 24});
	history.append(encode('\u001B[?1049h\u001B[?2004h'));
	history.keep(checkpoint(16, '\u001B[?2004h\u001B[?1000h'));
	history.append(encode('0123456789'));
	// 6 bytes are overwritten; the checkpoint says what holds at 16.
	t.deepEqual([history.ring.oldest(), history.goOn().offset, decode(history.goOn().preamble)], [6, 16, '\u001B[?1000h\u001B[?2004h']);
	history.append(encode('\u001B[?1004hABCDEFGHIJ'));
	// The checkpoint is overwritten too: from there on every byte is read.
	t.deepEqual([history.ring.oldest(), history.goOn().offset, decode(history.goOn().preamble)], [24, 24, '\u001B[?1000h\u001B[?2004h']);
	history.append(encode('KLMNOPQRSTUVWXYZ'));
	t.deepEqual([history.goOn().offset, decode(history.goOn().preamble)], [40, '\u001B[?1000h\u001B[?1004h\u001B[?2004h']);
});

test('leaves the newest checkpoint with what came behind it', t => {
	const history = createHistory({limit: 100, cols: 80, rows: 24});
	history.append(encode('hello'));
	history.keep(checkpoint(5, '<screen>'));
	history.append(encode(' world'));
	t.is(decode(history.tail()), '<screen> world');
	history.resize({cols: 90, rows: 24});
	t.is(decode(history.tail()), 'hello world');
});

test('leaves the modes and the last output where there is no checkpoint', t => {
	const history = createHistory({limit: 1024 * 1024, cols: 80, rows: 24});
	history.append(encode('\u001B[?1049h\u001B[?2004h'));
	history.append(new Uint8Array(2 * 1024 * 1024).fill(0x61));
	history.append(encode('\u001B[?1000h'));
	history.append(new Uint8Array(256 * 1024).fill(0x62));
	t.is(decode(history.tail()), '\u001B[?1049h\u001B[?1000h\u001B[?2004h' + 'b'.repeat(256 * 1024));
});
