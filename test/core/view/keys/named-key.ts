import test, {type ExecutionContext} from 'ava';
import {keyBytes, keyNames, textBytes} from '../../../../source/core/view/keys/named-key.js';

const plain = {applicationCursor: false, applicationKeypad: false, kitty: 0, otherKeys: 0};
const application = {...plain, applicationCursor: true};
const kitty = {...application, kitty: 1};
const everything = {...plain, kitty: 1 | 8 | 16};

const sends = test.macro({
	exec(t: ExecutionContext, modes: typeof plain, expected: Readonly<Record<string, string>>) {
		t.deepEqual(Object.fromEntries(Object.keys(expected).map(name => {
			const key = keyBytes(name, modes);
			return [name, key.type === 'bytes' ? key.bytes : key.type];
		})), expected);
	},
	title: (name: string | undefined) => `writes keys for ${name ?? ''}`,
});

test('a program that asked for nothing', sends, plain, {
	x: 'x', X: 'X', 'Shift+x': 'X', 'Alt+x': '\u001Bx', 'Alt+X': '\u001BX', ß: 'ß',
	Enter: '\r', return: '\r', Escape: '\u001B', Esc: '\u001B', Tab: '\t', 'Shift+Tab': '\u001B[Z', Space: ' ', Backspace: '\u007F', 'Alt+Enter': '\u001B\r',
	'Ctrl+C': '\u0003', 'Ctrl+c': '\u0003', 'C-c': '\u0003', 'Ctrl+Space': '\0', 'Ctrl+[': '\u001B', 'Ctrl+]': '\u001D', 'Ctrl+/': '\u001F', 'Ctrl+Alt+x': '\u001B\u0018',
	Up: '\u001B[A', up: '\u001B[A', Home: '\u001B[H', 'Ctrl+Up': '\u001B[1;5A', F1: '\u001BOP', F5: '\u001B[15~', 'Shift+F5': '\u001B[15;2~', Delete: '\u001B[3~', PageUp: '\u001B[5~',
	'Ctrl+Enter': 'unsayable', 'Shift+Enter': 'unsayable', 'Ctrl+1': 'unsayable', 'Ctrl+Shift+c': 'unsayable', Plus: '+', '+': '+', 'Alt++': '\u001B+',
	Entr: 'unknown', 'Ctrl+': 'unknown', '': 'unknown', 'Hyper+x': 'unknown',
});

test('application cursor keys', sends, application, {Up: '\u001BOA', End: '\u001BOF', 'Ctrl+Up': '\u001B[1;5A', F5: '\u001B[15~', x: 'x'});

test('modifyOtherKeys', sends, {...plain, otherKeys: 1}, {'Shift+Enter': '\u001B[27;2;13~', 'Ctrl+1': '\u001B[27;5;49~', 'Ctrl+C': '\u0003', Enter: '\r', X: 'X'});

test('the kitty keyboard protocol', sends, kitty, {
	x: 'x', X: 'X', Enter: '\r', Tab: '\t', Escape: '\u001B[27u', 'Ctrl+C': '\u001B[99;5u', 'Ctrl+Shift+c': '\u001B[99;6u', 'Alt+x': '\u001B[120;3u', 'Alt+X': '\u001B[120;4u',
	'Shift+Enter': '\u001B[13;2u', 'Ctrl+Enter': '\u001B[13;5u', 'Ctrl+1': '\u001B[49;5u', Up: '\u001B[A', F1: '\u001B[P', F3: '\u001B[13~', 'Ctrl+F3': '\u001B[13;5~', 'Shift+Tab': '\u001B[9;2u',
});

test('the kitty keyboard protocol with every key and its text', sends, everything, {
	x: '\u001B[120;;120u', X: '\u001B[120;2;88u', Enter: '\u001B[13u', Space: '\u001B[32;;32u', 'Ctrl+C': '\u001B[99;5u', Up: '\u001B[A',
});

test('has bytes for every key that it names', t => {
	t.deepEqual(keyNames.filter(name => keyBytes(name, plain).type !== 'bytes'), []);
});

test('types a line, and pastes several where the program marks pastes', t => {
	t.is(textBytes('one line', {bracketedPaste: true}), 'one line');
	t.is(textBytes('one\ntwo\r\nthree', {bracketedPaste: false}), 'one\rtwo\rthree');
	t.is(textBytes('one\ntwo', {bracketedPaste: true}), '\u001B[200~one\rtwo\u001B[201~');
	t.is(textBytes('one\n\u001B[201~two', {bracketedPaste: true}), '\u001B[200~one\rtwo\u001B[201~');
});
