import test from 'ava';
import {rank, useOf, type Findable} from '../../../../source/core/view/box/rank.js';

function entry(name: string, {words = '', use = 0} = {}): Findable {
	return {name, words: `${name} ${words}`, use};
}

function ranked(query: string, ...entries: readonly Findable[]): readonly string[] {
	return rank(entries, query).map(({name}) => name);
}

test('exact comes before a beginning, that before what has it inside, that before letters in their order', t => {
	t.deepEqual(ranked('watch', entry('w a t c h er'), entry('stopwatch', {use: 9}), entry('watch log'), entry('watch')), ['watch', 'watch log', 'stopwatch', 'w a t c h er']);
});

test('a word of the name that begins so counts as a beginning', t => {
	t.deepEqual(ranked('ri', entry('fries', {use: 5}), entry('split right')), ['split right', 'fries']);
});

test('what is used more, and more lately, comes first among what fits alike', t => {
	const day = 24 * 60 * 60 * 1000;
	const often = useOf({at: 0, count: 8}, day);
	const lately = useOf({at: day, count: 2}, day);
	const long = useOf({at: 0, count: 8}, 9 * day);
	t.true(often > lately && lately > long);
	t.deepEqual(ranked('api', entry('x', {words: 'api', use: lately}), entry('y', {words: 'api', use: often}), entry('z', {words: 'api', use: long})), ['y', 'x', 'z']);
});

test('every word has to be found, in any order', t => {
	t.deepEqual(ranked('retry fix', entry('a', {words: 'fix the retry test'}), entry('b', {words: 'fix it'})), ['a']);
});

test('nothing typed leaves all, the most used first, and what does not fit is left out', t => {
	t.deepEqual(ranked('', entry('a'), entry('b', {use: 1})), ['b', 'a']);
	t.deepEqual(ranked('zq', entry('quiz'), entry('a')), []);
});

test('five thousand entries are ranked well within the time of a key', t => {
	const entries = Array.from({length: 5000}, (_, index) => entry(`session ${index}`, {words: `claude code /home/me/src/project-${index % 97} fix the flaky retry test number ${index}`, use: index % 13}));
	const begin = performance.now();
	for (const query of ['s', 'se', 'retry', 'retry 49', 'project-13 fix', 'ssn4', 'nothing like it']) {
		rank(entries, query);
	}

	// Each may take 50 ms; a machine that is ten times slower than the one this was written on still has room.
	t.true((performance.now() - begin) / 7 < 50);
});
