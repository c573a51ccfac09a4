import test from 'ava';
import {nameOf} from '../../bench/faults/fault.js';
import {faults, wantedNumbers} from '../../bench/faults/sessions.js';

test('every number of the list that is about sessions has a fault', t => {
	const numbers = new Set(faults.map(({number}) => number));
	t.deepEqual(wantedNumbers.filter(number => !numbers.has(number)), []);
});

test('no two faults have one name, so that a row can be found again', t => {
	const names = faults.map(fault => nameOf(fault));
	t.deepEqual(names.filter((name, index) => names.indexOf(name) !== index), []);
});
