import {spawn} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {serviceMark} from '../../source/core/launch/environment.js';
import type {ProcessIdentity} from '../../source/core/ipc/holder.js';
import {readChoice} from '../../source/core/service/choice.js';
import {identify, isAlive, signalProcess} from '../../source/io/process-identity.js';
import {watchClutchd} from '../helpers/clutchd.js';
import type {Home} from '../helpers/home.js';
import {fixture} from '../helpers/fixture.js';
import {runProgram} from '../helpers/program.js';
import {freePort} from '../helpers/ports.js';
import {folderOf, serviceHome, startsOf, whenService, type Row} from '../helpers/services.js';
import {until} from '../helpers/until.js';

const onLinux = process.platform === 'linux' ? test.serial : test.skip;

/** A service that leaves `program` behind, which goes on in a session of its own, and writes its pid down. */
function leaving(folder: string, {program = 'exec sleep 1000', ...row}: Row & {readonly program?: string} = {}): Row {
	return {argv: ['/bin/sh', '-c', `mkdir -p "$0"; setsid /bin/sh -c 'echo $$ >> "$0/left"; ${program}' "$0" & exec sleep 1000`, folder], restart: 'always', stop: [{signal: 'SIGTERM', wait_seconds: 1}], enabled: false, ...row};
}

/** The one that was left behind last. */
async function leftOf(t: ExecutionContext, folder: string, count = 1): Promise<ProcessIdentity> {
	const file = path.join(folder, 'left');
	let pids: readonly number[] = [];
	await until('it has left somebody behind', () => {
		pids = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1).map(Number) : [];
		return pids.length === count;
	});
	const identity = identify(pids.at(-1) ?? 0);
	t.teardown(() => identity && signalProcess(identity, 'SIGKILL'));
	if (identity === undefined) {
		throw new Error('it has ended already');
	}

	return identity;
}

/** A process of somebody else, with this environment. */
function stranger(t: ExecutionContext, env: Readonly<Record<string, string>>): ProcessIdentity {
	const child = spawn('/bin/sleep', ['1000'], {detached: true, stdio: 'ignore', env});
	t.teardown(() => child.kill('SIGKILL'));
	const identity = identify(child.pid ?? 0);
	if (identity === undefined) {
		throw new Error('it was not started');
	}

	return identity;
}

function markOf({pid}: ProcessIdentity): string {
	return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').find(entry => entry.startsWith(`${serviceMark}=`)) ?? '';
}

async function stopped(t: ExecutionContext, home: Home, words: readonly string[]): Promise<void> {
	t.like(await runProgram(['clutch', ...words], {home}), {code: 0});
}

onLinux('ends what a service left behind in another session when it is stopped, and nobody else', async t => {
	const home = serviceHome(t, {services: folder => ({one: leaving(folder('one')), two: leaving(folder('two')), deaf: leaving(folder('deaf'), {program: 'trap "" TERM INT; while :; do sleep 0.1; done'})})});
	const watcher = await watchClutchd(t, {home});
	await watcher.client.call({type: 'service.up', ids: ['one', 'two', 'deaf']});
	const [one, two, deaf] = await Promise.all(['one', 'two', 'deaf'].map(async id => leftOf(t, folderOf(home, id))));
	if (one === undefined || two === undefined || deaf === undefined) {
		return;
	}

	const [name, value] = markOf(one).split('=');
	t.is(name, serviceMark);
	t.not(markOf(two), markOf(one));
	const strangers = [stranger(t, {}), stranger(t, {[serviceMark]: `${value}x`}), stranger(t, {OTHER: markOf(one)})];
	await stopped(t, home, ['down', 'one']);
	t.false(isAlive(one));
	t.deepEqual([two, deaf, ...strangers].map(each => isAlive(each)), [true, true, true, true, true]);
	await stopped(t, home, ['down', 'deaf']);
	t.false(isAlive(deaf));
	await stopped(t, home, ['down', '--all']);
	t.false(isAlive(two));
	t.true(strangers.every(each => isAlive(each)));
});

onLinux('says of a port that an earlier run of the service still has it, and ends that when it is wanted', async t => {
	const port = await freePort();
	const home = serviceHome(t, {services: folder => ({web: leaving(folder('web'), {port, port_variable: 'PORT', program: `exec ${process.execPath} ${fixture('service.js')} "$0"`})})});
	const folder = folderOf(home, 'web');
	const watcher = await watchClutchd(t, {home});
	await watcher.client.call({type: 'service.up', ids: ['web']});
	const left = await leftOf(t, folder);
	const {pid} = await whenService(watcher, 'web', {is: 'ready'});
	await until('it listens', async () => answers(port));
	process.kill(pid, 'SIGKILL');
	const {reason, choices} = await whenService(watcher, 'web', {is: 'parked'});
	t.regex(reason, new RegExp(String.raw`^${port} is taken by node \(pid ${left.pid}, .*\), which is left over from its last run\.`));
	t.deepEqual(choices.map(text => readChoice(text)?.type), ['end-left', 'use-port']);
	t.true(isAlive(left));
	await watcher.client.call({type: 'service.restart', id: 'web'});
	await whenService(watcher, 'web', {is: 'ready'});
	t.false(isAlive(left));
	const second = await leftOf(t, folder, 2);
	await until('another one listens', async () => answers(port));
	t.deepEqual(startsOf(folder).map(start => start.pid), [left.pid, second.pid]);
	await stopped(t, home, ['restart', 'web']);
	t.false(isAlive(second));
	const third = await leftOf(t, folder, 3);
	await until('it listens again', async () => answers(port));
	const {pid: last} = await whenService(watcher, 'web', {is: 'ready'});
	process.kill(last, 'SIGKILL');
	await whenService(watcher, 'web', {is: 'parked'});
	await stopped(t, home, ['down', '--all']);
	t.false(isAlive(third));
});

async function answers(port: number): Promise<boolean> {
	try {
		const {ok} = await fetch(`http://127.0.0.1:${port}/`);
		return ok;
	} catch {
		// Nobody listens.
		return false;
	}
}

onLinux('has the mark in no process but those of the service, also where a service starts clutchd', async t => {
	const home = serviceHome(t, {env: {[serviceMark]: 'of-another'}, services: folder => ({one: leaving(folder('one'))})});
	// As a service would that calls `clutch`.
	await stopped(t, home, ['up', 'one']);
	const watcher = await watchClutchd(t, {home});
	const left = await leftOf(t, folderOf(home, 'one'));
	t.regex(markOf(left), new RegExp(String.raw`^${serviceMark}=[\w-]{10}$`));
	const clutchd = identify(watcher.client.welcome.pid);
	t.is(clutchd && markOf(clutchd), '');
	const {pid} = await whenService(watcher, 'one', {is: 'ready'});
	const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
	const holder = identify(Number(parent));
	t.is(holder && markOf(holder), '');
});
