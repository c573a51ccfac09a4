import {appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {followFile} from '../../source/io/follow-file.js';
import {until} from '../helpers/until.js';

function follow(t: ExecutionContext, before: string | undefined) {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-follow-'));
	const file = path.join(folder, 'gateway.log');
	if (before !== undefined) {
		writeFileSync(file, before);
	}

	const ending = new AbortController();
	let text = '';
	const done = followFile({file, signal: ending.signal, onText(added) {
		text += added;
	}});
	t.teardown(async () => {
		ending.abort();
		await done;
		rmSync(folder, {recursive: true, force: true});
	});
	return {file, text: () => text, has: async (wanted: string) => until(`${wanted} is told`, () => text === wanted)};
}

test('tells what is added to a file, also a character in two halves', async t => {
	const {file, has} = follow(t, 'old\n');
	appendFileSync(file, 'one\n');
	await has('one\n');
	const [first, ...rest] = Buffer.from('é\n');
	appendFileSync(file, Buffer.from([first!]));
	appendFileSync(file, 'x'.repeat(0));
	appendFileSync(file, Buffer.from(rest));
	await t.notThrowsAsync(has('one\né\n'));
});

test('waits for a file that is not there yet, and goes on with the one that takes its place', async t => {
	const {file, has} = follow(t, undefined);
	writeFileSync(file, 'first\n');
	await has('first\n');
	renameSync(file, `${file}.1`);
	writeFileSync(file, 'second, which is longer\n');
	await has('first\nsecond, which is longer\n');
	writeFileSync(file, 'cut\n');
	await t.notThrowsAsync(has('first\nsecond, which is longer\ncut\n'));
});
