import test from 'ava';
import {paletteColour, rgbColour, style} from '../../source/core/view/cells/cells.js';
import {encoder, line, openRig, start} from '../helpers/emulator-rig.js';

test.serial('reads what the agent says it is doing', async t => {
	const rig = openRig(t);
	rig.emulator.open('a', start);
	const message = Buffer.from('approve Bash: täuch\u001B[2J').toString('base64');
	rig.emulator.write('a', 0, encoder.encode(`\u001B]7501;state=working:app=claude-code\u0007\u001B]7501;state=blocked:kind=permission:msg=${message}\u001B\\\u001B]7501;state=dancing\u0007\u001B]7501;state=clear\u0007`));
	await rig.when('three reports', () => rig.statuses.length === 3);
	t.deepEqual(rig.statuses, [
		{activity: 'working', message: undefined},
		{activity: 'blocked', message: 'approve Bash: täuch [2J'},
		{activity: 'unknown', message: undefined},
	]);
});

test.serial('sends a full frame to a new watcher and then only rows that changed', async t => {
	const rig = openRig(t);
	rig.emulator.open('a', start);
	rig.emulator.write('a', 0, encoder.encode('\u001B[1;31mone\u001B[0m\r\n\u001B[4:3;48;2;1;2;3m漢字\u001B[0m'));
	await rig.parsed(30);
	rig.emulator.watch(1, ['a']);
	await rig.when('a frame', () => rig.updates.length === 1);
	t.true(rig.updates[0]?.full);
	t.is(line(rig.grid(), 0), 'one');
	t.is(rig.grid().foreground[0], paletteColour | 1);
	t.is(rig.grid().style[0], style.bold);
	t.deepEqual(rig.grid().width.subarray(20, 25), Uint8Array.of(2, 0, 2, 0, 1));
	t.is(rig.grid().background[20], rgbColour | 0x01_02_03);
	t.is((rig.grid().style[20] ?? 0) >> 8, 3);

	rig.emulator.write('a', 100, encoder.encode('\r\nthird\u001B[?25l\u001B[?1006h\u001B[?1000h\u001B[>5u\u001B]2;hello\u0007'));
	await rig.when('the change', () => rig.updates.length === 2);
	const second = rig.updates[1];
	t.deepEqual(second?.rowIndexes, [2]);
	t.is(second?.sequence, 2);
	t.is(second?.title, 'hello');
	t.deepEqual(second?.cursor, {x: 5, y: 2, visible: false, shape: 'block', blink: true});
	t.like(second?.modes, {mouse: 'vt200', mouseEncoding: 'sgr', kitty: 5});
});

test.serial('sends a slow client whole frames of the newest state only', async t => {
	const rig = openRig(t);
	rig.emulator.open('a', start);
	rig.emulator.watch(1, ['a']);
	await rig.when('the first frame', () => rig.updates.length === 1);
	rig.hold(true);
	let offset = 0;
	for (let number = 0; number < 2000; number++) {
		const bytes = encoder.encode(`\r\nline ${number}`);
		rig.emulator.write('a', offset, bytes);
		offset += bytes.length;
	}

	await rig.parsed(offset);
	const before = rig.updates.length;
	t.true(before <= 4, `${before} frames were sent to a client that took none`);
	rig.hold(false);
	await rig.when('the newest line', () => line(rig.grid(), 4) === 'line 1999');
	t.is(line(rig.grid(), 0), 'line 1995');
	t.is(rig.updates.at(-1)?.offset, offset);
	t.deepEqual(rig.updates.map(update => update.sequence), rig.updates.map((_, index) => index + 1));
});

test.serial('does not hold back for ever', async t => {
	const rig = openRig(t);
	rig.emulator.open('a', start);
	rig.emulator.watch(1, ['a']);
	t.plan(0);
	rig.emulator.write('a', 0, encoder.encode('\u001B[?2026hhalf'));
	await rig.when('the half frame', () => line(rig.grid(), 0) === 'half');
});

test.serial('parses a flood in one session while another one answers', async t => {
	const rig = openRig(t);
	rig.emulator.open('flood', start);
	rig.emulator.open('calm', start);
	const flood = new Uint8Array(4 * 1024 * 1024).fill(0x61);
	rig.emulator.write('flood', 0, flood);
	rig.emulator.write('calm', 0, encoder.encode('\u001B[5n'));
	let flooded = false;
	const ended = rig.emulator.screen('flood').then(() => {
		flooded = true;
	});
	await rig.when('the answer', () => rig.input() === '\u001B[0n');
	t.false(flooded);
	await ended;
});
