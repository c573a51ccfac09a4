import test from 'ava';
import {emptyKeyState, feedKeys, flushKeys, type Key} from '../../../../source/core/view/keys/keys.js';

function read(chunks: readonly Uint8Array[]): readonly string[] {
	let state = emptyKeyState;
	const keys: Key[] = [];
	for (const chunk of chunks) {
		const [next, found] = feedKeys(state, chunk);
		state = next;
		keys.push(...found);
	}

	keys.push(...flushKeys(state)[1]);
	return keys.map(key => key.type === 'paste' ? `paste(${key.text})` : key.name);
}

const cases: ReadonlyArray<readonly [input: string, expected: readonly string[]]> = [
	['cip', ['c', 'i', 'p']],
	['é漢👍', ['é', '漢', '👍']],
	['\r\t\u007F\u0003\u0000', ['Enter', 'Tab', 'Backspace', 'Ctrl+c', 'Ctrl+Space']],
	['\u001B', ['Esc']],
	['\u001B\u001B', ['Esc', 'Esc']],
	['\u001B[A\u001BOB\u001B[1;5C\u001B[3~\u001B[Z', ['Up', 'Down', 'Ctrl+Right', 'Delete', 'Shift+Tab']],
	['\u001Bx\u001B[120;3u', ['Alt+x', 'Alt+x']],
	['\u001B[13u\u001B[27u\u001B[63;2u\u001B[32;5u\u001B[27;5;32~', ['Enter', 'Esc', '?', 'Ctrl+Space', 'Ctrl+Space']],
	['\u001B[97;1:3u\u001B[?62c\u001B[Ix', ['x']],
	['\u001B[200~a\rb\u001B[Ac\u001B[201~z', ['paste(a\rb\u001B[Ac)', 'z']],
];

for (const [input, expected] of cases) {
	test(`reads the keys of ${JSON.stringify(input)}, whole and split at every byte`, t => {
		const bytes = new TextEncoder().encode(input);
		t.deepEqual(read([bytes]), expected);
		for (let cut = 1; cut < bytes.length; cut++) {
			t.deepEqual(read([bytes.subarray(0, cut), bytes.subarray(cut)]), expected, `cut at ${cut}`);
		}
	});
}
