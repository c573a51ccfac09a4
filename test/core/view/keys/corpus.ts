import test from 'ava';
import type {PaneModes} from '../../../../source/core/view/cells/cells.js';
import {encodeStroke, sendsPlainText} from '../../../../source/core/view/keys/encode.js';
import {keysOfText} from '../../../../source/core/view/keys/keys.js';
import {emptyOuterState, feedOuter, flushOuter} from '../../../../source/core/view/keys/outer-input.js';
import type {OuterToken} from '../../../../source/core/view/keys/outer-token.js';
import {strokeOfCharacter} from '../../../../source/core/view/keys/stroke.js';

const legacy: PaneModes = {applicationCursor: false, applicationKeypad: false, bracketedPaste: false, focusEvents: false, alternateScreen: false, mouse: 'none', mouseEncoding: 'default', kitty: 0, otherKeys: 0, alternateScroll: false, synchronized: false};

/** The panes of the table, by what their programs have asked for. */
const panes = {
	legacy,
	application: {...legacy, applicationCursor: true, applicationKeypad: true},
	other1: {...legacy, otherKeys: 1},
	other2: {...legacy, otherKeys: 2},
	kitty1: {...legacy, kitty: 1},
	kitty3: {...legacy, kitty: 3},
	kitty5: {...legacy, kitty: 5},
	kitty31: {...legacy, kitty: 31},
} as const;

type Pane = keyof typeof panes;
type Row = readonly [key: string, outer: readonly string[], told: Readonly<Record<Pane, string>>];

/** ESC is written `^[`, DEL `^?` and the other control bytes like `^A`. */
const shown = (text: string) => text.replaceAll(/[\0-\u001F]/g, byte => `^${String.fromCodePoint((byte.codePointAt(0) ?? 0) + 64)}`).replaceAll('\u007F', '^?'); // eslint-disable-line no-control-regex -- they are what is shown
const meant = (text: string) => text.replaceAll('^?', '\u007F').replaceAll(/\^([@-_])/g, (_, letter: string) => String.fromCodePoint((letter.codePointAt(0) ?? 64) - 64));

/** The same in every pane but for those named. */
const same = (bytes: string, others: Partial<Record<Pane, string>> = {}): Readonly<Record<Pane, string>> => ({legacy: bytes, application: bytes, other1: bytes, other2: bytes, kitty1: bytes, kitty3: bytes, kitty5: bytes, kitty31: bytes, ...others});
/** What the keyboard protocol says, and what terminals without it do. */
const both = (bytes: string, kitty: string, others: Partial<Record<Pane, string>> = {}) => same(bytes, {kitty1: kitty, kitty3: kitty, kitty5: kitty, kitty31: kitty, ...others});

/** What the outer terminal sends, in each of the forms it may have, and what the pane gets. */
const table: readonly Row[] = [
	['a', ['a', '^[[97u', '^[[97;;97u'], same('a', {kitty31: '^[[97;;97u'})],
	['A', ['A', '^[[97:65;2u', '^[[97:65;2;65u'], same('A', {kitty31: '^[[97:65;2;65u'})],
	['ä', ['ä', '^[[228u'], same('ä', {kitty31: '^[[228;;228u'})],
	['Enter', ['^M', '^[[13u'], same('^M', {kitty31: '^[[13u'})],
	['Shift+Enter', ['^[[13;2u', '^[[27;2;13~'], both('^M', '^[[13;2u', {other1: '^[[27;2;13~', other2: '^[[27;2;13~'})],
	['Shift+Enter with number lock', ['^[[13;130u'], both('^M', '^[[13;130u', {other1: '^[[27;2;13~', other2: '^[[27;2;13~'})],
	['Ctrl+Enter', ['^[[13;5u', '^[[27;5;13~'], both('^M', '^[[13;5u', {other1: '^[[27;5;13~', other2: '^[[27;5;13~'})],
	['Alt+Enter', ['^[^M', '^[[13;3u'], both('^[^M', '^[[13;3u', {other2: '^[[27;3;13~'})],
	['Tab', ['^I', '^[[9u'], same('^I', {kitty31: '^[[9u'})],
	['Shift+Tab', ['^[[Z', '^[[9;2u', '^[[1;2Z'], both('^[[Z', '^[[9;2u')],
	['Ctrl+Tab', ['^[[9;5u', '^[[27;5;9~'], both('^I', '^[[9;5u', {other1: '^[[27;5;9~', other2: '^[[27;5;9~'})],
	['Esc', ['^[', '^[[27u'], both('^[', '^[[27u')],
	['Alt+Esc', ['^[[27;3u'], both('^[^[', '^[[27;3u')],
	['Backspace', ['^?', '^[[127u'], same('^?', {kitty31: '^[[127u'})],
	['Ctrl+Backspace', ['^[[127;5u'], both('^H', '^[[127;5u', {other2: '^[[27;5;127~'})],
	['Alt+Backspace', ['^[^?', '^[[127;3u'], both('^[^?', '^[[127;3u', {other2: '^[[27;3;127~'})],
	['Ctrl+c', ['^C', '^[[99;5u', '^[[27;5;99~'], both('^C', '^[[99;5u', {other2: '^[[27;5;99~'})],
	['Ctrl+c with caps lock', ['^[[99;69u'], both('^C', '^[[99;69u', {other2: '^[[27;5;99~'})],
	['Ctrl+c on a Russian keyboard', ['^[[1089::99;5u'], both('^C', '^[[1089;5u', {other2: '^[[27;5;1089~', kitty5: '^[[1089::99;5u', kitty31: '^[[1089::99;5u'})],
	['Ctrl+Shift+c', ['^[[99:67;6u'], both('^C', '^[[99;6u', {other1: '^[[27;6;67~', other2: '^[[27;6;67~', kitty5: '^[[99:67;6u', kitty31: '^[[99:67;6u'})],
	['Ctrl+i, which is not Tab', ['^[[105;5u'], both('^I', '^[[105;5u', {other2: '^[[27;5;105~'})],
	['Ctrl+Space', ['^@', '^[[32;5u', '^[[27;5;32~'], both('^@', '^[[32;5u', {other2: '^[[27;5;32~'})],
	['Ctrl+]', ['^]', '^[[93;5u'], both('^]', '^[[93;5u', {other2: '^[[27;5;93~'})],
	['Ctrl+/', ['^[[47;5u'], both('^_', '^[[47;5u', {other2: '^[[27;5;47~'})],
	['Ctrl+1', ['^[[49;5u'], both('1', '^[[49;5u', {other1: '^[[27;5;49~', other2: '^[[27;5;49~'})],
	['Ctrl+2', ['^[[50;5u'], both('^@', '^[[50;5u', {other2: '^[[27;5;50~'})],
	['Alt+x', ['^[x', '^[[120;3u', '^[[27;3;120~'], both('^[x', '^[[120;3u', {other2: '^[[27;3;120~'})],
	['Alt+X', ['^[X', '^[[120:88;4u'], both('^[X', '^[[120;4u', {other2: '^[[27;4;88~', kitty5: '^[[120:88;4u', kitty31: '^[[120:88;4u'})],
	['Ctrl+Alt+x', ['^[^X', '^[[120;7u'], both('^[^X', '^[[120;7u', {other2: '^[[27;7;120~'})],
	['Super+c', ['^[[99;9u'], both('', '^[[99;9u')],
	['Up', ['^[[A', '^[OA', '^[[1;1A'], same('^[[A', {application: '^[OA'})],
	['Ctrl+Up', ['^[[1;5A', '^[O5A'], same('^[[1;5A')],
	['Home', ['^[[H', '^[OH', '^[[1~', '^[[7~'], same('^[[H', {application: '^[OH'})],
	['Shift+End', ['^[[1;2F', '^[[4;2~'], same('^[[1;2F')],
	['Delete', ['^[[3~'], same('^[[3~')],
	['Ctrl+PageUp', ['^[[5;5~'], same('^[[5;5~')],
	['F1', ['^[OP', '^[[11~', '^[[[A'], both('^[OP', '^[[P')],
	['F3', ['^[OR', '^[[13~', '^[[R'], both('^[OR', '^[[13~')],
	['Shift+F3', ['^[[13;2~'], both('^[[1;2R', '^[[13;2~')],
	['F5', ['^[[15~'], same('^[[15~')],
	['Alt+F12', ['^[[24;3~'], same('^[[24;3~')],
	['F13', ['^[[57376u', '^[[25~'], same('^[[25~')],
	['5 of the keypad', ['^[[57404u', '^[Ou'], same('5', {application: '^[Ou', kitty31: '^[[57404;;53u'})],
	['Enter of the keypad', ['^[[57414u', '^[OM'], both('^M', '^[[57414u', {application: '^[OM'})],
	['Left of the keypad', ['^[[57417u'], both('^[[D', '^[[57417u', {application: '^[OD'})],
	['a, held', ['^[[97;1:2u'], same('a', {kitty31: '^[[97;1:2;97u'})],
	['a, let go', ['^[[97;1:3u'], same('', {kitty3: '^[[97;1:3u', kitty31: '^[[97;1:3u'})],
	['Enter, let go', ['^[[13;1:3u'], same('', {kitty31: '^[[13;1:3u'})],
	['Ctrl+c, held', ['^[[99;5:2u'], both('^C', '^[[99;5u', {other2: '^[[27;5;99~', kitty3: '^[[99;5:2u', kitty31: '^[[99;5:2u'})],
	['Up, held', ['^[[1;1:2A'], same('^[[A', {application: '^[OA', kitty3: '^[[1;1:2A', kitty31: '^[[1;1:2A'})],
	['Up, let go', ['^[[1;1:3A'], same('', {kitty3: '^[[1;1:3A', kitty31: '^[[1;1:3A'})],
	['Delete, let go', ['^[[3;1:3~'], same('', {kitty3: '^[[3;1:3~', kitty31: '^[[3;1:3~'})],
	['Shift alone', ['^[[57441;2u'], same('', {kitty31: '^[[57441;2u'})],
	['a report of the mouse', ['^[[<0;12;3M', '^[[<0;12;3m', '^[[<35;1;1M', '^[[M !!', '^[[32;12;3M'], same('')],
	['a report of the mouse that makes no sense', ['^[[<0;0;3M', '^[[<0;12;0M', '^[[<0;99999999999;3M', '^[[<99999;1;1M', '^[[<;;M', '^[[<0;1M', '^[[<0;1;2;3M', '^[[<0;-1;2M', `^[[<0;${'9'.repeat(80)};1M`, '^[[<0;1;1x', '^[[<0;1'], same('')],
	['a sequence nobody knows', ['^[[1;2;3;4x'], same('^[[1;2;3;4x')],
];

function tokensOf(chunks: readonly Uint8Array[]): readonly OuterToken[] {
	let state = emptyOuterState;
	const tokens: OuterToken[] = [];
	for (const chunk of chunks) {
		const [next, found] = feedOuter(state, chunk);
		state = next;
		tokens.push(...found);
	}

	return [...tokens, ...flushOuter(state)[1]];
}

/** What a pane is told of what was typed, but for pastes, which have a table of their own. */
function told(chunks: readonly Uint8Array[], modes: PaneModes): string {
	return tokensOf(chunks).map(token => {
		if (token.type === 'text') {
			return sendsPlainText(modes) ? new TextDecoder().decode(token.bytes) : keysOfText(token.bytes).map(character => encodeStroke(strokeOfCharacter(character), modes) ?? '').join('');
		}

		return token.type === 'stroke' ? encodeStroke(token.stroke, modes) ?? '' : (token.type === 'unknown' ? new TextDecoder().decode(token.bytes) : '');
	}).join('');
}

for (const [key, outer, expected] of table) {
	test(`tells each pane of ${key} in its own way`, t => {
		for (const form of outer) {
			const bytes = new TextEncoder().encode(meant(form));
			for (const [name, modes] of Object.entries(panes) as ReadonlyArray<[Pane, PaneModes]>) {
				t.is(shown(told([bytes], modes)), expected[name], `${form} to ${name}`);
				for (let cut = 1; cut < bytes.length; cut++) {
					t.is(shown(told([bytes.subarray(0, cut), bytes.subarray(cut)], modes)), expected[name], `${form} to ${name}, cut at ${cut}`);
				}
			}
		}
	});
}

const pastes: ReadonlyArray<readonly [title: string, input: string, text: string, typed: string]> = [
	['one', '^[[200~a^Mb^[[201~', 'a^Mb', ''],
	['one with something typed behind it', '^[[200~ab^[[201~^C', 'ab', '^C'],
	['one with an end mark inside', '^[[200~a^[[201~rm -rf^M^[[201~', 'arm -rf^M', ''],
	['one with an end and a beginning inside', '^[[200~a^[[201~rm^M^[[200~b^[[201~', 'arm^Mb', ''],
	['one with two end marks inside', '^[[200~a^[[201~^[[201~b^[[201~', 'ab', ''],
	['one with a beginning inside', '^[[200~a^[[200~b^[[201~', 'ab', ''],
	['one with the chord, keys and answers inside', '^[[200~^@^[[32;5u^[[A^[]11;rgb:0/0/0^G^[[201~', '^@^[[32;5u^[[A^[]11;rgb:0/0/0^G', ''],
	['an empty one', '^[[200~^[[201~', '', ''],
	['an end without a beginning', '^[[201~a', '', '^[[201~a'],
];

for (const [title, input, text, typed] of pastes) {
	test(`reads a paste: ${title}`, t => {
		const bytes = new TextEncoder().encode(meant(input));
		const read = (chunks: readonly Uint8Array[]) => {
			const tokens = tokensOf(chunks);
			const part = (isText: boolean) => tokens.filter(token => isText ? token.type === 'paste' && token.part === 'text' : token.type !== 'paste').map(token => new TextDecoder().decode(token.bytes)).join('');
			return [shown(part(true)), shown(part(false))];
		};

		t.deepEqual(read([bytes]), [text, typed]);
		for (let cut = 1; cut < bytes.length; cut++) {
			t.deepEqual(read([bytes.subarray(0, cut), bytes.subarray(cut)]), [text, typed], `cut at ${cut}`);
		}

		t.deepEqual(read(Array.from(bytes, byte => Uint8Array.of(byte))), [text, typed], 'byte by byte');
	});
}

test('no bytes at all lose a character: every part together is what came', t => {
	// Weighted towards what sequences are made of.
	const alphabet = '\u001B\u001B\u001B[[[]]OP_?<;;:0123456789ABMPRZucmn~~$\u0007\\\0\r\u007Faé漢👍';
	let seed = 42;
	const random = (below: number) => {
		seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
		return Math.floor(seed / 65_536) % below;
	};

	const characters = [...alphabet];
	for (let round = 0; round < 3000; round++) {
		const text = Array.from({length: 1 + random(40)}, () => characters[random(characters.length)] ?? '').join('');
		if (text.includes('\u001B[200~')) {
			continue;
		}

		const bytes = new TextEncoder().encode(text);
		const cut = random(bytes.length);
		for (const chunks of [[bytes], [bytes.subarray(0, cut), bytes.subarray(cut)], Array.from(bytes, byte => Uint8Array.of(byte))]) {
			const tokens = tokensOf(chunks);
			t.deepEqual(Buffer.concat(tokens.map(token => token.bytes)).toString(), text, `reads ${JSON.stringify(text)}`);
		}
	}
});

test('plain text costs no more than looking at it', t => {
	const line = new TextEncoder().encode('x'.repeat(1_000_000));
	const [, tokens] = feedOuter(emptyOuterState, line);
	t.deepEqual(tokens.map(token => [token.type, token.bytes.length]), [['text', 1_000_000]]);
});
