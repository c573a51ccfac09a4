import graphemes from '@xterm/addon-unicode-graphemes';
import headless from '@xterm/headless';
import test from 'ava';
import {printPlainTextFast} from '../../source/io/emulator-print.js';
import {internalsOf} from '../../source/io/emulator-internals.js';

type Terminal = InstanceType<typeof headless.Terminal>;

const size = {cols: 13, rows: 5};

function createTerminal(): Terminal {
	const terminal = new headless.Terminal({...size, scrollback: 20, allowProposedApi: true});
	terminal.loadAddon(new graphemes.UnicodeGraphemesAddon());
	return terminal;
}

/** All that is kept of a screen, as numbers: whatever prints, the same ones have to stand there. */
function inside(terminal: Terminal) {
	const {buffers: {active}, _inputHandler: {_parser: parser}} = internalsOf(terminal);
	const lines = Array.from({length: active.ybase + terminal.rows}, (_, index) => {
		const line = active.lines.get(index);
		return [line?.isWrapped, ...line?._data ?? [], terminal.buffer.active.getLine(index)?.translateToString()];
	});
	return {lines, x: active.x, y: active.y, joins: parser.precedingJoinState};
}

async function written(terminal: Terminal, pieces: readonly string[]) {
	for (const piece of pieces) {
		await new Promise<void>(resolve => {
			terminal.write(piece, resolve);
		});
	}

	return inside(terminal);
}

async function isSame(pieces: readonly string[]) {
	const fast = createTerminal();
	printPlainTextFast(fast);
	return {fast: await written(fast, pieces), own: await written(createTerminal(), pieces)};
}

const cases: ReadonlyArray<readonly [name: string, ...pieces: readonly string[]]> = [
	['a line that wraps', 'abcdefghijklmnopqrstuvwxyz'],
	['a line that ends at the last column', 'abcdefghijklm', '\r\nnext'],
	['no wrapping', '\u001B[?7labcdefghijklmnopqrstuvwxyz\u001B[?7h!'],
	['text over the first half of a wide character', '漢字漢字\rab'],
	['text over the second half of a wide character', '漢字漢字\r\u001B[Cx', 'yz'],
	['a character that joins the one before', 'cafe\u0301 e', '\u0301x'],
	['a flag in two pieces', 'a🇩', '🇪b🇩🇪🇫🇷c'],
	['a family and a tone', 'x👩‍💻y👍🏽z'],
	['a presentation selector', '❤\uFE0Fa1\uFE0F\u20E3b'],
	['a prepended mark before a letter', '\u0600a1'],
	['a wide character at the margin', 'abcdefghijkl漢b'],
	['colours and erasing with them', '\u001B[31;44mab\u001B[Kcd\u001B[0m漢\u001B[1D\u001B[7mq'],
	['underlines of other kinds and links', '\u001B[4:3mcurly\u001B[0m \u001B]8;;https://a.example\u001B\\link\u001B]8;;\u001B\\ plain'],
	['insert mode', 'abcdef\r\u001B[4hXY\u001B[4lZ'],
	['line drawing', '\u001B(0lqqk\u001B(Babc'],
	['the character before, repeated', 'ab\u001B[5bcd', '\u001B[3b'],
	['scrolling', Array.from({length: 40}, (_, line) => `line ${line} and more of it\r\n`).join('')],
	['scrolling between margins', '\u001B[2;4r\u001B[4;1Hone\r\ntwo\r\nthree\r\nfour and all of it'],
];

for (const [name, ...pieces] of cases) {
	test(`prints ${name} as the emulator does`, async t => {
		const {fast, own} = await isSame(pieces);
		t.deepEqual(fast, own);
	});
}

test('prints whatever comes as the emulator does', async t => {
	let state = 5;
	const next = (below: number) => {
		state = (state * 48_271) % 2_147_483_647;
		return state % below;
	};

	const parts = ['a', 'bc', 'hello world ', '漢', '字', '\u0301', '\u200D', '👩', '💻', '🏽', '🇩', '🇪', '\uFE0F', 'é', '\r', '\n', '\t', '\b', '\u001B[D', '\u001B[3C', '\u001B[A', '\u001B[31m', '\u001B[0m', '\u001B[4:3m', '\u001B[K', '\u001B[2P', '\u001B[2@', '\u001B[4h', '\u001B[4l', '\u001B[?7l', '\u001B[?7h', '\u001B[3b', '\u001B[2;4r', '\u001B[r', '\u001B(0', '\u001B(B', '\u001B[2X', '\u001B7', '\u001B8', '\u001B[?1049h', '\u001B[?1049l'];
	for (let round = 0; round < 150; round++) {
		const pieces = Array.from({length: 1 + next(4)}, () => Array.from({length: 1 + next(40)}, () => parts[next(parts.length)] ?? '').join(''));
		const {fast, own} = await isSame(pieces);
		t.deepEqual(fast, own, `pieces ${JSON.stringify(pieces)}`);
	}
});
