import type {TestFn} from 'ava';
import {nameOf, runFault, type Fault} from '../../bench/faults/fault.js';
import {faults as ofSessions} from '../../bench/faults/sessions.js';
import {storyMs} from './until.js';

/** A machine that is busy with other tests may take so many times as long; the command holds to the limit itself. */
const slowest = 10;

/** Each fault of these numbers, few times, as a test of its own. They run one after the other: what is timed must not wait for its neighbour. */
export function testFaults(test: TestFn, {from, to, faults = ofSessions}: {readonly from: number; readonly to: number; readonly faults?: readonly Fault[]}): void {
	for (const fault of faults) {
		if (fault.number >= from && fault.number <= to && fault.runs.few > 0) {
			test.serial(`nothing is lost: ${nameOf(fault)}`, async t => {
				t.timeout(storyMs);
				const row = await runFault({...fault, limitMs: fault.limitMs === undefined ? undefined : fault.limitMs * slowest}, {full: false});
				if (row.skipped !== undefined) {
					t.log(`skipped: ${row.skipped}`);
				}

				t.deepEqual(row, {...row, lost: 0, ok: true});
			});
		}
	}
}
