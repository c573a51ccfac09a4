import process from 'node:process';
import test from 'ava';
import {openChain} from '../helpers/chain.js';
import {clusters, streams} from '../helpers/terminal-corpus.js';
import {seeded, tortureStream} from '../helpers/torture-stream.js';

/** Not at the corner, and another pane right beside it. */
const place = {rect: {x: 9, y: 3, cols: 80, rows: 24}, screen: {cols: 102, rows: 30}, neighbour: {x: 89, y: 3, cols: 12, rows: 24}};
const bytesOf = (stream: string) => stream.includes('ÿ') ? Buffer.from(stream, 'latin1') : Buffer.from(stream);

const tiny = {rect: {x: 3, y: 1, cols: 24, rows: 8}, screen: {cols: 32, rows: 10}, neighbour: {x: 27, y: 1, cols: 4, rows: 8}};
const small = {rect: {x: 9, y: 3, cols: 40, rows: 12}, screen: {cols: 58, rows: 17}, neighbour: {x: 49, y: 3, cols: 8, rows: 12}};

// One after the other: all at once they would end all at once, and AVA hear of none until then.
for (const [name, stream] of streams) {
	test.serial(`shows as a terminal of its own would: ${name}`, async t => {
		const whole = openChain(place);
		await whole.write(bytesOf(stream));
		await whole.show();
		t.deepEqual(whole.differences(), []);
		whole.close();

		const pieces = openChain(place);
		const bytes = bytesOf(stream);
		const step = Math.max(5, Math.ceil(bytes.length / 8));
		for (let from = 0; from < bytes.length; from += step) {
			await pieces.write(bytes.subarray(from, from + step));
			await pieces.show();
			t.deepEqual(pieces.differences(), [], `after byte ${from + step}`);
		}

		pieces.close();
	});
}

for (const name of ['underlines of every kind in colours of their own', 'links of one and of several rows, inside one another and side by side', 'links that are none to carry']) {
	test.serial(`shows as a terminal of its own would, whatever byte it was cut at: ${name}`, async t => {
		const bytes = bytesOf(streams.find(([known]) => known === name)?.[1] ?? '');
		t.true(bytes.length > 0);
		const chain = openChain(tiny);
		for (let from = 0; from < bytes.length; from++) {
			await chain.write(bytes.subarray(from, from + 1));
			await chain.show();
		}

		t.deepEqual(chain.differences(), []);
		chain.close();
		const halves = openChain(tiny);
		for (let cut = 1; cut < bytes.length; cut++) {
			await halves.write('\u001Bc');
			await halves.write(bytes.subarray(0, cut));
			await halves.show();
			await halves.write(bytes.subarray(cut));
			await halves.show();
			t.deepEqual(halves.differences(), [], `cut at ${cut}`);
		}

		halves.close();
	});
}

test.serial('shows every cluster as a terminal of its own would, over what stood there before', async t => {
	t.true(clusters.length >= 200);
	const chain = openChain(place);
	for (let from = 0; from < clusters.length; from += 20) {
		const some = clusters.slice(from, from + 20);
		await chain.write(`\u001B[H${some.map(cluster => `a${cluster}b ${cluster}${cluster} \u001B[41m${cluster}\u001B[m|\u001B[K`).join('\r\n')}`);
		await chain.show();
		t.deepEqual(chain.differences(), [], `${some.join(' ')}`);
		await chain.write(`\u001B[H${some.map(cluster => `xx${cluster} -${cluster}`).join('\r\n')}`);
		await chain.show();
		t.deepEqual(chain.differences(), [], `${some.join(' ')}`);
	}

	chain.close();
});

test.serial('shows clusters at the edge of a pane without touching the one beside it', async t => {
	const chain = openChain(place);
	for (const cluster of clusters) {
		await chain.write(`\u001B[H\u001B[2J\u001B[1;79H${cluster}\u001B[2;80H${cluster}\u001B[?7l\u001B[3;80H${cluster}\u001B[?7h\u001B[4;78H${cluster}${cluster}`);
		await chain.show();
		t.deepEqual(chain.differences(), [], `beside ${cluster}`);
	}

	chain.close();
});

/** A few, since everybody runs them; after a change of this way, `CLUTCH_CHAIN_SEEDS=1000`. */
const seeds = Number(process.env.CLUTCH_CHAIN_SEEDS ?? 12);

test.serial(`shows ${seeds} streams of everything a terminal can be asked as a terminal of its own would`, async t => {
	for (let seed = 1; seed <= seeds; seed++) {
		const chain = openChain(small);
		const random = seeded(seed);
		const bytes = Buffer.from(tortureStream(seed, {length: 1500, cols: 40, rows: 12}));
		for (let from = 0; from < bytes.length;) {
			const to = from + 1 + Math.floor(random() * 300);
			await chain.write(bytes.subarray(from, to));
			await chain.show();
			t.deepEqual(chain.differences(), [], `seed ${seed}, byte ${to}`);
			from = to;
		}

		chain.close();
	}
});

test.serial(`shows ${seeds} streams of random bytes as a terminal of its own would`, async t => {
	for (let seed = 1; seed <= seeds; seed++) {
		const chain = openChain(small);
		const random = seeded(seed * 7919);
		// Half of them printable, with many beginnings of sequences among the rest.
		const bytes = Uint8Array.from({length: 2000}, () => random() < 0.5 ? 0x20 + Math.floor(random() * 95) : (random() < 0.2 ? 0x1B : Math.floor(random() * 256)));
		for (let from = 0; from < bytes.length; from += 250) {
			await chain.write(bytes.subarray(from, from + 250));
			await chain.show();
			t.deepEqual(chain.differences(), [], `seed ${seed}, byte ${from}`);
		}

		chain.close();
	}
});

test.serial('follows 200 sizes while output runs', async t => {
	// A hundred thousand cells, two hundred times.
	t.timeout(20 * 60_000);
	const random = seeded(3);
	const chain = openChain({rect: {x: 0, y: 0, cols: 80, rows: 24}, screen: {cols: 500, rows: 200}, neighbour: undefined});
	const found: string[] = [];
	for (let number = 0; number < 200; number++) {
		const [cols, rows] = number % 50 === 49 ? [1, 1] as const : (number % 50 === 25 ? [500, 200] as const : [1 + Math.floor(random() * 120), 1 + Math.floor(random() * 50)] as const);
		await chain.write(`line ${number} 漢字 \u001B[3${number % 8}m${'='.repeat(number)}\u001B[m\r\n`);
		chain.resize(cols, rows);
		await chain.write(`after ${number}\r\n`);
		await chain.show();
		found.push(...number % 5 === 4 ? chain.differences().map(difference => `${cols}×${rows} ${difference}`) : []);
	}

	t.deepEqual(found, []);
	chain.close();
});
