import test from 'ava';
import {defaultChord} from '../../source/core/view/keys/chord.js';
import {createInput} from '../../source/ui/input.js';

/** What became of what was typed; `pane` decides who has the keys. */
function setUp(initial: 'pane' | 'chrome', onKeyName: (name: string, give: (to: 'pane' | 'chrome') => void) => void = () => undefined) {
	const log: string[] = [];
	let owner = initial;
	let pending: (() => void) | undefined;
	const input = createInput({
		chord: () => defaultChord,
		paneHasKeys: () => owner === 'pane',
		onPaneBytes(bytes) {
			log.push(`pane ${JSON.stringify(Buffer.from(bytes).toString())}`);
		},
		onKey(key) {
			log.push(key.type === 'key' ? `key ${key.name}` : `paste ${key.text}`);
			if (key.type === 'key') {
				onKeyName(key.name, to => {
					owner = to;
				});
			}
		},
		onChord() {
			log.push('chord');
			owner = 'chrome';
		},
		after(_ms, callback) {
			pending = callback;
			return () => {
				pending = undefined;
			};
		},
	});
	return {
		log,
		type(text: string) {
			input.feed(Buffer.from(text));
		},
		silence() {
			const callback = pending;
			pending = undefined;
			callback?.();
		},
	};
}

test('bytes for a pane go on untouched and whole', t => {
	const {log, type} = setUp('pane');
	type('ls\r\u001B[A\u0003é');
	t.deepEqual(log, [String.raw`pane "ls\r\u001b[A\u0003é"`]);
});

test('what follows the chord in the same piece belongs to the chrome', t => {
	const {log, type} = setUp('pane');
	type('ab\u0000ci');
	t.deepEqual(log, ['pane "ab"', 'chord', 'key c', 'key i']);
});

test('what follows the key that gives the pane its focus belongs to the pane', t => {
	const {log, type} = setUp('chrome', (name, give) => {
		if (name === 'Enter') {
			give('pane');
		}
	});
	type('1\rhello\r');
	t.deepEqual(log, ['key 1', 'key Enter', String.raw`pane "hello\r"`]);
});

test('a lone Esc reaches pane and chrome after a short silence', t => {
	for (const owner of ['pane', 'chrome'] as const) {
		const {log, type, silence} = setUp(owner);
		type('\u001B');
		t.deepEqual(log, []);
		silence();
		t.deepEqual(log, [owner === 'pane' ? String.raw`pane "\u001b"` : 'key Esc']);
	}
});

test('a paste with the chord inside stays a paste', t => {
	const {log, type} = setUp('pane');
	type('\u001B[200~a\u0000b\u001B[201~');
	t.deepEqual(log, [String.raw`pane "\u001b[200~a\u0000b\u001b[201~"`]);
	const chrome = setUp('chrome');
	chrome.type('\u001B[200~a\u0000b');
	chrome.type('c\u001B[201~');
	t.deepEqual(chrome.log, ['paste a\u0000bc']);
});

test('a large paste into the code line is read in good time', t => {
	const {log, type} = setUp('chrome');
	const begin = performance.now();
	type(`\u001B[200~${'x'.repeat(1_000_000)}\u001B[201~`);
	t.is(log.length, 1);
	t.true(performance.now() - begin < 5000);
});
