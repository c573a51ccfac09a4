import test from 'ava';
import {nameOf, runFault} from '../../bench/faults/fault.js';
import {faults} from '../../bench/faults/pty.js';

for (const fault of faults) {
	test.serial(`loses no byte: ${nameOf(fault)}`, async t => {
		t.timeout(600_000);
		t.deepEqual(await runFault(fault, {full: false}), {name: nameOf(fault), runs: 5, lost: 0, recovered_ms: undefined, ok: true});
	});
}
