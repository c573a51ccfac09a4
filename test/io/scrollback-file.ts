import {existsSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {ClutchError} from '../../source/core/error.js';
import {ensureDirectories} from '../../source/io/paths.js';
import {listScrollback, removeScrollback, writeScrollback} from '../../source/io/scrollback-file.js';
import {temporaryHome} from '../helpers/home.js';

test('a file of what a pane has shown is this user\'s alone, is listed, and goes', t => {
	const {paths} = temporaryHome(t);
	ensureDirectories(paths);
	t.deepEqual(listScrollback(paths), []);
	const file = writeScrollback(paths, 'one', 'first\nsecond\n');
	t.is(readFileSync(file, 'utf8'), 'first\nsecond\n');
	t.is(statSync(file).mode & 0o777, 0o600);
	t.deepEqual(listScrollback(paths), ['one']);
	removeScrollback(paths, 'one');
	t.false(existsSync(file));
});

test('one that cannot be written is said as a sentence', t => {
	const {paths} = temporaryHome(t);
	ensureDirectories(paths);
	const folder = path.join(paths.run, 'scrollback');
	writeFileSync(folder, '');
	const error = t.throws(() => writeScrollback(paths, 'one', 'text'), {instanceOf: ClutchError});
	t.is(error.message, `The file ${path.join(folder, 'one.txt')} cannot be written: a file is in the way.`);
});
