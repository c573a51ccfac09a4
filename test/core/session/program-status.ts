import test from 'ava';
import {emptyQueryScan, readProgramStatus, scanQueries} from '../../../source/core/session/program-status.js';

const cases: ReadonlyArray<readonly [text: string, expected: ReturnType<typeof readProgramStatus>]> = [
	['?', {type: 'query'}],
	['state=working:app=codex', {type: 'report', activity: 'working', message: undefined}],
	['state=blocked:kind=permission:msg=YXBwcm92ZQ==', {type: 'report', activity: 'blocked', message: 'approve'}],
	['state=error:title=dGl0bGU=', {type: 'report', activity: 'error', message: 'title'}],
	['state=clear', {type: 'report', activity: 'unknown', message: undefined}],
	['state=done:msg=%%%', {type: 'report', activity: 'done', message: undefined}],
	['state=sleeping', undefined],
	['state=constructor', undefined],
	['state=working:id=a/b', undefined],
	['app=x', undefined],
	['', undefined],
	[`state=working:msg=${'a'.repeat(5000)}`, undefined],
];

for (const [text, expected] of cases) {
	test(`reads "${text.slice(0, 50)}"`, t => {
		t.deepEqual(readProgramStatus(text), expected);
	});
}

test('finds the terminator of every query, cut anywhere', t => {
	const bytes = new TextEncoder().encode('x7501;?y\u001B]7501;?\u0007 77501;?\u001B\\7501;\u0007');
	for (let cut = 0; cut <= bytes.length; cut++) {
		const first = scanQueries(emptyQueryScan, bytes.subarray(0, cut));
		const second = scanQueries(first.scan, bytes.subarray(cut));
		t.deepEqual([...first.terminators, ...second.terminators], ['\u0007', '\u001B\\'], `cut at ${cut}`);
	}
});
