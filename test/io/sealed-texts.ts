import {execFileSync} from 'node:child_process';
import {appendFileSync, closeSync, constants, existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync} from 'node:fs';
import test, {type ExecutionContext} from 'ava';
import {systemClock} from '../../source/io/clock.js';
import type {Paths} from '../../source/io/paths.js';
import {createSealedTexts, sealedTextsFile, type SealedTexts} from '../../source/io/sealed-texts.js';
import {temporaryHome} from '../helpers/home.js';

const patientMs = 30_000;

type Shelf = SealedTexts & {readonly troubles: readonly string[]};

async function open(paths: Paths, bytes?: number): Promise<Shelf> {
	const troubles: string[] = [];
	const texts = createSealedTexts({paths, clock: systemClock, ...(bytes === undefined ? {} : {bytes}), onTrouble(problem) {
		troubles.push(problem);
	}});
	await texts.ready(patientMs);
	return {...texts, troubles};
}

/** What a text is in these tests. */
const textOf = (key: string) => `text of ${key} – ${'ä'.repeat(100)}`;

async function put(shelf: Shelf, keys: readonly string[]): Promise<void> {
	for (const key of keys) {
		shelf.put(key, textOf(key));
	}

	await shelf.flush(patientMs);
}

const found = (shelf: Shelf, keys: readonly string[]) => keys.filter(key => {
	const text = shelf.read(key);
	if (text !== undefined && text !== textOf(key)) {
		throw new Error(`another text: ${text}`);
	}

	return text !== undefined;
});

function homeOf(t: ExecutionContext): {readonly paths: Paths; readonly file: string} {
	const {paths} = temporaryHome(t);
	return {paths, file: sealedTextsFile(paths)};
}

test('finds texts again that another process put there, and writes neither them nor their keys', async t => {
	const {paths, file} = homeOf(t);
	const first = await open(paths);
	t.true(first.isEmpty());
	await put(first, ['key-one', 'key-two', 'key-one']);
	const written = readFileSync(file, 'latin1');
	t.is(statSync(file).mode & 0o777, 0o600);
	t.is(written.split('\n').filter(Boolean).length, 2);
	t.false(/key-|text of/.test(written) || written.includes(Buffer.from('text of').toString('base64')));
	const second = await open(paths);
	t.false(second.isEmpty());
	t.deepEqual(found(second, ['key-one', 'key-two', 'key-three']), ['key-one', 'key-two']);
	await put(second, ['key-one', 'key-two']);
	t.is(readFileSync(file, 'latin1'), written, 'what is there is not written again');
	t.deepEqual([...first.troubles, ...second.troubles], []);
});

test('finds what is whole of a file that ends anywhere, and goes on behind that', async t => {
	const {paths, file} = homeOf(t);
	await put(await open(paths), ['a', 'b']);
	const whole = readFileSync(file);
	const secondAt = whole.indexOf('\n', 1);
	// The last two may be no more than the end of its writing.
	for (let length = whole.length - 3; length >= secondAt; length -= 7) {
		writeFileSync(file, whole);
		truncateSync(file, length);
		const torn = await open(paths);
		t.deepEqual(found(torn, ['a', 'b']), ['a'], `${length} bytes`);
		await put(torn, ['b', 'c']);
		t.deepEqual(found(await open(paths), ['a', 'b', 'c']), ['a', 'b', 'c'], `${length} bytes`);
	}
});

test('takes nothing from a record in which a byte is another', async t => {
	const {paths, file} = homeOf(t);
	await put(await open(paths), ['a']);
	const whole = readFileSync(file, 'latin1');
	for (const place of [1, 30, 40, 100, whole.length - 3]) {
		writeFileSync(file, `${whole.slice(0, place)}${whole[place] === 'A' ? 'B' : 'A'}${whole.slice(place + 1)}`);
		t.deepEqual(found(await open(paths), ['a']), [], `byte ${place}`);
	}

	writeFileSync(file, '\n\n \nnonsense\n\u0000\u0001\n');
	t.deepEqual(found(await open(paths), ['a']), []);
});

test('keeps what is in use within two files of a size, and forgets the rest', async t => {
	const {paths, file} = homeOf(t);
	const bytes = 4000;
	const shelf = await open(paths, bytes);
	for (let round = 0; round < 60; round++) {
		await put(shelf, ['used', `round-${round}`]);
		t.true(statSync(file).size <= bytes);
	}

	t.true(statSync(`${file}.before`).size <= bytes);
	t.is(statSync(`${file}.before`).mode & 0o777, 0o600);
	const again = await open(paths, bytes);
	t.deepEqual(found(again, ['used', 'round-0', 'round-59']), ['used', 'round-59']);
	shelf.put('large', 'x'.repeat(bytes));
	await shelf.flush(patientMs);
	const last = await open(paths, bytes);
	t.is(last.read('large'), undefined);
});

test('reads no file that is larger than any of its own, and puts it aside', async t => {
	const {paths, file} = homeOf(t);
	await put(await open(paths), ['a']);
	appendFileSync(file, `\n${'x'.repeat(5000)}`);
	const shelf = await open(paths, 4000);
	t.deepEqual(found(shelf, ['a']), []);
	await put(shelf, ['b']);
	t.true(statSync(file).size < 4000);
	t.deepEqual(found(await open(paths, 4000), ['b']), ['b']);
});

test('removes a file to which nothing was added for a month', async t => {
	const {paths, file} = homeOf(t);
	await put(await open(paths), ['a']);
	const days = (count: number) => (Date.now() / 1000) - (count * 24 * 60 * 60);
	utimesSync(file, days(29), days(29));
	t.deepEqual(found(await open(paths), ['a']), ['a']);
	utimesSync(file, days(31), days(31));
	const shelf = await open(paths);
	t.true(shelf.isEmpty());
	t.false(existsSync(file));
	await put(shelf, ['b']);
	t.deepEqual(found(await open(paths), ['a', 'b']), ['b']);
});

test('says once that nothing can be kept, and keeps what is still in use as soon as it can', async t => {
	const {paths, file} = homeOf(t);
	mkdirSync(file, {recursive: true});
	const shelf = await open(paths);
	await put(shelf, ['a']);
	await put(shelf, ['a', 'b']);
	t.is(shelf.troubles.length, 1);
	t.true(shelf.troubles[0]?.startsWith(`${file}: `));
	rmSync(file, {recursive: true});
	await put(shelf, ['a']);
	t.deepEqual(found(await open(paths), ['a', 'b']), ['a']);
});

test('goes on writing after somebody took its file away', async t => {
	const {paths, file} = homeOf(t);
	const shelf = await open(paths, 4000);
	await put(shelf, ['a']);
	rmSync(file);
	for (let round = 0; round < 20; round++) {
		await put(shelf, [`round-${round}`]);
	}

	t.true(existsSync(file));
	t.deepEqual(found(await open(paths, 4000), ['round-19']), ['round-19']);
	t.deepEqual(shelf.troubles, []);
});

test('waits no longer than it was told for a disk that does not answer', async t => {
	const {paths, file} = homeOf(t);
	mkdirSync(paths.state, {recursive: true});
	execFileSync('mkfifo', [file]);
	const texts = createSealedTexts({paths, clock: systemClock, onTrouble() {
		t.fail();
	}});
	await texts.ready(20);
	await texts.ready(3_600_000);
	t.is(texts.read('a'), undefined);
	texts.put('a', 'text');
	await texts.flush(20);
	// Lets the reader go.
	closeSync(openSync(file, constants.O_RDWR | constants.O_NONBLOCK));
	rmSync(file);
	await texts.flush(patientMs);
	t.is(texts.read('a'), undefined, 'who has put it has it');
});
