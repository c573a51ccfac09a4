import test, {type ExecutionContext} from 'ava';
import {seeded, tortureStream} from '../helpers/torture-stream.js';
import {createTwinTerminal, type TwinTerminal} from '../helpers/twin-terminal.js';

const cols = 37;
const rows = 11;
/** More of them find more. */
const seeds = Number(process.env.SEEDS ?? 120);

type Cut = {
	readonly bytes: Uint8Array;
	readonly at: number;
	readonly name: string;
	/** @default undefined The size stays */
	readonly resized?: readonly [cols: number, rows: number];
};

/** Has a reset terminal continue from a checkpoint in the middle: both must be the same there, after the rest, and on the main screen after that. */
async function compare(t: ExecutionContext, {bytes, at, name, resized}: Cut): Promise<void> {
	const original = createTwinTerminal(cols, rows);
	const returned = createTwinTerminal(cols, rows);
	let offset = at;
	await original.write(bytes.subarray(0, offset));
	let checkpoint = original.checkpoint();
	for (; checkpoint === undefined && offset < bytes.length; offset++) {
		await original.write(bytes.subarray(offset, offset + 1));
		checkpoint = original.checkpoint();
	}

	// Ends in the middle of a sequence.
	if (checkpoint === undefined) {
		return;
	}

	await returned.write(checkpoint);
	same(t, {original, returned, name: `${name}: at the checkpoint`});
	for (const twin of resized ? [original, returned] : []) {
		twin.resize(...(resized ?? [cols, rows]));
	}

	for (const [step, more] of [['after the tail', bytes.subarray(offset)], ['on the main screen', '\u0018\u001B[?1049l$ ']] as const) {
		await original.write(more);
		await returned.write(more);
		same(t, {original, returned, name: `${name}: ${step}`});
	}

	original.close();
	returned.close();
}

/** Looked at closely only where they differ: there are many cells. */
function same(t: ExecutionContext, {original, returned, name}: {readonly original: TwinTerminal; readonly returned: TwinTerminal; readonly name: string}): void {
	const [is, wanted] = [returned.state(), original.state()];
	if (JSON.stringify(is) === JSON.stringify(wanted)) {
		t.pass();
		return;
	}

	t.deepEqual(is, wanted, name);
}

test('a screen written down and read again is the same, and so is all that follows', async t => {
	for (let seed = 1; seed <= seeds; seed++) {
		const bytes = Buffer.from(tortureStream(seed, {length: 1500, cols, rows}));
		const at = Math.floor(seeded(seed * 7919)() * bytes.length);
		await compare(t, {bytes, at, name: `seed ${seed} at ${at}`});
	}
});

test('a screen that nothing has left is the same after a resize', async t => {
	for (let seed = 1; seed <= seeds / 3; seed++) {
		// What is above the screen would come down into a higher one, and a checkpoint does not have it.
		const bytes = Buffer.from(`${tortureStream(seed, {length: 150, cols, rows}).replaceAll(/[\n\v]/g, '').replaceAll('\u001BD', '').replaceAll('\u001BE', '')}`);
		await compare(t, {bytes, at: bytes.length, name: `seed ${seed}`, resized: [cols - 9, rows]});
	}
});

test('wrapped lines flow anew after a resize, and the next mark joins the last letter', async t => {
	const wrapped = 'these words go over the edge of the screen twice, because there are so many of them in one line. ';
	await compare(t, {bytes: Buffer.from(`${wrapped}\r\n漢字${wrapped}\r\n$ e\u0301`), at: Buffer.from(`${wrapped}\r\n漢字${wrapped}\r\n$ e`).length, name: 'main screen', resized: [29, rows]});
	await compare(t, {bytes: Buffer.from(`\u001B[?1049h${wrapped}🇩🇪🇫🇷`), at: Buffer.from(`\u001B[?1049h${wrapped}🇩🇪🇫`).length, name: 'alternate screen', resized: [45, 15]});
});

test('there is no checkpoint within a sequence or a character', async t => {
	const terminal = createTwinTerminal(cols, rows);
	const found: boolean[] = [];
	for (const byte of Buffer.from('a\u001B[1mü\u001B]2;t\u0007')) {
		await terminal.write(Uint8Array.of(byte));
		found.push(terminal.checkpoint() !== undefined);
	}

	t.deepEqual(found, [true, false, false, false, true, false, true, false, false, false, false, false, true]);
	terminal.close();
});

test('a checkpoint fits into a frame, however long the links are and however many', async t => {
	const long = createTwinTerminal(cols, rows);
	await long.write(Buffer.from(`\u001B]8;;https://example.org/${'x'.repeat(1_000_000)}\u0007${'l'.repeat(cols * rows)}\u001B]8;;\u0007`));
	t.true((long.checkpoint()?.length ?? 0) < 10_000, `${long.checkpoint()?.length}`);
	const many = createTwinTerminal(cols, rows);
	await many.write(Buffer.from(Array.from({length: cols * rows}, (_, index) => `\u001B]8;;https://example.org/${index}${'y'.repeat(2000)}\u0007l`).join('')));
	const size = many.checkpoint()?.length ?? 0;
	t.true(size > 100_000 && size < 1_000_000, `${size}`);
});
