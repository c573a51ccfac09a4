import test from 'ava';
import {afterAnswer, afterLeaving, freshPatience, mayAsk, whenAsked} from '../../../source/core/compress/patience.js';

test('rests for half a minute after three failures in a row, and after one more again', t => {
	let patience = freshPatience;
	const answered = (ok: boolean, now: number) => {
		patience = afterAnswer(patience, {ok, now});
	};

	answered(false, 0);
	answered(false, 1);
	answered(true, 2);
	answered(false, 3);
	answered(false, 4);
	t.true(mayAsk(patience, 5));
	answered(false, 10);
	t.deepEqual([mayAsk(patience, 10), mayAsk(patience, 30_009), mayAsk(patience, 30_010)], [false, false, true]);
	answered(false, 30_500);
	t.deepEqual([mayAsk(patience, 60_499), mayAsk(patience, 60_500)], [false, true]);
	answered(true, 60_500);
	answered(false, 60_501);
	t.true(mayAsk(patience, 60_502));
});

test('asks about one after a rest, and about the others when that is answered', t => {
	const resting = afterAnswer({status: 'asked', failed: 2}, {ok: false, now: 0});
	t.is(whenAsked(freshPatience), freshPatience);
	const tried = whenAsked(resting);
	t.deepEqual([mayAsk(resting, 30_000), mayAsk(tried, 30_000), mayAsk(tried, 90_000)], [true, false, false]);
	t.true(mayAsk(afterAnswer(tried, {ok: true, now: 30_100}), 30_100));
	const failed = afterAnswer(tried, {ok: false, now: 30_100});
	t.deepEqual([mayAsk(failed, 60_099), mayAsk(failed, 60_100)], [false, true]);
	t.true(mayAsk(afterLeaving(tried, 30_100), 30_100), 'its client left');
	t.is(afterLeaving(freshPatience, 30_100), freshPatience);
});
