import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {checkArchitecture} from './helpers/architecture.js';

const root = path.join(import.meta.dirname, '..');

test('runs under the runtime that the project pins', t => {
	const {optionalDependencies} = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {readonly optionalDependencies: Readonly<Record<string, string>>};
	const pinned = Object.values(optionalDependencies).map(version => `v${version}`);
	t.true(pinned.includes(process.version), `${process.version} is none of ${pinned.join(', ')}`);
});

test('keeps to the floors, the doors, the names and the file length, without a cycle', t => {
	t.deepEqual(checkArchitecture(root), []);
});

test('finds each rule that a tree breaks', t => {
	t.deepEqual(checkArchitecture(path.join(root, 'test/fixtures/violation')), [
		'source/core/decide.ts: imports source/io/touch.ts, which is not below it',
		'source/gateway/relay.ts: imports source/supervisor/loop.ts, which is not below it',
		'source/io/touch.ts: imports node-pty, whose door is elsewhere',
		'source/supervisor/loop.ts: imports execa, whose door is elsewhere',
		'source/io/other.ts → source/io/touch.ts → source/io/other.ts: a cycle',
		'source/utils/text.ts: the name says nothing about what is inside',
		'source/ui/long.ts: 302 lines, more than 300',
	]);
});
