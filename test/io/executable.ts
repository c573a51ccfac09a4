import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import {findExecutable, isDirectory} from '../../source/io/executable.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-executable-'));
test.before(() => {
	for (const [name, mode] of [['one/agent', 0o755], ['two/agent', 0o755], ['one/text', 0o644], ['two/text', 0o755], ['one/only-text', 0o644]] as const) {
		const file = path.join(folder, name);
		mkdirSync(path.dirname(file), {recursive: true});
		writeFileSync(file, '#!/bin/sh\n');
		chmodSync(file, mode);
	}

	mkdirSync(path.join(folder, 'one/folder'));
});
test.after.always(() => {
	rmSync(folder, {recursive: true});
});

const finds = test.macro((t, file: string, {searchPath, expected}: {readonly searchPath: string | undefined; readonly expected: unknown}) => {
	const within = searchPath?.split(':').map(part => part.startsWith('@') ? path.join(folder, part.slice(1)) : part).join(':');
	t.deepEqual(JSON.parse(JSON.stringify(findExecutable(file, {searchPath: within, cwd: folder})).replaceAll(folder, '@')), expected as never);
});

test('takes the first on the PATH', finds, 'agent', {searchPath: '@one:@two', expected: {status: 'found', path: '@/one/agent'}});
test('passes over one that may not be run', finds, 'text', {searchPath: '@one:@two', expected: {status: 'found', path: '@/two/text'}});
test('says when there is only one that may not be run', finds, 'only-text', {searchPath: '@one:@two', expected: {status: 'not-executable', path: '@/one/only-text'}});
test('passes over folders and parts of the PATH that do not exist', finds, 'folder', {searchPath: '@none:@one/agent:@one', expected: {status: 'missing'}});
test('does not search for a name with a slash', finds, './two/agent', {searchPath: '/usr/bin', expected: {status: 'found', path: '@/two/agent'}});
test('misses a name with a slash that is not there', finds, 'three/agent', {searchPath: '@one', expected: {status: 'missing'}});
test('searches the system folders without a PATH', finds, 'env', {searchPath: undefined, expected: {status: 'found', path: '/usr/bin/env'}});

test('tells folders from files', t => {
	t.deepEqual(['one', 'one/agent', 'three'].map(name => isDirectory(path.join(folder, name))), [true, false, false]);
});
