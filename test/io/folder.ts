import {mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import {makeFolder} from '../../source/io/folder.js';

test('makes a folder with those above it, for its user only, and is content with one that is there', t => {
	const root = mkdtempSync(path.join(os.tmpdir(), 'clutch-folder-'));
	t.teardown(() => {
		rmSync(root, {recursive: true});
	});
	const folder = path.join(root, 'a', 'b', 'c');
	makeFolder(folder);
	makeFolder(folder);
	t.deepEqual([folder, path.dirname(folder)].map(each => statSync(each).mode & 0o777), [0o700, 0o700]);
	writeFileSync(path.join(folder, 'file'), '');
	t.throws(() => {
		makeFolder(path.join(folder, 'file', 'below'));
	}, {code: 'EEXIST'});
	t.throws(() => {
		makeFolder(path.join(folder, 'file'));
	}, {code: 'EEXIST'});
});

(process.platform === 'linux' ? test : test.skip)('comes back from a file system that makes no folders', t => {
	t.throws(() => {
		makeFolder('/proc/clutch/run');
	}, {code: 'ENOENT'});
});
