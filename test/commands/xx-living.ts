import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {launchRecords} from '../../source/io/launch-record.js';
import {temporaryHome, type Home} from '../helpers/home.js';
import {root, runProgram} from '../helpers/program.js';
import {startOnPty} from '../helpers/pty.js';
import {until} from '../helpers/until.js';

/** An agent that says it is there and lives until its input ends or says something. */
function machine(t: ExecutionContext): Home & {readonly agentEnv: Readonly<Record<string, string>>} {
	const home = temporaryHome(t);
	const folder = path.join(home.user, 'bin');
	mkdirSync(folder);
	writeFileSync(path.join(folder, 'claude'), '#!/bin/sh\necho here\nread line\nexit 0\n', {mode: 0o755});
	return {...home, agentEnv: {PATH: `${folder}:${path.join(root, 'bin')}:/usr/bin:/bin`, IS_SANDBOX: '1', OPENROUTER_API_KEY: 'sk-or-v1-made-up'}};
}

const modelOf = (home: Home) => launchRecords(home.paths)[0]?.settings.model;

test.serial('changes the model of a session in another terminal instead of starting one', async t => {
	const home = machine(t);
	const first = startOnPty(t, {file: `${root}bin/xx`, args: ['cip', '--name', 'api'], env: {...home.env, ...home.agentEnv}, cwd: home.project});
	await first.waitForText('here');
	const say = async (...argv: readonly string[]) => runProgram(['xx', ...argv], {home, env: home.agentEnv});
	t.like(await say('cip', '--name', 'api', '-m', 'deepseek/deepseek-v4', '--dry-run'), {code: 0, stdout: 'api would ask deepseek/deepseek-v4 from its next request on.\n'});
	t.is(modelOf(home), undefined);
	t.deepEqual(await say('cip', '--name', 'api', '-m', 'deepseek/deepseek-v4'), {code: 0, signal: null, stdout: 'api asks deepseek/deepseek-v4 from its next request on.\n', stderr: ''});
	t.is(modelOf(home), 'deepseek/deepseek-v4');
	const [record] = launchRecords(home.paths);
	const {code, stdout} = await say('csp', '-s', record?.recipe.conversation ?? '', '-m', 'a/b', '--json');
	t.deepEqual([code, JSON.parse(stdout)], [0, {session: record?.session, name: 'api', model: 'a/b', switched: true}]);
	t.is(modelOf(home), 'a/b');
	t.like(await say('cip', '--name', 'api', '-m', 'a/b', '-p', 'hello'), {code: 2, stderr: 'api lives, and -m only changes its model, so -p would be lost.\nLeave it out, or start another session under another --name.\n'});
	t.is(launchRecords(home.paths).length, 1);

	first.pty.write(Buffer.from('\r'));
	await first.exit;
	// It is no more, so this is a launch like any other.
	const again = await say('cip', '--name', 'api', '-m', 'c/d');
	t.deepEqual([again.code, again.stdout, launchRecords(home.paths).length], [0, 'here\n', 2]);
});

test.serial('changes the model of a guarded session', async t => {
	const home = machine(t);
	const first = startOnPty(t, {file: `${root}bin/cg_run`, args: ['--name', 'talk', 'xx', 'cip'], env: {...home.env, ...home.agentEnv}, cwd: home.project});
	await first.waitForText('here');
	t.like(await runProgram(['xx', 'cip', '--name', 'talk', '-m', 'a/b'], {home, env: home.agentEnv}), {code: 0, stdout: 'talk asks a/b from its next request on.\n', stderr: ''});
	t.is(modelOf(home), 'a/b');
	first.pty.write(Buffer.from('\r'));
	await first.exit;
});

test.serial('says why the model of a direct session cannot be changed', async t => {
	const home = machine(t);
	const child = spawn(`${root}bin/xx`, ['crd', '--name', 'api'], {env: {...home.env, ...home.agentEnv}, cwd: home.project, stdio: ['pipe', 'pipe', 'inherit']});
	await once(child.stdout, 'data');
	t.like(await runProgram(['xx', 'cip', '--name', 'api', '-m', 'a/b'], {home, env: home.agentEnv}), {code: 1, stdout: '', stderr: 'api talks to its vendor directly, past the gateway, so its model cannot be changed from here.\nChange it inside the agent.\n'});
	t.is(modelOf(home), undefined);
	child.stdin.end();
	await once(child, 'close');
});

test.serial('lists what runs in other terminals, with and without clutchd', async t => {
	const home = machine(t);
	const child = spawn(`${root}bin/xx`, ['crd', '--name', 'api'], {env: {...home.env, ...home.agentEnv}, cwd: home.project, stdio: ['pipe', 'pipe', 'inherit']});
	await once(child.stdout, 'data');
	const [record] = launchRecords(home.paths);
	const plain = await runProgram(['clutch', 'sessions'], {home});
	t.deepEqual([plain.code, plain.stderr], [0, 'clutchd is not running; clutch up starts it.\n']);
	t.regex(plain.stdout, new RegExp(String.raw`^● terminal  ${record?.session ?? ''}  api  Claude Code  ~/src/api-server  crd  (?:now|\d+ min ago)\n$`));
	const {stdout} = await runProgram(['clutch', 'sessions', '--json'], {home});
	t.deepEqual(JSON.parse(stdout), {sessions: [], terminals: [{id: record?.session, name: 'api', title: 'Claude Code', code: 'crd', cwd: home.project, where: 'terminal', pid: child.pid, since: record?.at, usage: null}]});
	child.stdin.end();
	await once(child, 'close');
	await until('its end is seen', async () => {
		const ended = await runProgram(['clutch', 'sessions'], {home});
		return ended.stdout === 'No sessions.\n';
	});
});

test.serial('opens no conversation twice, in a session or in this terminal', async t => {
	const home = machine(t);
	const {env} = home;
	const say = async (program: string, ...argv: readonly string[]) => runProgram([program, ...argv], {home, env: home.agentEnv});
	const id = '11111111-2222-4333-8444-555555555555';
	const first = startOnPty(t, {file: `${root}bin/cg_run`, args: ['--name', 'talk', 'xx', 'csd', '-s', id], env: {...env, ...home.agentEnv}, cwd: home.project});
	await first.waitForText('here');
	const [{session} = {session: ''}] = launchRecords(home.paths);
	const refused = {code: 1, signal: null, stdout: '', stderr: `The conversation ${id} is open in talk, and is not opened twice.\nGo on there: clutch attach ${session}\n`};
	t.deepEqual(await say('xx', 'csd', '-s', id), refused);
	t.deepEqual(await say('xx', 'cRd', '-s', id, '-p', 'hello'), refused);
	t.deepEqual(await say('clutch', 'spawn', 'cid', '-s', id), refused);
	t.is(launchRecords(home.paths).length, 1);
	t.like(await say('xx', 'csd', '-s', 'another'), {code: 0, stdout: 'here\n'});
	first.pty.write(Buffer.from('\r'));
	await first.exit;
	t.like(await say('xx', 'csd', '-s', id), {code: 0, stdout: 'here\n'});

	const second = startOnPty(t, {file: `${root}bin/xx`, args: ['csd', '--name', 'mine', '-s', id], env: {...env, ...home.agentEnv}, cwd: home.project});
	await second.waitForText('here');
	t.like(await say('clutch', 'spawn', 'cid', '-s', id), {code: 1, stderr: `The conversation ${id} is open in mine, and is not opened twice.\nGo on there, in its own terminal, or end it first.\n`});
	second.pty.write(Buffer.from('\r'));
	await second.exit;
});
