import test, {type ExecutionContext} from 'ava';
import {decodeUpdate, type PaneUpdate} from '../../source/core/ipc/rows.js';
import {createGrid, paletteColour, rgbColour, style, type Grid} from '../../source/core/view/cells.js';
import {createEmulator, type Emulator} from '../../source/io/emulator.js';

type Rig = {
	readonly emulator: Emulator;
	readonly input: () => string;
	readonly updates: PaneUpdate[];
	readonly grid: () => Grid;
	readonly statuses: Array<{readonly activity: string; readonly message: string | undefined}>;
	readonly parsed: (offset: number) => Promise<void>;
	readonly when: (name: string, condition: () => boolean) => Promise<void>;
	readonly hold: (held: boolean) => void;
};

const encoder = new TextEncoder();

function openRig(t: ExecutionContext): Rig {
	let input = '';
	let offset = 0;
	let held = false;
	let grid = createGrid(20, 5);
	let onTheWay = 0;
	const updates: PaneUpdate[] = [];
	const statuses: Array<{readonly activity: string; readonly message: string | undefined}> = [];
	let waiting: Array<() => void> = [];
	const wake = () => {
		const all = waiting;
		waiting = [];
		for (const look of all) {
			look();
		}
	};

	const emulator = createEmulator({
		onParsed(_session, parsed) {
			offset = parsed;
			wake();
		},
		onInput(_session, bytes) {
			input += Buffer.from(bytes).toString();
			wake();
		},
		onStatus(_session, status) {
			statuses.push(status);
			wake();
		},
		onModes() {
			// Looked at where they are kept.
		},
		onRows(watcher, payload) {
			const decoded = decodeUpdate(payload);
			if (!decoded) {
				t.fail('a frame that cannot be read');
				return;
			}

			updates.push(decoded.update);
			if (decoded.update.cols !== grid.cols || decoded.update.rows !== grid.rows) {
				grid = createGrid(decoded.update.cols, decoded.update.rows);
			}

			decoded.apply(grid);
			if (held) {
				onTheWay++;
			} else {
				emulator.taken(watcher);
			}

			wake();
		},
		onFailure(error) {
			t.fail(error.message);
		},
	});
	t.teardown(async () => emulator.close());
	const nextEvent = async (deadline: AbortSignal, name: string) => new Promise<void>((resolve, reject) => {
		waiting.push(resolve);
		deadline.addEventListener('abort', () => {
			reject(new Error(`waited in vain for: ${name}`));
		}, {once: true});
	});
	const when = async (name: string, condition: () => boolean) => {
		const deadline = AbortSignal.timeout(10_000);
		while (!condition()) {
			await nextEvent(deadline, name);
		}
	};

	return {
		emulator, updates, statuses, when,
		input: () => input,
		grid: () => grid,
		parsed: async wanted => when(`byte ${wanted} parsed`, () => offset >= wanted),
		hold(value) {
			held = value;
			if (!held) {
				for (; onTheWay > 0; onTheWay--) {
					emulator.taken(1);
				}
			}
		},
	};
}

function line(grid: Grid, row: number): string {
	return grid.text.slice(row * grid.cols, (row + 1) * grid.cols).join('').trimEnd();
}

const start = {cols: 20, rows: 5, offset: 0, quietBefore: 0};

test.serial('answers questions in the order they were asked, with the very same bytes for 7501', async t => {
	const rig = openRig(t);
	rig.emulator.open('a', start);
	const asked = encoder.encode('\u001B]7501;?\u0007\u001B]7501;?\u001B\\\u001B[c\u001B]11;?\u0007\u001B[?u\u001B[5n');
	rig.emulator.write('a', 0, asked);
	await rig.parsed(asked.length);
	t.is(rig.input(), '\u001B]7501;?\u0007\u001B]7501;?\u001B\\\u001B[?1;2c\u001B]11;rgb:1414/1414/1818\u001B\\\u001B[?0u\u001B[0n');
});

test.serial('answers the same wherever the questions are cut', async t => {
	const rig = openRig(t);
	const asked = encoder.encode('a\u001B]7501;?\u0007\u001B[c\u001B]7501;?\u001B\\');
	for (let cut = 1; cut < asked.length; cut++) {
		rig.emulator.open(`s${cut}`, start);
		rig.emulator.write(`s${cut}`, 0, asked.subarray(0, cut));
		rig.emulator.write(`s${cut}`, cut, asked.subarray(cut));
	}

	const expected = '\u001B]7501;?\u0007\u001B[?1;2c\u001B]7501;?\u001B\\'.repeat(asked.length - 1);
	await rig.when('all answers', () => rig.input().length >= expected.length);
	t.is(rig.input().length, expected.length);
	t.is(rig.input().split('7501').length, expected.split('7501').length);
});

test.serial('does not answer again what was asked before a restart', async t => {
	const rig = openRig(t);
	const old = encoder.encode('\u001B[c\u001B]7501;?\u0007');
	const cutOff = encoder.encode('\u001B]7501;?');
	const fresh = encoder.encode('\u0007\u001B[5n');
	const all = new Uint8Array([...old, ...cutOff, ...fresh]);
	rig.emulator.open('a', {...start, offset: 100, quietBefore: 100 + old.length + cutOff.length});
	rig.emulator.write('a', 100, all);
	await rig.parsed(100 + all.length);
	t.is(rig.input(), '\u001B]7501;?\u0007\u001B[0n');
});

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

test.serial('holds a synchronized update back until its end', async t => {
	const rig = openRig(t);
	rig.emulator.open('a', start);
	rig.emulator.watch(1, ['a']);
	await rig.when('the first frame', () => rig.updates.length === 1);
	rig.emulator.write('a', 0, encoder.encode('\u001B[?2026hhalf'));
	await rig.parsed(12);
	rig.emulator.write('a', 12, encoder.encode(' whole\u001B[?2026l'));
	await rig.when('the update', () => rig.updates.length === 2);
	t.is(line(rig.grid(), 0), 'half whole');
});

test.serial('does not hold back for ever', async t => {
	const rig = openRig(t);
	rig.emulator.open('a', start);
	rig.emulator.watch(1, ['a']);
	t.plan(0);
	rig.emulator.write('a', 0, encoder.encode('\u001B[?2026hhalf'));
	await rig.when('the half frame', () => line(rig.grid(), 0) === 'half');
});

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
	t.deepEqual((await rig.emulator.screen('a', {scrollback: 1}))?.lines, ['gone', 'red  curl', '漢 end']);
	t.deepEqual((await rig.emulator.screen('a'))?.lines, ['red  curl', '漢 end']);
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
