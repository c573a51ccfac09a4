import {spawn} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {connectHolder} from '../../../source/io/holder-client.js';
import {lockOwner} from '../../../source/io/lock.js';
import {programArgv, resolvePaths} from '../../../source/io/paths.js';
import {identify, signalProcess} from '../../../source/io/process-identity.js';
import {logFile, ownLines, returnOfClutchd, watchClutchd, withoutGateway, type Watcher} from '../../../test/helpers/clutchd.js';
import {fixture} from '../../../test/helpers/fixture.js';
import {endAll, processesUnder, temporaryHome, type Home} from '../../../test/helpers/home.js';
import {violationsOf} from '../../../test/helpers/invariants.js';
import {root, runFile} from '../../../test/helpers/program.js';
import {patience, until} from '../../../test/helpers/until.js';
import {kill, openUserInterface} from '../../../test/helpers/user-interface.js';
import {canMakeGroups, fakeUserManager, groups} from '../../../test/helpers/user-manager.js';
import type {Fault, Outcome, Scope} from '../fault.js';

/** A holder misses its socket within seven and a half seconds; what was taken for lost is looked for every two seconds. On a busy machine each takes longer. */
const foundAgainMs = 12_000;

export const faults: readonly Fault[] = [
	{number: 7, title: 'four clutchd start at the same instant: exactly one stays, the others say so', runs: {few: 1, full: 20}, once: fourDaemons},
	{number: 7, title: 'two dashboards start at the same instant: both show, one clutchd', runs: {few: 1, full: 10}, once: twoDashboards},
	{number: 7, title: 'a stale lock whose pid somebody else has now: clutchd starts', runs: {few: 1, full: 10}, once: staleLock},
	{number: 9, title: 'everything in the scope of a login is killed: sessions, bytes', runs: {few: 1, full: 10}, missing: () => canMakeGroups() ? undefined : 'no control groups can be made here', once: endLogin},
	{number: 18, title: 'the run directory is deleted: found again, bytes', runs: {few: 1, full: 10}, limitMs: foundAgainMs, once: async scope => deleteRunDirectory(scope, 'clutchd-lives')},
	{number: 18, title: 'the run directory is deleted and clutchd killed: found again, bytes', runs: {few: 1, full: 10}, limitMs: foundAgainMs, once: async scope => deleteRunDirectory(scope, 'clutchd-dies')},
	{number: 20, title: 'folders with spaces and UTF-8, longer than a socket path can be: a session', runs: {few: 1, full: 3}, once: longFolder},
];

function quietHome(scope: Scope, extra: Readonly<Record<string, string>> = {}): Home {
	const home = temporaryHome(scope, extra);
	withoutGateway(home);
	return home;
}

async function printing(watcher: Watcher, home: Home): Promise<{readonly id: string; readonly log: string}> {
	const log = logFile(home);
	const {id} = await watcher.open({file: process.execPath, args: [fixture('numbered-lines.js'), log]});
	await until('the child prints', () => ownLines(log).length > 50);
	return {id, log};
}

/** The clutchd that run under a home. */
function daemons({env}: Pick<Home, 'env'>): readonly number[] {
	const program = programArgv('clutchd').at(-1);
	return processesUnder(env.CLUTCH_HOME ?? '').filter(pid => {
		try {
			return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(program ?? '');
		} catch {
			// It ended meanwhile.
			return false;
		}
	});
}

async function fourDaemons(scope: Scope): Promise<Outcome> {
	const home = quietHome(scope);
	const [file, ...args] = programArgv('clutchd');
	const started = Array.from({length: 4}, () => {
		const child = spawn(file, args, {env: home.env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe']});
		const seen = {said: '', code: undefined as number | null | undefined};
		child.stdout.on('data', (chunk: Uint8Array) => {
			seen.said += Buffer.from(chunk).toString();
		});
		child.once('close', code => {
			seen.code = code;
		});
		return seen;
	});
	await until('three have made way', () => started.filter(({code}) => code !== undefined).length >= 3);
	// The one that stays may still be about to listen.
	const watcher = await returnOfClutchd(scope, home);
	const {pid} = watcher.client.welcome;
	const losers = started.filter(({code}) => code !== undefined);
	const wrong = losers.filter(({code, said}) => code !== 0 || !said.startsWith(`clutchd runs already, with pid ${pid}`)).length;
	const session = await printing(watcher, home);
	return {lost: Math.abs(losers.length - 3) + wrong + await violationsOf({home, sessions: [session]})};
}

async function twoDashboards(scope: Scope): Promise<Outcome> {
	const home = quietHome(scope);
	const both = [openUserInterface(scope, {home}), openUserInterface(scope, {home})];
	await Promise.all(both.map(async ({terminal}) => terminal.waitFor('it shows', text => text.includes('Type a code'))));
	await until('one clutchd is left', () => daemons(home).length === 1 && lockOwner(home.paths.lock)?.pid === daemons(home)[0]);
	// The dashboards show before it listens.
	const watcher = await returnOfClutchd(scope, home);
	const {id} = await watcher.open({file: '/bin/cat'}, {name: 'seen-by-both'});
	await Promise.all(both.map(async ({terminal}) => terminal.waitFor('both show the session', text => text.includes('seen-by-both'))));
	await until('one clutchd is left', () => daemons(home).length === 1);
	return {lost: watcher.state().sessions.some(session => session.id === id) ? 0 : 1};
}

async function staleLock(scope: Scope): Promise<Outcome> {
	const home = quietHome(scope);
	mkdirSync(home.paths.run, {recursive: true, mode: 0o700});
	mkdirSync(home.paths.manifest, {recursive: true, mode: 0o700});
	// This process has the pid, and is not the one that took the lock.
	const stale = JSON.stringify({pid: process.pid, startTime: '1'});
	writeFileSync(`${home.paths.lock}.7`, stale);
	writeFileSync(path.join(home.paths.run, 'clutchd.running'), `${process.pid}\n`);
	writeFileSync(path.join(home.paths.run, 'clutchd.starter.3'), stale);
	const watcher = await watchClutchd(scope, {home});
	const session = await printing(watcher, home);
	const {pid} = watcher.client.welcome;
	kill(pid);
	const back = await returnOfClutchd(scope, home);
	return {lost: (back.client.welcome.pid === pid ? 1 : 0) + await violationsOf({home, sessions: [session]})};
}

/** What a command of a login starts is asked to be outside of it; then everything inside of it is killed, as logind does at a logout. */
async function endLogin(scope: Scope): Promise<Outcome> {
	const manager = await fakeUserManager(scope);
	const home = quietHome(scope, manager.env);
	const login = path.join(groups, `clutch-login-${process.pid}-${home.home.length}`);
	mkdirSync(login);
	scope.teardown(async () => {
		await until('the login is over', () => readFileSync(path.join(login, 'cgroup.procs'), 'utf8') === '');
		rmdirSync(login);
	});
	const inLogin = (argv: readonly [string, ...string[]]): [string, ...string[]] => ['/bin/sh', '-c', 'echo $$ > "$0/cgroup.procs"; exec "$@"', login, ...argv];
	// Something that lives in it as long as the login: an outer shell.
	const [shell, ...args] = inLogin(['/bin/sleep', '600']);
	spawn(shell, args, {env: home.env, cwd: '/', stdio: 'ignore', detached: true}).unref();
	await until('the login has begun', () => inside(login).length > 0);
	const log = logFile(home);
	const ended = await runFile(inLogin([`${root}bin/clutch`, 'spawn', '--', process.execPath, fixture('numbered-lines.js'), log]), {env: home.env, cwd: home.project});
	const id = ended.stdout.trim();
	await until('the child prints', () => ownLines(log).length > 50);
	const watcher = await watchClutchd(scope, {home, start: false});
	const {pid} = watcher.client.welcome;
	await until('the login is over', () => {
		for (const each of inside(login)) {
			const identity = identify(each);
			if (identity) {
				signalProcess(identity, 'SIGKILL');
			}
		}

		return inside(login).length === 0;
	});
	const printed = ownLines(log).length;
	await until('the child prints on', () => ownLines(log).length > printed + 50, {timeoutMs: 30_000}).catch(() => undefined);
	const gone = ownLines(log).length > printed + 50 ? 0 : 1;
	const daemonGone = lockOwner(home.paths.lock)?.pid === pid ? 0 : 1;
	return {lost: gone + daemonGone + await violationsOf({home, sessions: [{id, log}]})};
}

function inside(group: string): readonly number[] {
	return readFileSync(path.join(group, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
}

async function deleteRunDirectory(scope: Scope, daemon: 'clutchd-lives' | 'clutchd-dies'): Promise<Outcome> {
	const home = quietHome(scope);
	const watcher = await watchClutchd(scope, {home});
	const session = await printing(watcher, home);
	const {id} = session;
	const socket = path.join(home.paths.holders, `${id}.sock`);
	const {pid} = watcher.client.welcome;
	const from = performance.now();
	rmSync(home.paths.run, {recursive: true});
	if (daemon === 'clutchd-dies') {
		watcher.close();
		kill(pid);
	}

	await until('the holder is there again', () => existsSync(socket));
	const back = await returnOfClutchd(scope, home);
	await back.waitFor('the session lives', ({sessions}) => sessions.find(each => each.id === id)?.state.status === 'live');
	const recoveredMs = performance.now() - from;
	const keyboard = await connectHolder({socket, role: 'user', client: 'faults', ...patience()});
	scope.teardown(keyboard.end);
	keyboard.take();
	keyboard.input(Buffer.from('q'));
	await until('the key arrived', () => ownLines(session.log).at(-1) === 'end');
	// A holder that missed clutchd too may have started another one, which makes way.
	await until('one clutchd is left', () => daemons(home).length === 1);
	const other = (back.client.welcome.pid === pid) === (daemon === 'clutchd-lives') ? 0 : 1;
	const open = statSync(home.paths.run).mode % 0o100;
	return {lost: other + open + await violationsOf({home, sessions: [session], watcher: back}), recoveredMs};
}

async function longFolder(scope: Scope): Promise<Outcome> {
	const short = quietHome(scope);
	const folder = path.join(short.user, 'Mein Ordner für Agenten', '日本語 и ещё длиннее', 'x'.repeat(100));
	mkdirSync(folder, {recursive: true, mode: 0o700});
	const env = {...short.env, CLUTCH_HOME: folder};
	const home: Home = {...short, home: folder, project: folder, env, paths: resolvePaths(env)};
	withoutGateway(home);
	scope.teardown(async () => {
		await endAll(folder);
		rmSync(home.paths.run, {recursive: true, force: true});
	});
	const watcher = await watchClutchd(scope, {home});
	const session = await printing(watcher, home);
	const wrong = [
		Buffer.byteLength(path.join(home.paths.holders, `${session.id}.sock`)) > 107,
		(statSync(home.paths.run).mode & 0o777) !== 0o700,
	].filter(Boolean).length;
	return {lost: wrong + await violationsOf({home, sessions: [session]})};
}
