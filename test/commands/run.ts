import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {launchRecords} from '../../source/io/launch-record.js';
import {processesUnder, temporaryHome} from '../helpers/home.js';
import {runProgram} from '../helpers/program.js';

test.serial('tells any program where the gateway is by exactly three variables, and keeps its code', async t => {
	const home = temporaryHome(t);
	const script = 'env | grep -E "ANTHROPIC|OPENAI|CLAUDE|HTTP" | sort; exit 9';
	const env = {ANTHROPIC_API_KEY: 'its-own', CLAUDE_CODE_USE_BEDROCK: '1', CLAUDECODE: '1', OPENAI_BASE_URL: 'http://elsewhere'};
	const {code, stdout, stderr} = await runProgram(['clutch', 'run', '--name', 'script', '--', 'sh', '-c', script, '--flag'], {home, env});
	t.is(code, 9);
	t.regex(stderr, /^Starting the gateway … ready after \d+\.\d s\n$/);
	const [record] = launchRecords(home.paths);
	const {address} = /(?<address>http:\/\/127\.0\.0\.1:[1-9]\d*)\/s\//.exec(stdout)?.groups ?? {};
	const session = `${address ?? ''}/s/${record?.session ?? ''}`;
	t.is(stdout, `ANTHROPIC_API_KEY=its-own\nANTHROPIC_BASE_URL=${session}\nOPENAI_API_BASE=${session}/v1\nOPENAI_BASE_URL=${session}/v1\n`);
	t.like(record, {name: 'script', title: 'sh', cwd: home.project, recipe: {code: undefined, agent: undefined, route: 'p', credential: 'none', shownArgs: ['-c', script, '--flag']}});
});

test.serial('runs as ccp does: without --, options of the program are its own', async t => {
	const home = temporaryHome(t);
	const folder = path.join(home.user, 'bin');
	mkdirSync(folder);
	writeFileSync(path.join(folder, 'claude'), '#!/bin/sh\nprintf "%s|" "$@"; case $ANTHROPIC_BASE_URL in http://127.0.0.1:*/s/*) ;; *) exit 1 ;; esac; kill -TERM $$\n', {mode: 0o755});
	const {signal, stdout} = await runProgram(['clutch', 'run', 'claude', 'chat', '--help', '--', '-p'], {home, env: {PATH: `${folder}:/usr/bin:/bin`}});
	t.deepEqual([signal, stdout], ['SIGTERM', 'chat|--help|--|-p|']);
});

test.serial('names the profile in the address, and refuses one that is not there', async t => {
	const home = temporaryHome(t);
	writeFileSync(home.paths.config, '{"profiles": {"cheap": "deepseek/deepseek-v4-flash:free"}}');
	const wrong = await runProgram(['clutch', 'run', '--profile', 'chaep', 'env'], {home});
	t.deepEqual([wrong.code, wrong.stderr.startsWith('No profile "chaep" in the config (it has cheap')], [1, true]);
	t.deepEqual(processesUnder(home.home), []);
	const {stdout} = await runProgram(['clutch', 'run', '--profile', 'cheap', 'env'], {home});
	t.regex(stdout, /^ANTHROPIC_BASE_URL=http:\/\/127\.0\.0\.1:\d+\/p\/cheap\/s\/[a-z\d]{10}$/m);
});
