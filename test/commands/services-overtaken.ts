import {writeFileSync} from 'node:fs';
import test, {type ExecutionContext} from 'ava';
import type {Service} from '../../source/core/service/service.js';
import {identify} from '../../source/io/process-identity.js';
import {processesUnder, temporaryHome, type Home} from '../helpers/home.js';
import {root, runProgram} from '../helpers/program.js';
import {openTerminal} from '../helpers/terminal.js';
import {until} from '../helpers/until.js';

const node = process.execPath;
const sleeper = [node, '-e', 'setTimeout(() => {}, 600_000)'];
/** Ends by SIGKILL only, and says when it has taken its signals. */
const stubborn = [node, '-e', 'for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => {}); console.log("deaf"); setInterval(() => {}, 1000)'];
const router = {argv: stubborn, readiness: {log: 'deaf'}, stop: [{signal: 'SIGTERM', wait_seconds: 300}]};

function writeServices(home: Home, services: Readonly<Record<string, unknown>>): void {
	writeFileSync(home.paths.config, JSON.stringify({proxy: {auto_start: false}, services: {gateway: {enabled: false}, ...services}}));
}

function homeWith(t: ExecutionContext, services: Readonly<Record<string, unknown>>): Home {
	const home = temporaryHome(t, {PATH: '/usr/local/bin:/usr/bin:/bin'});
	writeServices(home, services);
	return home;
}

async function statesOf(home: Home): Promise<ReadonlyMap<string, Service['state']>> {
	const {stdout} = await runProgram(['clutch', 'status', '--json'], {home});
	const {services = []} = JSON.parse(stdout) as {readonly services?: readonly Service[]};
	return new Map(services.map(({id, state}) => [id, state]));
}

async function pidOf(home: Home, id: string): Promise<number> {
	const states = await statesOf(home);
	const state = states.get(id);
	return state?.status === 'ready' ? state.pid : 0;
}

test.serial('an up while a down waits takes back the stop of what it names, and the down says so and leaves clutchd running', async t => {
	const home = homeWith(t, {router, db: {argv: sleeper}, other: {argv: sleeper}});
	await runProgram(['clutch', 'up'], {home});
	const before = await pidOf(home, 'db');
	const terminal = openTerminal(t, {argv: [`${root}bin/clutch`, 'down'], env: home.env, cwd: home.project});
	await terminal.waitFor('it waits for the one that does not end', text => text.includes('waiting for router (pid '));
	await until('the others are stopped', () => identify(before) === undefined);
	const up = await runProgram(['clutch', 'up', 'db'], {home});
	t.deepEqual([up.code, up.stdout], [0, 'Ready.\n']);
	const pid = await pidOf(home, 'db');
	terminal.write('\u0003');
	await terminal.waitFor('it says what Ctrl+C does now', text => text.includes('Ctrl+C again kills it'));
	terminal.write('\u0003');
	await terminal.waitFor('it says that it was overtaken', text => /db was started again meanwhile and runs on, and so does clutchd; .*\s+clutch down stops it too\./s.test(text));
	t.deepEqual(await terminal.exit, {type: 'code', code: 3});
	const states = await statesOf(home);
	t.deepEqual(['router', 'db', 'other'].map(id => states.get(id)?.status), ['stopped', 'ready', 'stopped']);
	t.is(await pidOf(home, 'db'), pid);
	const {stdout} = await runProgram(['clutch', 'down'], {home});
	t.is(stdout, 'The services, the sessions and clutchd are stopped.\n');
	await until('nothing is left', () => processesUnder(home.home).length === 0);
});

test.serial('a down that waits for nothing but what an up has taken back ends at once', async t => {
	const home = homeWith(t, {router});
	await runProgram(['clutch', 'up'], {home});
	const terminal = openTerminal(t, {argv: [`${root}bin/clutch`, 'down', 'router'], env: home.env, cwd: home.project});
	await terminal.waitFor('it waits', text => text.includes('waiting for router (pid '));
	await runProgram(['clutch', 'up', '--no-wait'], {home});
	await terminal.waitFor('it says that it was overtaken', text => /router was started again meanwhile and runs on\.\s+clutch down router stops it\./.test(text));
	t.deepEqual(await terminal.exit, {type: 'code', code: 3});
	const down = openTerminal(t, {argv: [`${root}bin/clutch`, 'down'], env: home.env, cwd: home.project});
	await down.waitFor('it waits again', text => text.includes('waiting for router (pid '));
	down.write('\u0003');
	await down.waitFor('it says what Ctrl+C does now', text => text.includes('Ctrl+C again kills it'));
	down.write('\u0003');
	await down.waitFor('it is stopped', text => text.includes('clutchd are stopped.'));
});

test.serial('restart leaves a service whose row is gone as it is, says so, and brings the others back', async t => {
	const all = {a: {argv: sleeper}, b: {argv: sleeper}, d: {argv: sleeper}};
	const home = homeWith(t, all);
	await runProgram(['clutch', 'up'], {home});
	const pids = async () => Promise.all(['a', 'b', 'd'].map(async id => pidOf(home, id)));
	const before = await pids();
	writeServices(home, {a: all.a, d: all.d});
	const {code, stdout, stderr} = await runProgram(['clutch', 'restart', 'a', 'b', 'd'], {home});
	t.deepEqual([code, stdout.trim().split('\n').toSorted()], [3, ['a is ready.', 'd is ready.']]);
	t.true(stderr.endsWith('b was not restarted: its row is gone from the config, so it would not come back. It goes on as it is.\nclutch down b ends it; with services.b in the config again it can be restarted.\n'));
	const after = await pids();
	t.deepEqual(after.map((pid, index) => pid === before[index]), [false, true, false]);
	t.true(after.every(pid => pid > 0));
	const wrong = await runProgram(['clutch', 'restart', 'a', 'c'], {home});
	t.is(wrong.code, 2);
	t.true(wrong.stderr.startsWith('There is no service "c".\n'));
	t.deepEqual(await pids(), after);
});
