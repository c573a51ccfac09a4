import headless from '@xterm/headless';
import test from 'ava';
import {limitMarks} from '../../source/io/emulator-marks.js';
import {nextSlice, slice} from '../../source/io/emulator-work.js';
import {writeAtOnce} from '../../source/io/emulator-write.js';

test('keeps so many marks on a character and no more, however many are written', async t => {
	const terminal = new headless.Terminal({cols: 10, rows: 2, allowProposedApi: true});
	limitMarks(terminal);
	limitMarks(terminal);
	await new Promise<void>(resolve => {
		writeAtOnce(terminal, `x${'\u0301'.repeat(100_000)}y`, resolve);
	});
	const line = terminal.buffer.active.getLine(0);
	t.is(line?.getCell(0)?.getChars(), `x${'\u0301'.repeat(63)}`);
	t.is(line?.getCell(1)?.getChars(), 'y');
	terminal.dispose();
});

test('parses less at a time of what takes long, and more again of what does not', t => {
	t.is(nextSlice(slice, 2), slice);
	t.is(nextSlice(slice, 10), slice);
	t.is(nextSlice(slice, 400), slice / 2);
	t.is(nextSlice(1024, 400), 1024);
	t.is(nextSlice(4096, 1), 8192);
});
