import {readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {ensureDirectories} from '../../source/io/paths.js';
import {readPreferences, rememberPreferences} from '../../source/io/preferences.js';
import {temporaryHome} from '../helpers/home.js';

test('remembers what is changed, for this user alone, and keeps the rest', async t => {
	const {paths} = temporaryHome(t);
	ensureDirectories(paths);
	t.deepEqual(readPreferences(paths), {});
	const file = path.join(paths.state, 'preferences.json');
	writeFileSync(file, '{"chord": "Ctrl+b", "codeWait": "never"}');
	await rememberPreferences(paths, {sidebar: 'folded'});
	t.deepEqual(readPreferences(paths), {chord: 'Ctrl+b', codeWait: 'never', sidebar: 'folded'});
	t.is(statSync(file).mode & 0o777, 0o600);
});

test('takes what is not as it should be for not set', async t => {
	const {paths} = temporaryHome(t);
	ensureDirectories(paths);
	const file = path.join(paths.state, 'preferences.json');
	writeFileSync(file, '{"chord": 7, "codeWait": -1, "theme": "dark", "sidebar": "left"}');
	t.deepEqual(readPreferences(paths), {theme: 'dark'});
	writeFileSync(file, 'not JSON');
	t.deepEqual(readPreferences(paths), {});
	await rememberPreferences(paths, {sidebar: 'shown'});
	t.deepEqual(JSON.parse(readFileSync(file, 'utf8')), {sidebar: 'shown'});
});
