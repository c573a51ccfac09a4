import test from 'ava';
import {freshBudget, isLow, spend, waitFor} from '../../../source/core/service/log-budget.js';

const megabyte = 1024 * 1024;

test('keeps a burst whole, and of a flood four megabytes a second', t => {
	let budget = freshBudget(0);
	budget = spend(budget, {bytes: 16 * megabyte, now: 0});
	t.deepEqual([waitFor(budget, {overrun: true, now: 0}), waitFor(budget, {overrun: true, now: 1})], [250, 0]);
	t.is(waitFor(budget, {overrun: false, now: 0}), 0);
	t.true(isLow(budget, 499));
	t.false(isLow(budget, 500));
	t.false(isLow(freshBudget(0), 0));
});

test('reads what the holder has before it waits, where nothing was lost', t => {
	const budget = spend(freshBudget(0), {bytes: 20 * megabyte, now: 0});
	t.is(waitFor(spend(budget, {bytes: -1, now: 0}), {overrun: false, now: 0}), 0);
	t.is(waitFor(budget, {overrun: false, now: 0}), 1250);
	t.is(waitFor(budget, {overrun: true, now: 0}), 1250);
});
