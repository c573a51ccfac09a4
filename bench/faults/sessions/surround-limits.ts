import {spawn, spawnSync} from 'node:child_process';
import {readdirSync, readFileSync, readlinkSync} from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import {programArgv, type Paths} from '../../../source/io/paths.js';
import {findExecutable} from '../../../source/io/executable.js';
import {connectHolder} from '../../../source/io/holder-client.js';
import {returnOfClutchd, watchClutchd, withoutGateway, type Watcher} from '../../../test/helpers/clutchd.js';
import {fixture} from '../../../test/helpers/fixture.js';
import {collect} from '../../../test/helpers/holder.js';
import {processesUnder, temporaryHome, type Home} from '../../../test/helpers/home.js';
import {violationsOf} from '../../../test/helpers/invariants.js';
import {patience, until} from '../../../test/helpers/until.js';
import type {Fault, Outcome, Scope} from '../fault.js';

/** What each access to a file by its name, and each fsync, takes on the slow file system. */
const slowCallMs = 200;
/** An echo that waited for one of them would take longer. */
const echoMs = 150;

export const faults: readonly Fault[] = [
	{number: 19, title: `every file call of holder and clutchd takes ${slowCallMs} ms (strace delays it): echoes that waited for one`, runs: {few: 1, full: 5}, limitMs: echoMs, missing: withoutStrace, once: slowFiles},
	{number: 39, title: 'clutchd has no descriptors left: sessions, a sentence for who opens one, well again after it', runs: {few: 1, full: 5}, once: noDescriptors},
	{number: 39, title: 'no ptys left: a sentence for who opens one, the others, well again after it', runs: {few: 1, full: 5}, missing: withoutNamespace, once: noTerminals},
	{number: 40, title: '40 sessions start and end: descriptors, processes, files left over', runs: {few: 1, full: 12}, once: churn},
];

function withoutStrace(): string | undefined {
	const strace = findExecutable('strace', {searchPath: process.env.PATH, cwd: '/'});
	const works = strace.status === 'found' && spawnSync('strace', ['-f', '-e', 'inject=fsync:delay_enter=1', '-o', '/dev/null', '/bin/true'], {stdio: 'ignore'}).status === 0;
	return works ? undefined : 'strace is not installed or may not trace here';
}

function withoutNamespace(): string | undefined {
	const works = spawnSync('unshare', ['--mount', '/bin/sh', '-c', privateTerminals(4)], {stdio: 'ignore'}).status === 0;
	return works ? undefined : 'no mounts of its own can be made here';
}

/** A place for ptys that holds so many, seen by nobody else. */
function privateTerminals(count: number): string {
	return `mount -t devpts -o newinstance,ptmxmode=0666,max=${count} devpts /dev/pts && mount --bind /dev/pts/ptmx /dev/ptmx`;
}

function quietHome(scope: Scope): Home {
	const home = temporaryHome(scope);
	withoutGateway(home);
	return home;
}

const socketOf = ({holders}: Paths, id: string) => path.join(holders, `${id}.sock`);

async function slowFiles(scope: Scope): Promise<Outcome> {
	const home = quietHome(scope);
	const watcher = await watchClutchd(scope, {home});
	const {id} = await watcher.open({file: process.execPath, args: [fixture('echo-input.js')]});
	const keyboard = await connectHolder({socket: socketOf(home.paths, id), role: 'user', client: 'faults', ...patience()});
	scope.teardown(keyboard.end);
	const seen = collect(keyboard);
	keyboard.attach('oldest');
	keyboard.take();
	const echo = async () => {
		const before = seen.size();
		const at = performance.now();
		keyboard.input(Buffer.from('x'));
		await seen.waitFor('the echo', ({size}) => size() > before);
		return performance.now() - at;
	};

	await seen.waitFor('the program is ready', ({text}) => text().includes('ready'));
	const traced = await slowDown(scope, {home, pids: [keyboard.welcome.holder.pid, watcher.client.welcome.pid]});
	// Something that clutchd writes down before it answers: it shows that files are slow indeed.
	const from = performance.now();
	const renamed = watcher.client.call({type: 'session.rename', id, name: 'slow'});
	const times: number[] = [];
	let waited = 0;
	for (let count = 0; count < 40; count++) {
		const before = traced();
		const took = await echo();
		const meanwhile = traced();
		// The runtime may look once how fast the processor is, below /sys, where no home is.
		if (meanwhile.elsewhere === before.elsewhere) {
			times.push(took);
			// A busy machine is slow too: who waited for a file has asked for one in the thread that echoes.
			waited += took >= slowCallMs && meanwhile.own > before.own ? 1 : 0;
		}
	}

	await renamed;
	const files = performance.now() - from >= slowCallMs ? 0 : 1;
	// The runtime looks once or twice, not all the time.
	const unseen = times.length >= 20 ? 0 : 1;
	return {lost: waited + files + unseen, recoveredMs: Math.max(...times)};
}

/** How many delayed calls there were in the main threads, in our folders and below /sys. */
type Traced = {readonly own: number; readonly elsewhere: number};

/** Delays every access to a file by its name and every fsync, in all threads. */
async function slowDown(scope: Scope, {home, pids}: {readonly home: Home; readonly pids: readonly number[]}): Promise<() => Traced> {
	const delayed = '%file,fsync,fdatasync';
	const logOf = (pid: number) => path.join(home.user, `${pid}.calls`);
	for (const pid of pids) {
		const strace = spawn('strace', ['-f', '-p', String(pid), '-e', `trace=${delayed}`, '-e', `inject=${delayed}:delay_enter=${slowCallMs * 1000}`, '-o', logOf(pid)], {stdio: 'ignore'});
		const ended = new Promise<void>(resolve => {
			strace.once('exit', () => {
				resolve();
			});
		});
		scope.teardown(async () => {
			strace.kill('SIGTERM');
			await ended;
		});
		await until('it is traced', () => /^TracerPid:\t[1-9]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')));
	}

	return () => {
		const lines = pids.flatMap(pid => readFileSync(logOf(pid), 'utf8').split('\n').filter(line => line.startsWith(`${pid} `)));
		const elsewhere = lines.filter(line => line.includes('"/sys/')).length;
		return {own: lines.length - elsewhere, elsewhere};
	};
}

async function noDescriptors(scope: Scope): Promise<Outcome> {
	const home = quietHome(scope);
	startDaemon(home, `ulimit -n 80`);
	const watcher = await returnOfClutchd(scope, home);
	const {pid} = watcher.client.welcome;
	const cat = await watcher.open({file: '/bin/cat'});
	const crowd: net.Socket[] = [];
	const leave = () => {
		for (const socket of crowd) {
			socket.destroy();
		}
	};

	scope.teardown(leave);
	for (let count = 0; count < 120; count++) {
		const socket = net.connect(home.paths.socket);
		socket.on('error', () => {
			// Turned away: that is what this is about.
		});
		crowd.push(socket);
	}

	await until('it has none left', () => descriptors(pid).length >= 78);
	const sentence = await refusal(watcher);
	const live = watcher.state().sessions.find(({id}) => id === cat.id)?.state.status === 'live' ? 0 : 1;
	leave();
	await until('it has some again', () => descriptors(pid).length < 60);
	const again = await watcher.open({file: '/bin/cat'});
	return {lost: sentence + live + (again.state.status === 'live' ? 0 : 1) + (daemonIs(watcher, pid) ? 0 : 1) + await violationsOf({home})};
}

async function noTerminals(scope: Scope): Promise<Outcome> {
	const home = quietHome(scope);
	startDaemon(home, privateTerminals(2), ['unshare', '--mount']);
	const watcher = await returnOfClutchd(scope, home);
	const {pid} = watcher.client.welcome;
	const first = await watcher.open({file: '/bin/cat'});
	const second = await watcher.open({file: '/bin/cat'});
	// It ends at once, and its pane says why.
	const none = await watcher.open({file: '/bin/cat'});
	await watcher.waitFor('it has ended', ({sessions}) => sessions.find(({id}) => id === none.id)?.state.status === 'crashed');
	const shown = await watcher.waitForScreen(none.id, lines => lines.join('').length > 0);
	const sentence = shown.join('').startsWith('/bin/cat could not be started: the system gave it no terminal') ? 0 : 1;
	const live = watcher.state().sessions.filter(({id, state}) => (id === first.id || id === second.id) && state.status === 'live').length;
	await watcher.client.call({type: 'session.close', id: second.id});
	// What it prints is there only with a terminal of its own: the answer alone says `live` of one that ends at once, too.
	const third = await watcher.open({file: '/bin/sh', args: ['-c', 'echo it has one; exec cat']});
	const isWell = await watcher.waitForScreen(third.id, lines => lines.join('').length > 0).then(lines => lines.join('').startsWith('it has one'));
	return {lost: sentence + (2 - live) + (isWell ? 0 : 1) + (daemonIs(watcher, pid) ? 0 : 1) + await violationsOf({home})};
}

/** A clutchd with something done before it begins. */
function startDaemon(home: Home, before: string, wrapper: readonly string[] = []): void {
	const [file, ...args] = [...wrapper, '/bin/sh', '-c', `${before} && exec "$0" "$@"`, ...programArgv('clutchd')];
	spawn(file ?? '', args, {env: home.env, cwd: '/', stdio: 'ignore', detached: true}).unref();
}

/** Whether opening one more session does anything but say why it cannot be. */
async function refusal(watcher: Watcher): Promise<number> {
	const before = watcher.state().sessions.length;
	try {
		await watcher.open({file: '/bin/cat'});
		return 1;
	} catch (error) {
		const {code = '', message} = error as NodeJS.ErrnoException;
		const said = code.startsWith('ERR_CLUTCH_') && code !== 'ERR_CLUTCH_INTERNAL' && !/\n|\bat /.test(message);
		return (said ? 0 : 1) + (watcher.state().sessions.length - before);
	}
}

function daemonIs(watcher: Watcher, pid: number): boolean {
	return watcher.client.welcome.pid === pid && descriptors(pid).length > 0;
}

async function churn(scope: Scope): Promise<Outcome> {
	const home = quietHome(scope);
	const watcher = await watchClutchd(scope, {home});
	const {pid} = watcher.client.welcome;
	// The first ones bring in what stays: threads, caches.
	await startAndEnd(watcher, 5);
	const before = leftovers(home, pid);
	await startAndEnd(watcher, 40);
	const left = () => {
		const after = leftovers(home, pid);
		return more(after.descriptors, before.descriptors) + more(after.processes, before.processes) + more(after.files, before.files) + more(after.terminals, before.terminals);
	};

	await until('all of it is gone', () => left() === 0, {timeoutMs: 30_000}).catch(() => undefined);
	return {lost: left() + await violationsOf({home})};
}

const more = (after: number, before: number) => Math.max(0, after - before);

async function startAndEnd(watcher: Watcher, count: number): Promise<void> {
	for (let done = 0; done < count; done += 5) {
		await Promise.all(Array.from({length: 5}, async (_, index) => {
			const {id} = await watcher.open({file: '/bin/echo', args: ['said']});
			if (index % 2 === 0) {
				await watcher.waitFor('it has ended', ({sessions}) => sessions.find(session => session.id === id)?.state.status !== 'live');
			}

			await watcher.client.call({type: 'session.close', id});
		}));
	}
}

/** The manifest is left out: it remembers what happened, and is folded at a start. */
function leftovers(home: Home, daemon: number) {
	const running = processesUnder(home.home);
	const files = [home.paths.run, home.paths.sessions, home.paths.launches].flatMap(folder => readdirSync(folder, {recursive: true, encoding: 'utf8'}));
	const open = running.flatMap(pid => descriptors(pid));
	return {descriptors: descriptors(daemon).length, processes: running.length, files: files.length, terminals: open.filter(link => /^\/dev\/(?:ptmx|pts\/)/.test(link)).length};
}

function descriptors(pid: number): readonly string[] {
	const folder = `/proc/${pid}/fd`;
	try {
		return readdirSync(folder).flatMap(number => {
			try {
				return [readlinkSync(path.join(folder, number))];
			} catch {
				// Closed since we looked.
				return [];
			}
		});
	} catch {
		// The process has ended.
		return [];
	}
}
