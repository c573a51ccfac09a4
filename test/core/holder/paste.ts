import test from 'ava';
import {followPaste, noPaste} from '../../../source/core/holder/paste.js';

const streams: ReadonlyArray<readonly [text: string, open: boolean]> = [
	['hello', false],
	['\u001B[200~hello', true],
	['\u001B[200~hello\u001B[201~', false],
	['\u001B[200~one\u001B[201~two\u001B[200~three', true],
	['\u001B[200~a\u001B[20', true],
	['\u001B[200~a\u001B\u001B[201~', false],
	['\u001B[2\u001B[200~', true],
	['\u001B[202~', false],
	['\u001B[200x', false],
	['200~', false],
];

for (const [text, open] of streams) {
	test(`follows pastes in ${JSON.stringify(text)}, cut anywhere`, t => {
		const bytes = new TextEncoder().encode(text);
		t.is(followPaste(noPaste, bytes).open, open);
		for (let cut = 0; cut <= bytes.length; cut++) {
			t.is(followPaste(followPaste(noPaste, bytes.subarray(0, cut)), bytes.subarray(cut)).open, open, `cut at ${cut}`);
		}
	});
}
