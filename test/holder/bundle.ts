import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {programRoot} from '../../source/io/paths.js';

const bundle = () => readFileSync(path.join(programRoot(), 'dist/holder.cjs'), 'utf8');

test('has no emulator, no schema library and no other package in it', t => {
	const text = bundle();
	t.deepEqual(['xterm', 'ZodError', 'execa', 'undici', 'react'].filter(name => text.includes(name)), []);
	t.true(text.length < 128 * 1024, `${text.length} bytes`);
});

test('loads nothing later than at its start', t => {
	t.notRegex(bundle(), /\bimport\(/);
});
