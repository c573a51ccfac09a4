import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {componentFile, componentsFolder} from '../../source/io/component-folder.js';
import {askRtk, changeHook, readHook} from '../../source/io/rtk.js';
import {runTool} from '../../source/io/tool.js';
import {putFakes} from '../helpers/fake-programs.js';
import {temporaryHome} from '../helpers/home.js';
import {patienceMs} from '../helpers/until.js';

const {signal} = new AbortController();

function withFakeRtk(t: ExecutionContext, extra: Readonly<Record<string, string>> = {}) {
	const {paths, home, user, project, env} = temporaryHome(t, extra);
	const folder = putFakes(path.join(home, 'programs'), ['rtk']);
	const whole = {...env, PATH: `${folder}:/usr/bin:/bin`};
	return {paths, user, project, env: whole, file: path.join(folder, 'rtk'), place: {paths, env: whole, signal, deadlineMs: patienceMs}};
}

test('misses RTK where there is none', async t => {
	const {paths, env} = temporaryHome(t);
	t.deepEqual(await askRtk({paths, env: {...env, PATH: '/nowhere'}, signal}), {status: 'missing'});
});

test('knows a fake RTK by what it answers, and counts what goes through it', async t => {
	const {place, file, env} = withFakeRtk(t);
	t.deepEqual(await askRtk(place), {status: 'found', file, version: '0.42.4', gain: {commands: 0, input: 0, output: 0}, hook: 'absent'});

	await runTool([file, 'ls', '/usr/bin'], {env, signal, deadlineMs: patienceMs});
	const after = await askRtk(place);
	t.true(after.status === 'found' && after.gain.commands === 1 && after.gain.output < after.gain.input && after.gain.output > 0);
});

test('takes another program called rtk for what it is', async t => {
	const {place, file} = withFakeRtk(t, {FAKE_RTK_TROUBLE: 'wrong'});
	t.deepEqual(await askRtk(place), {status: 'wrong', file});
});

test('finds the RTK that Clutch has installed behind another program called rtk', async t => {
	const {place, paths} = withFakeRtk(t);
	const file = componentFile(componentsFolder(paths), 'rtk');
	mkdirSync(path.dirname(file), {recursive: true});
	symlinkSync(path.join(place.env.PATH.split(':')[0] ?? '', 'rtk'), file);
	const other = path.join(paths.state, 'other');
	mkdirSync(other);
	writeFileSync(path.join(other, 'rtk'), '#!/bin/sh\necho "Rust Type Kit"\n', {mode: 0o755});
	t.like(await askRtk({...place, env: {...place.env, PATH: `${other}:/usr/bin:/bin`}}), {status: 'found', file});
});

test('does not wait for ever for a fake RTK that does not answer, and calls it no other program', async t => {
	const {place, file} = withFakeRtk(t, {FAKE_RTK_TROUBLE: 'slow'});
	t.deepEqual(await askRtk({...place, deadlineMs: 200}), {status: 'silent', file, problem: 'no answer within 0.2 s'});
});

test('has a fake RTK put its hook beside what is there, and take it away again', async t => {
	const {user, env, file} = withFakeRtk(t);
	mkdirSync(path.join(user, '.claude'));
	writeFileSync(path.join(user, '.claude', 'settings.json'), '{"model": "opus", "hooks": {"PreToolUse": [{"hooks": [{"command": "mine"}]}]}}');

	const preview = await changeHook(file, {change: 'preview', env, signal});
	t.true(preview.ok && preview.stdout.includes('settings.json'));
	t.is(readHook(env), 'absent');

	const added = await changeHook(file, {change: 'add', env, signal});
	t.true(added.ok);
	t.is(readHook(env), 'installed');

	const removed = await changeHook(file, {change: 'remove', env, signal});
	t.true(removed.ok);
	t.is(readHook(env), 'absent');
});
