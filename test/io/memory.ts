import test from 'ava';
import {optimizeNothing, releaseMemory} from '../../source/io/memory.js';

test('gives back what is not used any more', t => {
	optimizeNothing();
	// What was left behind before is not to be taken for something of ours.
	releaseMemory();
	const before = process.memoryUsage().heapUsed;
	let kept: readonly string[][] | undefined = Array.from({length: 400}, () => Array.from<string>({length: 10_000}).fill('x'));
	const full = process.memoryUsage().heapUsed;
	t.true(kept.length === 400 && full - before > 20_000_000, `${full - before} bytes were used`);
	kept = undefined;
	releaseMemory();
	const after = process.memoryUsage().heapUsed;
	t.true(after - before < 5_000_000, `${after - before} bytes are left`);
});
