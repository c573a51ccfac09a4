import {mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {completeConfig} from '../../../source/core/config/config.js';
import {cliProxy} from '../../../source/core/service/components/cli-proxy.js';
import {keysFile, readCliProxyKeys} from '../../../source/io/cli-proxy-keys.js';
import {prepareCliProxy} from '../../../source/supervisor/components/cli-proxy.js';
import {temporaryHome} from '../../helpers/home.js';

/** What its preparation says in a new home. */
function readyToPrepare(t: ExecutionContext, enabled = true) {
	const {paths} = temporaryHome(t);
	const state = path.join(paths.state, 'services', 'cli-proxy');
	mkdirSync(state, {recursive: true});
	const config = {...completeConfig({}, {}), services: {'cli-proxy': {enabled}}};
	const prepare = async (args: readonly string[] = []) => prepareCliProxy({...cliProxy, argv: ['cliproxyapi', '-config', path.join(state, 'config.yaml'), '-local-model', ...args]}, {paths, env: {}, state, address: 'http://127.0.0.1:4317', gateway: undefined, config, signal: new AbortController().signal});
	return {paths, state, prepare};
}

test('is not started before its notice was read', async t => {
	const {prepare, state} = readyToPrepare(t, false);
	t.deepEqual(await prepare(), {problem: 'the notice about the terms of vendors has not been read yet', next: 'clutch service add cli-proxy shows it and asks.'});
	t.throws(() => statSync(path.join(state, 'config.yaml')), {code: 'ENOENT'});
});

test('writes a configuration only its user can read, with a key that stays the same', async t => {
	const {paths, state, prepare} = readyToPrepare(t);
	const file = path.join(state, 'config.yaml');
	t.deepEqual(await prepare(), {argv: ['cliproxyapi', '-config', file, '-local-model'], env: {}});
	const keys = readCliProxyKeys(paths);
	const first = readFileSync(file, 'utf8');
	t.regex(first, /^host: "127\.0\.0\.1"\nport: 4317$/m);
	t.true(first.includes(`  - "${keys?.client ?? '?'}"`));
	t.deepEqual([file, keysFile(paths)].map(each => statSync(each).mode & 0o777), [0o600, 0o600]);
	t.is(statSync(path.join(state, 'accounts')).mode & 0o777, 0o700);

	// As it leaves the file behind: with a hash in the place of the management key.
	writeFileSync(file, first.replace(/secret-key: .*/, 'secret-key: "$2a$10$hash"'));
	await prepare();
	t.is(readFileSync(file, 'utf8'), first);
});

test('says so where its keys are not as it wrote them', async t => {
	const {paths, prepare} = readyToPrepare(t);
	writeFileSync(keysFile(paths), '{');
	t.deepEqual(await prepare(), {problem: `${keysFile(paths)} is not as Clutch wrote it`, next: 'Remove it: a new one is made.'});
});

test('adds the accounts its user wrote beside it', async t => {
	const {state, prepare} = readyToPrepare(t);
	const added = path.join(state, 'accounts.yaml');
	writeFileSync(added, 'openai-compatibility: []\n');
	await prepare();
	t.true(readFileSync(path.join(state, 'config.yaml'), 'utf8').endsWith('# From accounts.yaml beside this file.\nopenai-compatibility: []\n'));

	writeFileSync(added, 'host: ""\n');
	t.like(await prepare(), {problem: `${added} has host, which Clutch writes itself`});
});

test('takes its user\'s own configuration where that listens on this machine only', async t => {
	const {state, prepare} = readyToPrepare(t);
	const own = path.join(state, 'own.yaml');
	writeFileSync(own, 'host: 127.0.0.1\nport: 4317\n');
	t.like(await prepare(['-config', own]), {env: {}});
	t.throws(() => statSync(path.join(state, 'config.yaml')), {code: 'ENOENT'});

	writeFileSync(own, 'port: 4317\n');
	t.like(await prepare(['-config', own]), {next: 'Write host: "127.0.0.1" in it'});
	t.like(await prepare(['-config', '/nowhere/c.yaml']), {problem: '/nowhere/c.yaml cannot be read (there is no such file)'});
});
