import test from 'ava';
import {afterAnswer, freshPatience, mayAsk} from '../../../source/core/compress/patience.js';

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
