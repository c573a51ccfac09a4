import test from 'ava';
import {encoder, line, openRig, start} from '../helpers/emulator-rig.js';

test.serial('follows a resize and tells the screen as text', async t => {
	const rig = openRig(t);
	rig.emulator.open('a', start);
	rig.emulator.write('a', 0, encoder.encode('hello'));
	rig.emulator.resize('a', {cols: 30, rows: 2});
	t.deepEqual(await rig.emulator.screen('a'), {cols: 30, rows: 2, lines: ['hello', ''], cursor: {x: 5, y: 0, visible: true, shape: 'block', blink: true}, title: ''});
	t.is(await rig.emulator.screen('nobody'), undefined);
});

test.serial('tells the screen with its colours and the lines that have left it', async t => {
	const rig = openRig(t);
	rig.emulator.open('a', {...start, rows: 2});
	rig.emulator.write('a', 0, encoder.encode('gone\r\n\u001B[1;31mred\u001B[0m  \u001B[4:3;38;2;1;2;3mcurl\r\n\u001B[0;48;5;99m漢\u001B[0m end'));
	const told = await rig.emulator.screen('a', {ansi: true, scrollback: 5});
	t.deepEqual(told?.lines, ['gone', '\u001B[0;1;31mred\u001B[m  \u001B[0;4:3;38;2;1;2;3mcurl\u001B[m', '\u001B[0;48;5;99m漢\u001B[m end']);
	const some = await rig.emulator.screen('a', {scrollback: 1});
	t.deepEqual(some?.lines, ['gone', 'red  curl', '漢 end']);
	const visible = await rig.emulator.screen('a');
	t.deepEqual(visible?.lines, ['red  curl', '漢 end']);
});

test.serial('writes the screen down when it has changed, and goes on from there without answering again', async t => {
	const rig = openRig(t);
	rig.emulator.open('a', {...start, checkpoints: true});
	const first = encoder.encode('\u001B[?1049h\u001B[?1002;1006;2004h\u001B[1;35mhello\u001B[c\u001B]2;agent');
	rig.emulator.write('a', 0, first);
	await rig.parsed(first.length);
	t.is(rig.checkpoints.length, 0, 'not in the middle of a title');
	const second = encoder.encode('\u0007\u001B[?2026h!\u001B[?2026l');
	rig.emulator.write('a', first.length, second);
	await rig.when('a checkpoint', () => rig.checkpoints.length === 1);
	const [checkpoint] = rig.checkpoints;
	const end = first.length + second.length;
	t.like(checkpoint, {offset: end, cols: 20, rows: 5});

	const heard = rig.input();
	rig.emulator.open('b', {cols: 20, rows: 5, offset: end, quietBefore: end, screen: checkpoint?.bytes});
	t.deepEqual(await rig.emulator.screen('b', {ansi: true}), await rig.emulator.screen('a', {ansi: true}));
	const returned = await rig.emulator.screen('b');
	t.is(returned?.title, 'agent');
	rig.emulator.write('b', end, encoder.encode('?\u001B[5n'));
	await rig.when('the answer of what is new', () => rig.input() !== heard);
	t.is(rig.input(), `${heard}\u001B[0n`);
	const later = await rig.emulator.screen('b');
	t.is(later?.lines[0], 'hello!?');
});

test.serial('shows watchers nothing of a replay, and tells the screen only after it', async t => {
	const rig = openRig(t);
	rig.emulator.open('a', {...start, quietBefore: 11, hiddenBefore: 11});
	rig.emulator.watch(1, ['a']);
	const told = rig.emulator.screen('a');
	rig.emulator.write('a', 0, encoder.encode('half \r'));
	await rig.parsed(6);
	t.is(rig.updates.length, 0);
	rig.emulator.write('a', 6, encoder.encode('whole'));
	const answered = await told;
	t.is(answered?.lines[0], 'whole');
	await rig.when('the first frame', () => rig.updates.length === 1);
	t.is(line(rig.grid(), 0), 'whole');
});

test.serial('takes the modes of a program that is gone away and leaves its screen', async t => {
	const rig = openRig(t);
	rig.emulator.open('a', start);
	rig.emulator.write('a', 0, encoder.encode('\u001B[?1049h\u001B[?1003;1006;2004;1004;2026h\u001B=\u001B[?1h\u001B[?25l\u001B[>5u\u001B[>7ulast words\u001B]0;never end'));
	rig.emulator.settle('a');
	rig.emulator.watch(1, ['a']);
	await rig.when('a frame', () => rig.updates.length > 0 && line(rig.grid(), 0) === 'last words');
	t.deepEqual(rig.updates.at(-1)?.modes, {applicationCursor: false, applicationKeypad: false, bracketedPaste: false, focusEvents: false, alternateScreen: true, mouse: 'none', mouseEncoding: 'default', kitty: 0, otherKeys: 0, alternateScroll: false, synchronized: false});
});
