import test from 'ava';
import {createGrid} from '../../source/core/view/cells/cells.js';
import {chromeModes} from '../../source/core/view/cells/outer-modes.js';
import {parseFrame} from '../../source/core/view/cells/frame-text.js';
import {writeClipboard} from '../../source/core/view/copy/clipboard.js';
import {createCompositor} from '../../source/ui/compositor.js';
import {fakeTerminal} from '../helpers/outer-terminal.js';

const size = {cols: 40, rows: 6};

function setUp() {
	const terminal = fakeTerminal(size.cols, size.rows);
	let chrome = createGrid(size.cols, size.rows);
	let time = 0;
	const compositor = createCompositor({
		write: terminal.write,
		onDrain: terminal.onDrain,
		size: terminal.size,
		depth: 'truecolor',
		scene: () => ({chrome, panes: [], covers: [], cursor: undefined, modes: chromeModes}),
		now: () => time,
		after(_ms, call) {
			call();
			return () => {
				// It has been called.
			};
		},
	});
	return {
		terminal,
		compositor,
		show(text: string) {
			time += 100;
			chrome = parseFrame(text, size);
			compositor.request('echo');
		},
	};
}

test('says at once what is to be said, where the terminal keeps up', t => {
	const {terminal, compositor} = setUp();
	compositor.say('title', 'title 1');
	compositor.say('title', 'title 2');
	t.deepEqual(terminal.written, ['title 1', 'title 2']);
});

test('keeps only the newest word of each kind, whole, while the terminal is behind', t => {
	const {terminal, compositor, show} = setUp();
	show('first');
	terminal.hold();
	show('second');
	const before = terminal.written.length;
	for (let number = 0; number < 100; number++) {
		compositor.say('clipboard', writeClipboard(`${number} `.repeat(20_000)) ?? '');
		compositor.say('title', `title ${number}`);
		compositor.say('notification', `notification ${number}`);
	}

	show('third');
	t.is(terminal.written.length, before, 'nothing is added to what waits');
	terminal.release();
	const [word, frame, ...words] = terminal.written.slice(before);
	t.is(word, writeClipboard('99 '.repeat(20_000)), 'after a frame a word has its turn');
	t.true(frame?.startsWith('\u001B[?2026h') && frame.includes('third'));
	t.deepEqual(words, ['title 99', 'notification 99']);
});

test('a word that leaves the terminal behind keeps the next words and frames until it has been taken', t => {
	const {terminal, compositor, show} = setUp();
	show('first');
	terminal.hold();
	compositor.say('clipboard', 'one');
	compositor.say('clipboard', 'two');
	compositor.say('clipboard', 'three');
	show('second');
	t.deepEqual(terminal.written.slice(1), ['one']);
	terminal.release();
	t.is(terminal.written.length, 4);
	t.true(terminal.written[2]?.includes('second'));
	t.is(terminal.written[3], 'three');
});
