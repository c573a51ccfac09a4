import test, {type ExecutionContext} from 'ava';
import {defaultChord, isChord, parseChord, readChord, type Chord} from '../../../../source/core/view/keys/chord.js';
import {emptyOuterState, feedOuter, flushOuter} from '../../../../source/core/view/keys/outer-input.js';
import type {OuterToken} from '../../../../source/core/view/keys/outer-token.js';

const encoder = new TextEncoder();

/** What was typed, with `<chord>` where it was pressed, `<repeat>` and `<release>` where it was held and let go. */
function read(chunks: readonly string[], chord: Chord): string {
	let state = emptyOuterState;
	const tokens: OuterToken[] = [];
	for (const chunk of chunks) {
		const [next, found] = feedOuter(state, encoder.encode(chunk));
		state = next;
		tokens.push(...found);
	}

	tokens.push(...flushOuter(state)[1]);
	return tokens.map(token => token.type === 'stroke' && isChord(token.stroke, chord) ? `<${token.stroke.event === 'press' ? 'chord' : token.stroke.event}>` : new TextDecoder().decode(token.bytes)).join('');
}

const forms = test.macro<[input: string, expected: string, chord?: Chord]>({
	exec(t: ExecutionContext, input: string, expected: string, chord: Chord = defaultChord) {
		t.is(read([input], chord), expected);
		for (let cut = 1; cut < input.length; cut++) {
			t.is(read([input.slice(0, cut), input.slice(cut)], chord), expected, `cut at ${cut}`);
		}

		t.is(read([...input], chord), expected, 'byte by byte');
	},
	title: name => `tells the chord from what goes to the pane: ${name ?? ''}`,
});

const [controlB, altW, f12, bracket] = ['Ctrl+b', 'Alt+w', 'F12', 'Ctrl+]'].map(label => parseChord(label));

test('plain typing', forms, 'hello\r\u0003', 'hello\r\u0003');
test('the legacy byte', forms, 'a\u0000b', 'a<chord>b');
test('twice', forms, '\u0000\u0000', '<chord><chord>');
test('CSI-u', forms, 'a\u001B[32;5ub', 'a<chord>b');
test('CSI-u with caps lock, number lock and both', forms, '\u001B[32;69u\u001B[32;133u\u001B[32;197u', '<chord><chord><chord>');
test('CSI-u pressed, held and let go', forms, 'a\u001B[32;5:1u\u001B[32;5:2u\u001B[32;5:3ub', 'a<chord><repeat><release>b');
test('CSI-u with text and other keys beside it', forms, '\u001B[32::32;5;32u', '<chord>');
test('modifyOtherKeys', forms, '\u001B[27;5;32~x', '<chord>x');
test('Ctrl+Shift+Space, which is another key', forms, '\u001B[32;6u', '\u001B[32;6u');
test('arrows, Alt keys and a lone Esc', forms, '\u001B[A\u001BOB\u001Bx\u001B[1;5D\u001B', '\u001B[A\u001BOB\u001Bx\u001B[1;5D\u001B');
test('a paste with every form inside', forms, '\u001B[200~a\u0000b\u001B[32;5u\u001B[27;5;32~\u001B[201~', '\u001B[200~a\u0000b\u001B[32;5u\u001B[27;5;32~\u001B[201~');
test('mouse reports and answers', forms, '\u001B[<0;12;3M\u001B[?62;22c', '\u001B[<0;12;3M\u001B[?62;22c');
test('a sequence that never ends', forms, `\u001B[${'1;'.repeat(40)}x`, `\u001B[${'1;'.repeat(40)}x`);
test('Ctrl+b in its three forms', forms, 'a\u0002\u001B[98;5u\u001B[27;5;98~\u0000', 'a<chord><chord><chord>\u0000', controlB);
test('Ctrl+b on a keyboard with other letters', forms, '\u001B[1080::98;5u', '<chord>', controlB);
test('Alt+w in its three forms', forms, '\u001Bw\u001B[119;3u\u001B[27;3;119~w', '<chord><chord><chord>w', altW);
test('F12, in its form with an event too', forms, '\u001B[24~\u001B[24;1:1~\u001B[24;1:3~\u001B[24;2~', '<chord><chord><release>\u001B[24;2~', f12);
test('Ctrl+]', forms, '\u001D\u001B[93;5u]', '<chord><chord>]', bracket);

test('takes another chord from the settings', t => {
	t.deepEqual(parseChord('Ctrl+Space'), defaultChord);
	t.deepEqual(['ctrl+B', 'alt+w', 'Alt+W', 'f5', 'Ctrl+Alt+x'].map(setting => parseChord(setting)?.label), ['Ctrl+b', 'Alt+w', 'Alt+W', 'F5', 'Ctrl+Alt+x']);
});

test('refuses keys that agents need, and says why', t => {
	for (const setting of ['Ctrl+c', 'Ctrl+m', 'Ctrl+[', 'x', 'Enter', 'Alt+[', 'F13', '', 'Ctrl+é', 'Hyper+x']) {
		const read = readChord(setting);
		t.true('problem' in read && /\w.*\.$/.test(read.problem), `refuses ${setting}`);
	}

	t.deepEqual(readChord('Ctrl+c'), {problem: 'Ctrl+c cannot be it: it stops what a program does.'});
});
