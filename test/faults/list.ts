import test from 'ava';
import {nameOf} from '../../bench/faults/fault.js';
import * as services from '../../bench/faults/services.js';
import * as sessions from '../../bench/faults/sessions.js';

for (const [group, {faults, wantedNumbers}] of Object.entries({sessions, services})) {
	test(`every number of the list that is about ${group} has a fault`, t => {
		const numbers = new Set(faults.map(({number}) => number));
		t.deepEqual(wantedNumbers.filter(number => !numbers.has(number)), []);
	});

	test(`no two faults of ${group} have one name, so that a row can be found again`, t => {
		const names = faults.map(fault => nameOf(fault));
		t.deepEqual(names.filter((name, index) => names.indexOf(name) !== index), []);
	});
}
