import test from 'ava';
import {noWriters, userCame, userLeft, userTakes, type Writers} from '../../../source/core/holder/writers.js';

const after = (...steps: ReadonlyArray<(writers: Writers<string>) => Writers<string>>) => {
	let writers: Writers<string> = noWriters;
	const seen: Array<string | undefined> = [];
	for (const step of steps) {
		writers = step(writers);
		seen.push(writers.writer);
	}

	return seen;
};

const came = (user: string) => (writers: Writers<string>) => userCame(writers, user);
const left = (user: string) => (writers: Writers<string>) => userLeft(writers, user);
const takes = (user: string) => (writers: Writers<string>) => userTakes(writers, user);

test('gives the keyboard to the first user', t => {
	t.deepEqual(after(came('a'), came('b')), ['a', 'a']);
});

test('moves the keyboard to who takes it', t => {
	t.deepEqual(after(came('a'), came('b'), takes('b'), takes('a')), ['a', 'a', 'b', 'a']);
});

test('passes the keyboard of a user who left to the newest other one', t => {
	t.deepEqual(after(came('a'), came('b'), came('c'), left('a'), left('c'), left('b'), came('d')), ['a', 'a', 'a', 'c', 'b', undefined, 'd']);
});

test('leaves the keyboard where it is when another user leaves', t => {
	t.deepEqual(after(came('a'), came('b'), left('b')), ['a', 'a', 'a']);
});

test('gives nothing to who is not a user', t => {
	t.deepEqual(after(came('a'), takes('stranger')), ['a', 'a']);
});
