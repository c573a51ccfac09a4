import test, {type ExecutionContext} from 'ava';
import {until} from '../helpers/until.js';
import {encoder, line, openRig, start, type Rig} from '../helpers/emulator-rig.js';

const begin = '\u001B[?2026h';
const end = '\u001B[?2026l';
const rows = (text: string, from = 0, to = 5) => Array.from({length: to - from}, (_, row) => `\u001B[${from + row + 1};1H${text}\u001B[K`).join('');

function watched(t: ExecutionContext) {
	const rig = openRig(t);
	let offset = 0;
	rig.emulator.open('a', start);
	rig.emulator.watch(1, ['a'], 'a');
	return {
		...rig,
		async write(text: string) {
			const bytes = encoder.encode(text);
			rig.emulator.write('a', offset, bytes);
			offset += bytes.length;
			await rig.parsed(offset);
		},
	};
}

const shown = ({grid}: Pick<Rig, 'grid'>) => Array.from({length: 5}, (_, row) => line(grid(), row));

/** Then an update is shown as it is. */
const heldAtMost = 150;

/** Tries again where the machine was too busy to be done before an update is shown as it is. */
async function inTime<Seen>(attempt: () => Promise<Seen>): Promise<Seen> {
	for (;;) {
		const started = performance.now();
		const seen = await attempt();
		if (performance.now() - started < heldAtMost) {
			return seen;
		}
	}
}

test.serial('shows whole pictures of a program that is inside an update whenever it is looked at', async t => {
	const rig = watched(t);
	await rig.write(rows('0'));
	await rig.when('the first picture', () => line(rig.grid(), 4) === '0');
	const torn: Array<readonly string[]> = [];
	const pictures = new Set<string>();
	const looking = rig.when('the last picture', () => {
		const [first = '', ...others] = shown(rig);
		pictures.add(first);
		if (others.some(other => other !== first)) {
			torn.push([first, ...others]);
		}

		return first === 'last';
	});
	const started = performance.now();
	const lasted = new Map<string, number>();
	let began = started;
	await rig.write(`${begin}${rows('1', 0, 2)}`);
	let number = 1;
	await until('many pictures were shown', async () => {
		// What is written at once ends one update and begins the next.
		const beginning = performance.now();
		await rig.write(`${rows(String(number), 2)}${end}${begin}${rows(String(number + 1), 0, 2)}`);
		lasted.set(String(number), performance.now() - began);
		began = beginning;
		number++;
		return performance.now() - started >= 800 && pictures.size > 5;
	});
	await rig.write(`${rows('last')}${end}`);
	lasted.set(String(number), performance.now() - began);
	await looking;
	t.deepEqual(torn.filter(([first = '']) => (lasted.get(first) ?? 0) < heldAtMost), []);
});

test.serial('shows the cursor where it was in the picture', async t => {
	const rig = watched(t);
	let number = 0;
	const cursor = await inTime(async () => {
		await rig.write(`${end}${rows(String(++number))}\u001B[3;3H`);
		await rig.when('the cursor', () => rig.updates.at(-1)?.cursor.y === 2 && line(rig.grid(), 4) === String(number));
		await rig.write(`${begin}${rows(String(++number))}\u001B[4;4H${end}${begin}\u001B[1;1H`);
		await rig.when('the picture', () => line(rig.grid(), 4) === String(number));
		return rig.updates.at(-1)?.cursor;
	});
	t.like(cursor, {x: 3, y: 3});
});

for (const [name, text, expected] of [
	['an update begun twice is over with the first end', `${begin}${begin}whole${end}`, 'whole'],
	['an end without a beginning is nothing', `${end}plain`, 'plain'],
	['a reset ends an update', `${begin}before\u001Bcafter`, 'after'],
] as const) {
	test.serial(name, async t => {
		const rig = watched(t);
		await rig.when('the first frame', () => rig.updates.length === 1);
		await rig.write(text);
		await rig.when(expected, () => line(rig.grid(), 0) === expected);
		t.false(rig.updates.at(-1)?.modes.synchronized);
	});
}

test.serial('nothing is shown of an update before its end', async t => {
	const rig = watched(t);
	await rig.when('the first frame', () => rig.updates.length === 1);
	let number = 0;
	const frames = await inTime(async () => {
		const before = rig.updates.length;
		const text = String(++number);
		await rig.write(`${begin}\r\u001B[Khalf ${text}`);
		await rig.write(` whole${end}`);
		await rig.when('the whole', () => line(rig.grid(), 0) === `half ${text} whole`);
		return rig.updates.length - before;
	});
	t.is(frames, 1);
});

test.serial('a resize inside of an update shows nothing before its end', async t => {
	const rig = watched(t);
	await rig.write(rows('0'));
	await rig.when('the first picture', () => line(rig.grid(), 4) === '0');
	let number = 0;
	const seen = await inTime(async () => {
		const before = rig.updates.length;
		const text = String(++number);
		const cols = 20 + (10 * (number % 2));
		await rig.write(`${begin}${rows(text, 0, 2)}`);
		rig.emulator.resize('a', {cols, rows: 5});
		await rig.write(`${rows(text, 2)}${end}`);
		await rig.when('the picture in the new size', () => rig.grid().cols === cols && line(rig.grid(), 4) === text);
		return {frames: rig.updates.length - before, torn: shown(rig).filter(each => each !== text)};
	});
	t.deepEqual(seen, {frames: 1, torn: []});
});

test.serial('an update that lasts too long is shown as it is, and the next one whole again', async t => {
	const rig = watched(t);
	await rig.write(rows('0'));
	await rig.when('the first picture', () => line(rig.grid(), 4) === '0');
	await rig.write(`${begin}${rows('1', 0, 2)}`);
	await rig.when('half of it', () => shown(rig).join('') === '11000');
	t.true(rig.updates.at(-1)?.modes.synchronized);
	let number = 0;
	const torn = await inTime(async () => {
		const text = String(++number);
		await rig.write(`${rows(text, 2)}${end}${begin}${rows(String(number + 1), 0, 2)}`);
		await rig.when('all of it', () => line(rig.grid(), 4) === text);
		return shown(rig).filter(each => each !== text);
	});
	t.deepEqual(torn, []);
});
