import {mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {replaceFile} from '../../source/io/replaced-file.js';
import {temporaryHome} from '../helpers/home.js';

test('puts a file in its place for this user alone, whatever its mode was', t => {
	const {project} = temporaryHome(t);
	const file = path.join(project, 'kept');
	writeFileSync(file, 'old', {mode: 0o644});
	replaceFile(file, 'new');
	t.is(readFileSync(file, 'utf8'), 'new');
	t.is(statSync(file).mode & 0o777, 0o600);
	t.deepEqual(readdirSync(project), ['kept']);
});

test('nothing of a file is left that cannot be put in its place', t => {
	const {project} = temporaryHome(t);
	const file = path.join(project, 'kept');
	mkdirSync(file);
	t.throws(() => {
		replaceFile(file, 'new');
	}, {code: 'EISDIR'});
	t.deepEqual(readdirSync(project), ['kept']);
});
