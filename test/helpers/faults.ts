import type {TestFn} from 'ava';
import {nameOf, runFault, type Fault} from '../../bench/faults/fault.js';
import {faults as ofSessions} from '../../bench/faults/sessions.js';

/** Each fault of these numbers, few times, as a test of its own. They run one after the other: what is timed must not wait for its neighbour. */
export function testFaults(test: TestFn, {from, to, faults = ofSessions}: {readonly from: number; readonly to: number; readonly faults?: readonly Fault[]}): void {
	for (const fault of faults) {
		if (fault.number >= from && fault.number <= to && fault.runs.few > 0) {
			test.serial(`nothing is lost: ${nameOf(fault)}`, async t => {
				// How long it takes to be well again is what the command is asked for: here it would tell of the machine.
				const row = await runFault({...fault, limitMs: undefined}, {full: false});
				if (row.skipped !== undefined) {
					t.log(`skipped: ${row.skipped}`);
				}

				t.deepEqual(row, {...row, lost: 0, ok: true});
			});
		}
	}
}
