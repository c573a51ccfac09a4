import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {identify} from '../../source/io/process-identity.js';
import {watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {processesUnder, temporaryHome} from '../helpers/home.js';
import {runProgram, type ProgramOptions} from '../helpers/program.js';
import {until} from '../helpers/until.js';

async function output(argv: readonly [string, ...string[]], options: ProgramOptions): Promise<string> {
	const {stdout} = await runProgram(argv, options);
	return stdout;
}

async function codeAndProblem(argv: readonly [string, ...string[]], options: ProgramOptions): Promise<readonly [number | null, string | undefined]> {
	const {code, stderr} = await runProgram(argv, options);
	return [code, stderr.split('\n')[0]];
}

test.serial('status looks and starts nothing', async t => {
	const home = temporaryHome(t);
	t.deepEqual(await runProgram(['clutch', 'status', '--json'], {home}), {code: 4, signal: null, stdout: '{"health":"down","sessions":[]}\n', stderr: ''});
	const plain = await runProgram(['clutch', 'status'], {home});
	t.is(plain.code, 4);
	t.is(plain.stdout, 'clutchd   ○ not running   clutch up starts it\n');
	t.deepEqual(processesUnder(home.home), []);
	t.false(existsSync(home.paths.socket));
});

test.serial('a session is listed, shown, ended and let go by its name', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const {id} = await watcher.open({file: '/bin/sh', args: ['-c', 'echo here I am; exec cat']}, {name: 'api'});
	await watcher.waitForScreen(id, lines => lines[0] === 'here I am');

	const status = await runProgram(['clutch', 'status'], {home});
	t.is(status.code, 0);
	t.regex(status.stdout, new RegExp(`● idle {2}${id} {2}api {2}Test {2}`));
	const listed = JSON.parse(await output(['clutch', 'sessions', '--json'], {home})) as {sessions: ReadonlyArray<{id: string}>};
	t.deepEqual(listed.sessions.map(session => session.id), [id]);
	t.is(await output(['clutch', 'screen', 'api'], {home}), 'here I am\n');
	t.like(JSON.parse(await output(['clutch', 'screen', id, '--json'], {home})), {id, cols: 80, rows: 24});

	const wrong = await runProgram(['clutch', 'kill', 'apo'], {home});
	t.deepEqual([wrong.code, wrong.stderr], [2, 'There is no session "apo".\nDid you mean "api"?\n']);

	t.deepEqual(await codeAndProblem(['clutch', 'kill', 'api'], {home}), [0, '']);
	await watcher.waitFor('it has ended', ({sessions}) => sessions[0]?.state.status === 'exited');
	t.like(watcher.state().sessions[0]?.state, {status: 'exited', stopped: true, exit: {type: 'signal', signal: 'SIGTERM'}});
	t.deepEqual(await codeAndProblem(['clutch', 'kill', 'api'], {home}), [1, 'The session "api" does not run any more.']);
	t.is(await output(['clutch', 'close', 'api'], {home}), `api (${id}) is closed.\n`);
	await watcher.waitFor('it is let go', ({sessions}) => sessions.length === 0);
});

test.serial('down leaves sessions living, without anybody starting clutchd again, and up finds them', async t => {
	const home = temporaryHome(t, {CLUTCH_REVIVE_MS: '100'});
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const {id, state} = await watcher.open({file: '/bin/cat'}, {name: 'api'});
	const pid = state.status === 'live' ? state.pid : 0;
	const down = await runProgram(['clutch', 'down', '--json'], {home});
	t.deepEqual(JSON.parse(down.stdout), {stopped: true, left: [{id, name: 'api', title: 'Test'}]});
	t.not(identify(pid), undefined);

	await until('a holder has asked for clutchd in vain', () => readFileSync(path.join(home.paths.log, 'clutchd.log'), 'utf8').includes('which was put to rest'));
	t.deepEqual(await codeAndProblem(['clutch', 'status'], {home}), [4, '']);

	const again = await watchClutchd(t, {home});
	t.is(again.state().clutchd.adopted, 1);
	t.deepEqual(again.state().notices, []);
	t.like(again.state().sessions[0], {id, state: {status: 'live', pid}});

	t.is(await output(['clutch', 'down', '--all'], {home}), 'The services, the sessions and clutchd are stopped.\n');
	await until('no holder stays behind', () => processesUnder(home.home).length === 0);
	t.is(identify(pid), undefined);
	t.is(await output(['clutch', 'down'], {home}), 'clutchd does not run; nothing to stop.\n');
});

test.serial('down says which sessions live on where no clutchd runs, and ends them with --all', async t => {
	const home = temporaryHome(t, {CLUTCH_REVIVE_MS: '600000'});
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const {id, state} = await watcher.open({file: '/bin/cat'}, {name: 'api'});
	await runProgram(['clutch', 'down'], {home});
	t.is(await output(['clutch', 'down'], {home}), 'clutchd does not run; nothing to stop. 1 session lives on: Test "api".\nclutch up finds it again; clutch down --all ends it.\n');
	t.deepEqual(JSON.parse(await output(['clutch', 'down', '--json'], {home})), {stopped: false, left: [{id, name: 'api', title: 'Test'}]});
	t.is(await output(['clutch', 'down', '--all'], {home}), 'The services, the sessions and clutchd are stopped.\n');
	await until('no holder stays behind', () => processesUnder(home.home).length === 0);
	t.is(identify(state.status === 'live' ? state.pid : 0), undefined);
});

test.serial('logs show what clutchd did, and name what is near', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	await watchClutchd(t, {home});
	const {stdout} = await runProgram(['clutch', 'logs', '-n', '1'], {home});
	t.like(JSON.parse(stdout), {level: 'info', text: 'clutchd started'});
	const wrong = await runProgram(['clutch', 'logs', 'clutchs'], {home});
	t.deepEqual([wrong.code, wrong.stderr], [2, 'There is no log of "clutchs".\nDid you mean "clutchd"?\n']);
});
