import test, {type ExecutionContext} from 'ava';
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

test.serial('shows whole pictures of a program that is inside an update whenever it is looked at', async t => {
	const rig = watched(t);
	await rig.write(rows('0'));
	await rig.when('the first picture', () => line(rig.grid(), 4) === '0');
	const torn: string[] = [];
	const pictures = new Set<string>();
	const looking = rig.when('the last picture', () => {
		const [first = '', ...others] = shown(rig);
		pictures.add(first);
		if (others.some(other => other !== first)) {
			torn.push([first, ...others].join('|'));
		}

		return first === 'last';
	});
	const started = performance.now();
	await rig.write(`${begin}${rows('1', 0, 2)}`);
	let number = 1;
	while (performance.now() - started < 800) {
		// What is written at once ends one update and begins the next.
		await rig.write(`${rows(String(number), 2)}${end}${begin}${rows(String(number + 1), 0, 2)}`);
		number++;
	}

	await rig.write(`${rows('last')}${end}`);
	await looking;
	t.deepEqual(torn, []);
	t.true(pictures.size > 5, `${pictures.size} pictures of ${number} were shown`);
});

test.serial('shows the cursor where it was in the picture', async t => {
	const rig = watched(t);
	await rig.write(`${rows('0')}\u001B[3;3H`);
	await rig.when('the cursor', () => rig.updates.at(-1)?.cursor.y === 2);
	await rig.write(`${begin}${rows('1')}\u001B[4;4H${end}${begin}\u001B[1;1H`);
	await rig.when('the picture', () => line(rig.grid(), 4) === '1');
	const {x, y} = rig.updates.at(-1)?.cursor ?? {};
	t.deepEqual({x, y}, {x: 3, y: 3});
});

for (const [name, text, expected] of [
	['an update begun twice is over with the first end', `${begin}${begin}whole${end}`, 'whole'],
	['an end without a beginning is nothing', `${end}plain`, 'plain'],
	['a reset ends an update', `${begin}before\u001Bcafter`, 'after'],
] as const) {
	test.serial(name, async t => {
		const rig = watched(t);
		await rig.when('the first frame', () => rig.updates.length === 1);
		const started = performance.now();
		await rig.write(text);
		await rig.when(expected, () => line(rig.grid(), 0) === expected);
		t.true(performance.now() - started < 140 || rig.updates.length === 2);
	});
}

test.serial('a resize inside of an update shows nothing before its end', async t => {
	const rig = watched(t);
	await rig.write(rows('0'));
	await rig.when('the first picture', () => line(rig.grid(), 4) === '0');
	const before = rig.updates.length;
	await rig.write(`${begin}${rows('1', 0, 2)}`);
	rig.emulator.resize('a', {cols: 30, rows: 5});
	await rig.write(`${rows('1', 2)}${end}`);
	await rig.when('the picture in the new size', () => rig.grid().cols === 30 && line(rig.grid(), 4) === '1');
	t.deepEqual(shown(rig), ['1', '1', '1', '1', '1']);
	t.is(rig.updates.length, before + 1);
});

test.serial('an update that lasts too long is shown as it is, and the next one whole again', async t => {
	const rig = watched(t);
	await rig.write(rows('0'));
	await rig.when('the first picture', () => line(rig.grid(), 4) === '0');
	await rig.write(`${begin}${rows('1', 0, 2)}`);
	await rig.when('half of it', () => shown(rig).join('') === '11000');
	t.true(rig.updates.at(-1)?.modes.synchronized);
	await rig.write(`${rows('1', 2)}${end}${begin}${rows('2', 0, 2)}`);
	await rig.when('all of it', () => line(rig.grid(), 4) === '1');
	t.deepEqual(shown(rig), ['1', '1', '1', '1', '1']);
});
