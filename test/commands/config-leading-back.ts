import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {temporaryHome} from '../helpers/home.js';
import {installFakeHeadroom} from '../helpers/install-fake-headroom.js';
import {runProgram} from '../helpers/program.js';

const quiet = {proxy: {auto_start: false}, services: {gateway: {enabled: false}, headroom: {enabled: false}}};

test.serial('a provider that is the gateway itself is refused by config set, and a mistake to config check and up', async t => {
	const home = temporaryHome(t, {PATH: '/usr/local/bin:/usr/bin:/bin', PORT: ''});
	const config = {...quiet, gateway: {port: 18_383}, providers: {other: {base_url: 'http://localhost:18384/v1'}}};
	writeFileSync(home.paths.config, JSON.stringify(config));
	t.like(await runProgram(['proxies', 'config', 'check'], {home}), {code: 0, stdout: `ok       ${home.paths.config}\n`});
	const sentence = 'is the address of this gateway itself: write that of the provider there, or take it out of the config.';
	const refused = await runProgram(['proxies', 'config', 'set', 'providers.self.base_url', 'http://127.0.0.1:18383/v1'], {home});
	t.like(refused, {code: 2, stdout: '', stderr: `providers.self.base_url ${sentence}\nNothing was written.\n`});
	const moved = await runProgram(['proxies', 'config', 'set', 'gateway.port', '18384'], {home});
	t.like(moved, {code: 2, stderr: `providers.other.base_url ${sentence}\nNothing was written.\n`});
	t.is(readFileSync(home.paths.config, 'utf8'), JSON.stringify(config));

	writeFileSync(home.paths.config, JSON.stringify({...config, providers: {self: {base_url: 'http://localhost:18383/v1'}, wrong: null}}));
	const check = await runProgram(['proxies', 'config', 'check'], {home});
	t.is(check.code, 1);
	t.true(check.stdout.includes(`mistake  ${home.paths.config}: providers.self.base_url ${sentence}\n`));
	const up = await runProgram(['proxies', 'up', '--no-wait'], {home});
	t.is(up.code, 0);
	t.true(up.stderr.includes(`providers.self.base_url ${sentence}\n`));
	const json = await runProgram(['proxies', 'up', '--json'], {home});
	t.deepEqual((JSON.parse(json.stdout) as {readonly remarks?: unknown}).remarks, [`providers.self.base_url ${sentence}`]);
	writeFileSync(home.paths.config, JSON.stringify({...config, local: {enabled: true}}));
	const local = await runProgram(['proxies', 'config', 'set', 'local.endpoint', 'http://127.0.0.1:18383/v1'], {home});
	t.like(local, {code: 2, stdout: '', stderr: `local.endpoint ${sentence}\nNothing was written.\n`});
	writeFileSync(home.paths.config, JSON.stringify({...config, local: {endpoint: 'http://127.0.0.1:18383/v1'}}));
	t.like(await runProgram(['proxies', 'config', 'check'], {home}), {code: 0});
	t.like(await runProgram(['proxies', 'config', 'set', 'local.enabled', 'true'], {home}), {code: 2, stderr: `local.endpoint ${sentence}\nNothing was written.\n`});
	writeFileSync(home.paths.config, JSON.stringify({...config, local: {enabled: true, endpoint: 'http://127.0.0.1:18383/v1'}}));
	const checked = await runProgram(['proxies', 'config', 'check'], {home});
	t.is(checked.code, 1);
	t.true(checked.stdout.includes(`mistake  ${home.paths.config}: local.endpoint ${sentence}\n`));
	// Another change is not kept from being made by what was there before.
	t.like(await runProgram(['proxies', 'config', 'set', 'ui.theme', 'dark'], {home}), {code: 0});
});

test.serial('a provider that is Headroom is worth a word where that is there, and may be written', async t => {
	const home = temporaryHome(t, {PATH: '/usr/local/bin:/usr/bin:/bin', PORT: ''});
	const {bin} = installFakeHeadroom(path.join(home.user, 'venv'));
	const config = {...quiet, services: {gateway: {enabled: false}, headroom: {port: 18_787}}};
	writeFileSync(home.paths.config, JSON.stringify(config));
	const set = ['proxies', 'config', 'set', 'providers.near.base_url', 'http://127.0.0.1:18787/v1'] as const;
	const sentence = 'providers.near.base_url is the address of Headroom, which asks this gateway: name the provider behind it; Headroom is asked anyway.\n';
	const away = await runProgram(set, {home});
	t.is(away.code, 0);
	t.false(away.stdout.includes('Headroom'));
	writeFileSync(home.paths.config, JSON.stringify(config));
	const env = {PATH: `${bin}:/usr/local/bin:/usr/bin:/bin`};
	const there = await runProgram(set, {home, env});
	t.is(there.code, 0);
	t.true(there.stdout.endsWith(sentence));
	const check = await runProgram(['proxies', 'config', 'check'], {home, env});
	t.is(check.code, 0);
	t.true(check.stdout.includes(`warning  ${home.paths.config}: ${sentence}`));
});
