import {mkdtempSync, readdirSync, rmSync, statSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import type {Tombstone} from '../../source/core/ipc/holder.js';
import {readTombstone, removeTombstone, writeTombstone} from '../../source/io/tombstone.js';

const tombstone: Tombstone = {id: 'one', exit: {type: 'code', code: 3}, reason: 'child-exit', offset: 5_000_000_000, cols: 80, rows: 24, at: 1};

test('keeps how a session ended, with its last screen, for its user only', t => {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-tombstone-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true});
	});
	const file = path.join(folder, 'one.json');
	const output = new Uint8Array(300_000).map((_, index) => index % 251);
	writeTombstone(file, {tombstone, tail: output});
	const read = readTombstone(file);
	t.deepEqual(read?.tombstone, tombstone);
	t.deepEqual(Buffer.from(read?.tail ?? []), Buffer.from(output));
	t.deepEqual(readdirSync(folder).map(name => [name, statSync(path.join(folder, name)).mode & 0o777]), [['one.json', 0o600], ['one.tail', 0o600]]);

	removeTombstone(file);
	t.deepEqual([readdirSync(folder), readTombstone(file)], [[], undefined]);
});
