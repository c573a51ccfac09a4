import test from 'ava';
import {freshBudget, isLow, onlyCounts, spend, waitFor} from '../../../source/core/service/log-budget.js';

const megabyte = 1024 * 1024;

test('keeps a burst whole, and of a flood four megabytes a second', t => {
	let budget = freshBudget(0);
	budget = spend(budget, {bytes: 16 * megabyte, lines: 0, now: 0});
	t.deepEqual([waitFor(budget, {overrun: true, isNewest: true, now: 0}), waitFor(budget, {overrun: true, isNewest: true, now: 1})], [250, 0]);
	t.is(waitFor(budget, {overrun: false, isNewest: true, now: 0}), 0);
	t.true(isLow(budget, 499));
	t.false(isLow(budget, 500));
	t.false(isLow(freshBudget(0), 0));
});

test('reads what the holder has before it waits, where nothing was lost', t => {
	const budget = spend(freshBudget(0), {bytes: 20 * megabyte, lines: 0, now: 0});
	t.is(waitFor(spend(budget, {bytes: -1, lines: 0, now: 0}), {overrun: false, isNewest: true, now: 0}), 0);
	t.is(waitFor(budget, {overrun: false, isNewest: true, now: 0}), 1250);
	t.is(waitFor(budget, {overrun: true, isNewest: true, now: 0}), 1250);
});

test('of short lines two hundred thousand are read at once, then fifty thousand a second, and the others are counted', t => {
	const budget = spend(freshBudget(0), {bytes: 400_000, lines: 200_000, now: 0});
	t.deepEqual([onlyCounts(freshBudget(0), 0), onlyCounts(budget, 0), onlyCounts(budget, 1)], [false, true, false]);
	t.deepEqual([isLow(budget, 499), isLow(budget, 500)], [true, false]);
	// What has more behind it is counted at once; the newest is read, a little later.
	t.is(waitFor(budget, {overrun: false, isNewest: false, now: 0}), 0);
	t.is(waitFor(budget, {overrun: false, isNewest: true, now: 0}), 250);
	t.is(waitFor(spend(budget, {bytes: 0, lines: 5000, now: 0}), {overrun: false, isNewest: true, now: 0}), 350);
	t.false(onlyCounts(spend(freshBudget(0), {bytes: 16 * megabyte, lines: 199_999, now: 0}), 0));
});
