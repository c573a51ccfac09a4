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

test('each of five thousand entries is looked at a fixed number of times, however many fit', t => {
	let looked = 0;
	const counted = (index: number): Findable => ({
		get name() {
			looked++;
			return `session ${index}`;
		},
		get words() {
			looked++;
			return `session ${index} claude code fix the flaky retry test`;
		},
		use: index % 13,
	});
	const entries = Array.from({length: 5000}, (_, index) => counted(index));
	for (const query of ['s', 'retry', 'retry fix', 'ssn4', 'nothing like it']) {
		looked = 0;
		rank(entries, query);
		t.true(looked <= 5 * entries.length, `${query}: ${looked}`);
	}
});
