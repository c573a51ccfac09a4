import test, {type ExecutionContext} from 'ava';
import {defaultChord} from '../../../../source/core/view/keys/chord.js';
import {emptyLeaveState, feedLeaving, flushLeaving, readingLeaveState} from '../../../../source/core/view/keys/leave-chord.js';

const typed = test.macro({
	exec(t: ExecutionContext, text: string, passed: string, leaves: boolean) {
		for (let split = 0; split <= text.length; split++) {
			const first = feedLeaving(emptyLeaveState, Buffer.from(text.slice(0, split)), defaultChord);
			const second = first.leaves ? undefined : feedLeaving(first.state, Buffer.from(text.slice(split)), defaultChord);
			const last = first.leaves || !second || second.leaves ? undefined : flushLeaving(second.state, defaultChord);
			t.deepEqual([Buffer.concat([...first.pass, ...second?.pass ?? [], ...last?.pass ?? []]).toString(), first.leaves || second?.leaves], [passed, leaves]);
		}
	},
	title: (_: string | undefined, text: string, __: string, leaves: boolean) => `${leaves ? 'leaves at' : 'passes on'} ${JSON.stringify(text)}`,
});

test(typed, 'hello\r', 'hello\r', false);
test(typed, 'ls\u0000d', 'ls', true);
test(typed, 'ls\u001B[32;5ud', 'ls', true);
test(typed, '\u0000\u001B[100;1u', '', true);
test(typed, '\u0000\u0000x', '\u0000x', false);
test(typed, '\u0000x', '\u0000x', false);
test(typed, '\u001B[200~\u0000d\u001B[201~', '\u001B[200~\u0000d\u001B[201~', false);
test(typed, 'ls\u001B[32;5:1u\u001B[32;5:3u\u001B[57442;1:3u\u001B[100;1:1u', 'ls\u001B[57442;1:3u', true);
test(typed, '\u001B[A\u0003', '\u001B[A\u0003', false);

test('takes the keyboard by the chord and `t` only where somebody else has it', t => {
	for (const text of ['\u0000t', '\u001B[32;5u\u001B[116;1u']) {
		t.like(feedLeaving(readingLeaveState, Buffer.from(text), defaultChord), {takes: true, leaves: false});
		t.like(feedLeaving(emptyLeaveState, Buffer.from(text), defaultChord), {takes: false, leaves: false});
		t.like(feedLeaving(readingLeaveState, Buffer.from('\u0000d'), defaultChord), {takes: false, leaves: true});
	}
});

test('a paste whose end was lost is over after a silence: the chord leaves again, and a late end mark is not sent twice', t => {
	for (const late of ['', '\u001B[201~']) {
		const begun = feedLeaving(emptyLeaveState, Buffer.from('\u001B[200~stuck\u0000d'), defaultChord);
		const over = flushLeaving(begun.state, defaultChord);
		const left = feedLeaving(over.state, Buffer.from(`${late}x\u0000d`), defaultChord);
		t.is(Buffer.concat([...begun.pass, ...over.pass, ...left.pass]).toString(), '\u001B[200~stuck\u0000d\u001B[201~x');
		t.deepEqual([begun.leaves, over.leaves, left.leaves], [false, false, true]);
	}
});
