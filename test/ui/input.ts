import process from 'node:process';
import test from 'ava';
import {typedInput} from '../helpers/typed-input.js';

test('bytes for a pane go on whole', t => {
	const {log, type} = typedInput('pane');
	type('ls\r\u001B[A\u0003é');
	t.deepEqual(log, [String.raw`pane "ls\r\u001b[A\u0003é"`]);
});

test('what follows the chord in the same piece belongs to the chrome', t => {
	const {log, type} = typedInput('pane');
	type('ab\u0000ci');
	t.deepEqual(log, ['pane "ab"', 'chord', 'key c', 'key i']);
});

test('what follows the key that gives the pane its focus belongs to the pane', t => {
	const {log, type} = typedInput('chrome', {onKeyName(name, give) {
		if (name === 'Enter' || name === 'z') {
			give('pane');
		}
	}});
	type('1\rhello\r');
	t.deepEqual(log, ['key 1', 'key Enter', String.raw`pane "hello\r"`]);
	const inText = typedInput('chrome', {onKeyName(name, give) {
		give(name === 'z' ? 'pane' : 'chrome');
	}});
	inText.type('azé\u001B[A');
	t.deepEqual(inText.log, ['key a', 'key z', String.raw`pane "é\u001b[A"`]);
});

test('a lone Esc reaches the pane after 5 ms and the chrome after 25', t => {
	for (const owner of ['pane', 'chrome'] as const) {
		const {log, type, silence} = typedInput(owner);
		type('\u001B');
		silence(owner === 'pane' ? 4 : 24);
		t.deepEqual(log, []);
		silence(owner === 'pane' ? 5 : 25);
		t.deepEqual(log, [owner === 'pane' ? String.raw`pane "\u001b"` : 'key Esc']);
	}
});

test('the chord that is held down is pressed once, and letting it go says nothing', t => {
	const {log, type} = typedInput('pane', {modes: {kitty: 3}});
	type('\u001B[32;5:1u\u001B[32;5:2u\u001B[32;5:2u\u001B[32;5:3u\u001B[57442;1:3u');
	t.deepEqual(log, ['chord']);
});

test('a paste goes with its marks to a pane that asked for them, as typed lines to one that did not', t => {
	const marked = typedInput('pane', {modes: {bracketedPaste: true}});
	marked.type('\u001B[200~a\u0000\r\nb\u001B[201~');
	marked.silence();
	t.deepEqual(marked.log, [String.raw`pane "\u001b[200~a\u0000\r\nb"`, String.raw`pane "\u001b[201~"`]);
	const plain = typedInput('pane');
	plain.type('\u001B[200~a\r');
	plain.type('\nb\nc\u001B[201~');
	plain.silence();
	plain.type('d');
	t.deepEqual(plain.log, [String.raw`pane "a\r"`, String.raw`pane "b\rc"`, 'pane "d"']);
	const chrome = typedInput('chrome');
	chrome.type('\u001B[200~a\u0000b');
	chrome.type('c\u001B[201~');
	chrome.silence();
	t.deepEqual(chrome.log, ['paste a\u0000bc']);
});

for (const [who, mode, ended] of [['a pane that marks pastes', {bracketedPaste: true}, String.raw`pane "\u001b[200~stuck\u001b[201~"`], ['any other pane', {}, 'pane "stuck"'], ['the chrome', undefined, 'paste stuck']] as const) {
	test(`a paste to ${who} whose end was lost is over after 2 s of silence, and keys are keys again`, t => {
		for (const late of ['', '\u001B[201~']) {
			const {log, type, silence} = typedInput(mode === undefined ? 'chrome' : 'pane', mode === undefined ? {} : {modes: mode});
			const got = () => [log.filter(line => line.startsWith('pane ')).map(line => JSON.parse(line.slice(5)) as string).join(''), ...log.filter(line => !line.startsWith('pane '))];
			type('\u001B[200~st');
			silence(1999);
			type('uck');
			silence(1999);
			// Still inside of it.
			t.deepEqual(got(), mode === undefined ? [''] : [(JSON.parse(ended.slice(5)) as string).replace('\u001B[201~', '')]);
			silence(2000);
			const over = mode === undefined ? ['', ended] : [JSON.parse(ended.slice(5)) as string];
			t.deepEqual(got(), over);
			type(late);
			silence();
			t.deepEqual(got(), over);
			type('\u0000');
			t.deepEqual(got(), [...over, 'chord']);
			type('b');
			t.deepEqual(got(), [...over, 'chord', 'key b']);
			type('\u001B');
			silence();
			t.deepEqual(got(), [...over, 'chord', 'key b', 'key Esc']);
		}
	});
}

test('a paste that stops for less than 2 s is one paste, wherever it was cut', t => {
	const whole = '\u001B[200~a\u0000\u001B\u001B[A\rb\u001B[201~';
	for (let cut = 1; cut <= whole.length; cut++) {
		const {log, type, silence} = typedInput('pane', {modes: {bracketedPaste: true}});
		type(whole.slice(0, cut));
		// A key that is cut is waited for only as long as keys are.
		silence(cut < 6 ? 0 : 1999);
		type(whole.slice(cut));
		silence(1999);
		t.deepEqual([...new Set(log.map(line => line.slice(0, 5)))], ['pane ']);
		t.is(log.map(line => JSON.parse(line.slice(5)) as string).join(''), whole);
	}

	const slow = typedInput('pane', {modes: {bracketedPaste: true}});
	for (const [index, byte] of [...whole].entries()) {
		slow.type(byte);
		slow.silence(index < 5 ? 0 : 1999);
	}

	t.is(slow.log.map(line => JSON.parse(line.slice(5)) as string).join(''), whole);
});

test('an end mark that comes after a silence has ended its paste is typed nowhere, wherever it was cut', t => {
	const end = '\u001B[201~';
	for (let cut = 0; cut <= end.length; cut++) {
		for (let again = cut; again <= end.length; again++) {
			const {log, type, silence} = typedInput('pane', {modes: {bracketedPaste: true}});
			type(`\u001B[200~a${end.slice(0, cut)}`);
			silence(2000);
			type(end.slice(cut, again));
			type(end.slice(again));
			type('b');
			silence();
			t.is(log.map(line => JSON.parse(line.slice(5)) as string).join(''), `\u001B[200~a${end}b`);
			// The next paste is one again.
			type(`\u001B[200~c${end}`);
			silence();
			t.is(log.map(line => JSON.parse(line.slice(5)) as string).join(''), `\u001B[200~a${end}b\u001B[200~c${end}`);
		}
	}
});

test('a large paste is read in good time, and streams to a pane', t => {
	const chrome = typedInput('chrome');
	// Of the processor: what others take of it is not counted.
	const begin = process.cpuUsage();
	chrome.type(`\u001B[200~${'x'.repeat(1_000_000)}\u001B[201~`);
	chrome.silence();
	t.is(chrome.log.length, 1);
	const pane = typedInput('pane', {modes: {bracketedPaste: true}});
	pane.type('\u001B[200~');
	for (let part = 0; part < 80; part++) {
		pane.type('line\r'.repeat(13_107));
		// Nothing of it is kept back.
		t.is(pane.log.length, part + 2);
	}

	pane.type('\u001B[201~');
	pane.silence();
	t.is(pane.log.map(line => (JSON.parse(line.slice(5)) as string).length).reduce((sum, length) => sum + length, 0), 80 * 13_107 * 5 + 12);
	const {user, system} = process.cpuUsage(begin);
	t.true((user + system) / 1000 < 5000, `${(user + system) / 1000} ms`);
});

test('mouse and focus are no keys', t => {
	const {log, type} = typedInput('pane');
	type('a\u001B[<0;12;3M\u001B[<0;12;3m\u001B[<64;1;1M\u001B[Ob\u001B[I');
	t.deepEqual(log, ['pane "a"', 'mouse press left 11,2', 'mouse release left 11,2', 'mouse wheel up 0,0', 'focus out', 'pane "b"', 'focus in']);
});

test('asks the terminal once, and gives no pane a key before it has answered', t => {
	const {log, written, input, type} = typedInput('pane');
	input.begin();
	t.deepEqual(written, ['\u001B[?u\u001B]10;?\u001B\\\u001B]11;?\u001B\\\u001B[?996n\u001B[c']);
	type('early\u001B[?0u\u001B]10;rgb:ffff/ffff/ffff\u001B\\\u001B]11;rgb:0000/1111/2222\u0007\u001B[?997;1n');
	t.deepEqual(log, []);
	type('\u001B[?62;22c');
	t.deepEqual(log, ['facts {"kitty":true,"scheme":"dark","foreground":16777215,"background":4386}', 'pane "early"']);
	t.is(written.length, 1);
});

test('a terminal that says nothing is waited for 100 ms, and is told apart keys in xterm\'s way', t => {
	const {log, written, input, type, silence} = typedInput('pane');
	input.begin();
	type('early');
	silence(99);
	t.deepEqual(log, []);
	silence(100);
	t.deepEqual(log, ['facts {"kitty":false}', 'pane "early"']);
	t.is(written.at(-1), '\u001B[>4;1m');
});

test('the chrome takes keys before the terminal has answered', t => {
	const {log, input, type} = typedInput('chrome');
	input.begin();
	type('ci');
	t.deepEqual(log, ['key c', 'key i']);
});

/** All that is asked for, and what somebody else may have asked for before. */
const own = '\u001B[?1u\u001B]10;rgb:ff/ff/ff\u0007\u001B]11;rgb:0000/0000/0000\u001B\\\u001B[?997;2n\u001B[?64;1;9;15;21;22;28c';
const late = `${own}\u001B[>1;10;0c\u001BP>|xterm(380)\u001B\\\u001B[?2026;2$y`;

test('late answers are typed nowhere, however they are cut', t => {
	for (let cut = 0; cut <= late.length; cut++) {
		const {log, type} = typedInput('pane');
		type(`a${late.slice(0, cut)}`);
		type(`${late.slice(cut)}b`);
		t.is(log.filter(line => line.startsWith('pane')).join(' '), 'pane "a" pane "b"', `cut at ${cut}`);
		t.is(log.findLast(line => line.startsWith('facts')), 'facts {"kitty":true,"scheme":"light","foreground":16777215,"background":0}');
	}
});

test('of an answer that comes minutes later, with minutes in the middle of it, no more than a lone Esc arrives', t => {
	for (let cut = 0; cut <= own.length; cut++) {
		const {log, type, silence} = typedInput('pane');
		type(own.slice(0, cut));
		silence(60_000);
		type(`${own.slice(cut)}b`);
		const typed = log.filter(line => line.startsWith('pane')).map(line => JSON.parse(line.slice(5)) as string).join('');
		t.true(['b', '\u001Bb', '\u001B[b', '\u001B]b'].includes(typed), `cut at ${cut}: ${JSON.stringify(typed)}`);
	}
});

test('a terminal that turns light is asked for its colours again', t => {
	const {log, written, input, type} = typedInput('chrome');
	input.begin();
	type('\u001B[?1u\u001B[?997;1n\u001B[?62c');
	type('\u001B[?997;2n');
	t.deepEqual(log, ['facts {"kitty":true,"scheme":"dark"}', 'facts {"kitty":true,"scheme":"light"}']);
	t.is(written.at(-1), '\u001B]10;?\u001B\\\u001B]11;?\u001B\\');
	type('\u001B]11;rgb:ff/ff/ff\u001B\\');
	t.is(log.at(-1), 'facts {"kitty":true,"scheme":"light","background":16777215}');
});
