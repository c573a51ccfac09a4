import test from 'ava';
import {createTracker} from '../../../source/core/holder/tracker.js';

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** What it takes to get there, having seen this in one piece and byte by byte. */
const preambles = (output: string) => {
	const whole = createTracker();
	const bytes = encode(output);
	whole.feed(bytes);
	const split = createTracker();
	for (const byte of bytes) {
		split.feed(Uint8Array.of(byte));
	}

	return [decode(whole.preamble()), decode(split.preamble())];
};

const comesTo = test.macro({
	exec(t, output: string, expected: string) {
		t.deepEqual(preambles(output), [expected, expected]);
		// What it says leads where it says, also split.
		t.deepEqual(preambles(expected), [expected, expected]);
	},
	title: (providedTitle, output) => providedTitle ?? `remembers ${JSON.stringify(output)}`,
});

const forgets = test.macro({
	exec(t, output: string) {
		t.deepEqual(preambles(output), ['', '']);
	},
	title: (providedTitle, output) => providedTitle ?? `needs nothing after ${JSON.stringify(output)}`,
});

for (const mode of [1, 5, 6, 45, 66, 1004, 1007, 2004, 2026, 2027, 2031, 2048, 9, 1000, 1002, 1003, 1005, 1006, 1015, 1016, 47, 1047, 1049]) {
	test(comesTo, `text\u001B[?${mode}hmore`, `\u001B[?${mode}h`);
	test(forgets, `text\u001B[?${mode}hmore\u001B[?${mode}ltext`);
}

test(comesTo, '\u001B[?25l', '\u001B[?25l');
test(forgets, '\u001B[?25l\u001B[?25h');
test(comesTo, '\u001B[?7l', '\u001B[?7l');
test(comesTo, '\u001B[?12l', '\u001B[?12l');
test(comesTo, '\u001B[4h', '\u001B[4h');
test(forgets, '\u001B[4h\u001B[4l');
test(comesTo, '\u001B[20h', '\u001B[20h');
test(comesTo, '\u001B=', '\u001B[?66h');
test(forgets, '\u001B=\u001B>');
test(comesTo, '\u001B[5 q', '\u001B[5 q');
test(comesTo, '\u001B[?12h\u001B[2 q', '\u001B[2 q');
test(comesTo, '\u001B[3;20r', '\u001B[3;20r');
test(forgets, '\u001B[3;20r\u001B[r');
test(forgets, '\u001B[3;20r\u001B[1;r');
test(comesTo, '\u001B[>4;2m', '\u001B[>4;2m');
test(forgets, '\u001B[>4;2m\u001B[>4m');
test(forgets, '\u001B[>4;2m\u001B[>4n');
test(forgets, '\u001B[>4;2m\u001B[>m');
test(comesTo, '\u001B(0', '\u001B(0');
test(forgets, '\u001B(0\u001B(B');
test(comesTo, '\u001B)0\u000Etext', '\u001B)0\u000E');
test(forgets, '\u000E\u000F');
test(comesTo, '\u001B]0;a title\u0007', '\u001B]2;a title\u001B\\');
test(comesTo, '\u001B]2;grüße; alle\u001B\\', '\u001B]2;grüße; alle\u001B\\');
test(comesTo, '\u001B]11;#102030\u0007\u001B]10;?\u0007', '\u001B]11;#102030\u001B\\');
test(comesTo, '\u001B]10;red;green;blue;white\u0007', '\u001B]10;red\u001B\\\u001B]11;green\u001B\\\u001B]12;blue\u001B\\');
test(comesTo, '\u001B]4;1;red;255;#fff;2;?\u0007', '\u001B]4;1;red\u001B\\\u001B]4;255;#fff\u001B\\');
test(comesTo, '\u001B]4;1;red;2;blue\u0007\u001B]104;1\u0007', '\u001B]4;2;blue\u001B\\');
test(forgets, '\u001B]4;1;red;2;blue\u0007\u001B]104\u0007');
test(forgets, '\u001B]12;red\u0007\u001B]112\u001B\\');
test(comesTo, '\u001B[>5u', '\u001B[>5u');
test(comesTo, '\u001B[=3u', '\u001B[=3;1u');
test(comesTo, '\u001B[>1u\u001B[>7u', '\u001B[>1u\u001B[>7u');
test(forgets, '\u001B[>1u\u001B[>7u\u001B[<2u');
test(comesTo, '\u001B[=1u\u001B[>7u\u001B[=2;3u', '\u001B[=1;1u\u001B[>5u');
test(comesTo, '\u001B[=1u\u001B[=8;2u', '\u001B[=9;1u');

test('tells the mouse modes apart that were switched on together', comesTo, '\u001B[?1000;1002;1006h', '\u001B[?1002h\u001B[?1006h');
test('keeps the keyboard flags of each screen', comesTo, '\u001B[>1u\u001B[?1049h\u001B[>3u', '\u001B[>1u\u001B[?1049h\u001B[>3u');
test('knows what waits on the other screen', comesTo, '\u001B[?1049h\u001B[>3u\u001B[?1049l', '\u001B[?1047h\u001B[>3u\u001B[?1047l');
test('lets go of the alternate screen\'s region with it', forgets, '\u001B[?1049h\u001B[2;5r\u001B[?1049l');
test('resets softly', comesTo, '\u001B[?1;6;25;1004;2004l\u001B[?1h\u001B[4h\u001B(0\u001B[2;5r\u001B[?1000h\u001B[!p', '\u001B[?1000h');
test('resets wholly but for colours and title', comesTo, '\u001B[?1049h\u001B[>3u\u001B[?1003;1006;2004h\u001B]2;name\u0007\u001B]11;red\u0007\u001Bc', '\u001B]11;red\u001B\\\u001B]2;name\u001B\\');
test('is not misled by what only looks alike', forgets, '\u001B[?25n\u001B[38;2;1;2;4m\u001B[1;2H\u001B[?2004$p\u001B[?1r\u001B[2;5R\u001BP+q544e\u001B\\\u001B_Gf=100;\u001B\\\u001B]52;c;abc\u0007');
test('drops a sequence that is cancelled', forgets, '\u001B[?2004\u0018h\u001B]2;a\u001Atext');
test('reads on through control characters within a sequence', comesTo, '\u001B[?20\n04h', '\u001B[?2004h');
test('begins anew with an escape in the middle', comesTo, '\u001B[?20\u001B[?1004h', '\u001B[?1004h');
test('ends a title at an escape', comesTo, '\u001B]2;one\u001B[?1004h', '\u001B]2;one\u001B\\\u001B[?1004h');
test('takes control characters out of a title', comesTo, '\u001B]2;a\tb\u0007', '\u001B]2;ab\u001B\\');

test('a terminal that changes its size lets go of the region', t => {
	const tracker = createTracker();
	tracker.feed(encode('\u001B[2;5r'));
	tracker.resize();
	t.is(decode(tracker.preamble()), '');
});

const everything = '\u001B[?1049h\u001B[?1;1004;2004;2026;2027;2031h\u001B[?1003;1006h\u001B=\u001B[5 q\u001B[?25l\u001B[>5u\u001B[>4;2m\u001B[3;20r\u001B)0\u000E\u001B]0;ein Titel – ja\u0007\u001B]11;rgb:10/20/30\u001B\\\u001B]4;7;#ccc\u0007x';

test('goes on exactly from the middle of a sequence, wherever it is cut', t => {
	const bytes = encode(everything);
	const whole = createTracker();
	whole.feed(bytes);
	for (let cut = 0; cut <= bytes.length; cut++) {
		const first = createTracker();
		first.feed(bytes.subarray(0, cut));
		const second = createTracker();
		second.feed(first.preamble());
		second.feed(bytes.subarray(cut));
		t.is(decode(second.preamble()), decode(whole.preamble()), `cut at ${cut}`);
		const copy = first.copy();
		copy.feed(bytes.subarray(cut));
		t.is(decode(copy.preamble()), decode(whole.preamble()));
	}
});

test('stays small, however long a sequence is, and prints none of it', t => {
	for (const begin of ['\u001B]52;c;', '\u001B]2;', '\u001BP', '\u001B_G', '\u001B[?2004;']) {
		const tracker = createTracker();
		tracker.feed(encode(begin + '1'.repeat(1_000_000)));
		t.true(tracker.preamble().length < 16);
		const second = createTracker();
		second.feed(tracker.preamble());
		second.feed(encode(begin === '\u001B[?2004;' ? '1h' : 'rest\u001B\\'));
		t.true(decode(second.preamble()).length < 16);
	}
});

test('does not grow with a program that pushes for ever', t => {
	const tracker = createTracker();
	for (let count = 0; count < 3000; count++) {
		tracker.feed(encode(`\u001B[>${count % 32}u\u001B]2;${'t'.repeat(3000)}\u0007\u001B]4;${count};red\u0007`));
	}

	t.true(tracker.preamble().length < 20_000);
});

test('takes any bytes', t => {
	let seed = 7;
	const random = Uint8Array.from({length: 300_000}, () => {
		seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
		return seed / 65_536 % 3 < 1 ? [0x1B, 0x5B, 0x5D, 0x3F, 0x68, 0x75, 0x3B, 0x07][seed % 8] ?? 0 : seed / 256 % 256;
	});
	t.notThrows(() => {
		createTracker().feed(random);
	});
});
