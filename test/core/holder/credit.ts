import test from 'ava';
import {createCredit} from '../../../source/core/holder/credit.js';

test('gives credit back as bytes are acknowledged', t => {
	const credit = createCredit({limit: 100, start: 1000});
	credit.sent(60);
	t.is(credit.left(), 40);
	credit.acknowledge(1050);
	t.is(credit.left(), 90);
	credit.acknowledge(1020);
	t.is(credit.left(), 90);
	credit.sent(90);
	t.is(credit.left(), 0);
	credit.acknowledge(1150);
	t.is(credit.left(), 100);
});

test('does not count what was overwritten', t => {
	const credit = createCredit({limit: 100, start: 0});
	credit.sent(60);
	credit.skip(5000);
	credit.sent(30);
	t.is(credit.left(), 10);
	credit.acknowledge(60);
	t.is(credit.left(), 70);
	credit.acknowledge(5010);
	t.is(credit.left(), 80);
	credit.skip(9000);
	credit.acknowledge(9000);
	credit.sent(5);
	t.is(credit.left(), 95);
});
