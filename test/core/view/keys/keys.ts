import test from 'ava';
import {keyName, keysOfText} from '../../../../source/core/view/keys/keys.js';
import {emptyOuterState, feedOuter, flushOuter} from '../../../../source/core/view/keys/outer-input.js';
import type {OuterToken} from '../../../../source/core/view/keys/outer-token.js';

/** What the chrome reads. */
function read(chunks: readonly Uint8Array[]): readonly string[] {
	let state = emptyOuterState;
	const tokens: OuterToken[] = [];
	for (const chunk of chunks) {
		const [next, found] = feedOuter(state, chunk);
		state = next;
		tokens.push(...found);
	}

	tokens.push(...flushOuter(state)[1]);
	return tokens.flatMap(token => token.type === 'text' ? keysOfText(token.bytes) : (token.type === 'stroke' ? keyName(token.stroke) ?? [] : (token.type === 'unknown' ? [] : `(${token.type})`)));
}

const cases: ReadonlyArray<readonly [input: string, expected: readonly string[]]> = [
	['cip', ['c', 'i', 'p']],
	['é漢👍', ['é', '漢', '👍']],
	['\r\n\t\u007F\b\u0003\u0000', ['Enter', 'Enter', 'Tab', 'Backspace', 'Backspace', 'Ctrl+c', 'Ctrl+Space']],
	['\u001B', ['Esc']],
	['\u001B\u001B', ['Esc', 'Esc']],
	['\u001B[A\u001BOB\u001B[1;5C\u001B[3~\u001B[Z\u001B[1;2Z', ['Up', 'Down', 'Ctrl+Right', 'Delete', 'Shift+Tab', 'Shift+Tab']],
	['\u001BOP\u001B[11~\u001B[[A\u001B[15~\u001B[24;5~\u001B[57376u', ['F1', 'F1', 'F1', 'F5', 'Ctrl+F12', 'F13']],
	['\u001Bx\u001B[120;3u\u001B[120;7u\u001B\r\u001B\u007F', ['Alt+x', 'Alt+x', 'Ctrl+Alt+x', 'Alt+Enter', 'Alt+Backspace']],
	['\u001B[13u\u001B[27u\u001B[63;2u\u001B[47:63;2u\u001B[32;5u\u001B[27;5;32~\u001B[32u', ['Enter', 'Esc', '?', '?', 'Ctrl+Space', 'Ctrl+Space', ' ']],
	['\u001B[97;2u\u001B[97;65u\u001B[97;66u\u001B[97;1;228u\u001B[13;2u', ['A', 'A', 'a', 'ä', 'Shift+Enter']],
	['\u001B[97;1:3u\u001B[57441;2u\u001B[97;1:2u', ['a']],
	['\u001B[57404u\u001B[57414u\u001B[57417u\u001BOj\u001BOM', ['5', 'Enter', 'Left', '*', 'Enter']],
	['\u001B[?62c\u001B[I\u001B[<0;1;1Mx', ['(reply)', '(focus)', '(mouse)', 'x']],
	['\u001B[200~a\rb\u001B[Ac\u001B[201~', ['(paste)', '(paste)', '(paste)']],
	['\u001B[99;9u', ['Super+c']],
	['\u001B]x\u001BPy\u001B_', ['Alt+]', 'x', 'Alt+P', 'y', 'Alt+_']],
];

for (const [input, expected] of cases) {
	test(`reads the keys of ${JSON.stringify(input)}, whole and split at every byte`, t => {
		const bytes = new TextEncoder().encode(input);
		t.deepEqual(read([bytes]), expected);
		// A paste may come in more parts than one.
		const seen = (names: readonly string[]) => names.filter((name, index) => name !== '(paste)' || names[index - 1] !== '(paste)');
		for (let cut = 1; cut < bytes.length; cut++) {
			t.deepEqual(seen(read([bytes.subarray(0, cut), bytes.subarray(cut)])), seen(expected), `cut at ${cut}`);
		}
	});
}
