import test from 'ava';
import {run} from '../../bench/faults/pty.js';

test('loses no byte of children that print and exit at once', async t => {
	t.timeout(180_000);
	t.deepEqual(await run({full: false}), [
		{name: 'print 64 KB and exit', runs: 10, lost: 0, recovered_ms: undefined, ok: true},
		{name: 'print 256 KB and exit', runs: 10, lost: 0, recovered_ms: undefined, ok: true},
		{name: 'print 1 MB and exit', runs: 10, lost: 0, recovered_ms: undefined, ok: true},
		{name: 'print 4 MB and exit', runs: 10, lost: 0, recovered_ms: undefined, ok: true},
	]);
});
