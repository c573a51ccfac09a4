import {createHash, randomBytes} from 'node:crypto';
import {existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type {HolderSpec} from '../../../source/core/ipc/holder.js';
import {connectHolder, type HolderClient} from '../../../source/io/holder-client.js';
import {programArgv} from '../../../source/io/paths.js';
import {isAlive, signalProcess} from '../../../source/io/process-identity.js';
import {startDetached} from '../../../source/io/process.js';
import {fixture} from '../../../test/helpers/fixture.js';
import {collect, type Collected} from '../../../test/helpers/holder.js';
import {wrongBytes} from '../../../test/helpers/numbered-text.js';
import {connectRaw} from '../../../test/helpers/raw-client.js';
import {patience, until} from '../../../test/helpers/until.js';
import type {Fault, Outcome, Scope} from '../fault.js';
import {credit, hasMessage, openIn, ready, textOf} from './holder.js';

const megabyte = 1024 * 1024;

/** What a person does not notice. */
const controlWithinMs = 50;

/** Output, keys and messages of a holder while somebody, or its own runtime, does not keep up. */
export const faults: readonly Fault[] = [
	{number: 35, title: 'a clutchd that never reads: bytes for a viewer, the agent lives', runs: {few: 1, full: 10}, limitMs: 10_000, once: deafDaemon},
	{number: 36, title: 'a message during a flood: nine of ten are answered within 50 ms', runs: {few: 1, full: 10}, limitMs: controlWithinMs, once: async scope => askFlooded(await flooded(scope))},
	{number: 36, title: 'a program that floods is told to end: it does', runs: {few: 1, full: 10}, limitMs: 1000, once: async scope => endFlooded(await flooded(scope))},
	{number: 37, title: 'a program that reads byte by byte: keys', runs: {few: 1, full: 10}, once: readByBytes},
	{number: 37, title: 'a socket that takes little at a time: bytes', runs: {few: 1, full: 10}, once: takeLittle},
	{number: 38, title: 'all threads for files are blocked: echo', runs: {few: 1, full: 10}, limitMs: 1000, once: blockThreads},
];

async function deafDaemon(scope: Scope): Promise<Outcome> {
	const size = 3 * megabyte;
	const {connect, spec} = await openIn(scope, {script: 'print-and-exit.js', args: [String(size)]});
	const deaf = await connectRaw(spec.socket);
	scope.teardown(deaf.close);
	deaf.pause();
	deaf.say({type: 'hello', protocol: [1, 2], role: 'daemon', client: 'deaf'});
	deaf.say({type: 'attach', from: 'oldest', credit});
	const started = performance.now();
	const viewer = await connect('viewer');
	const collected = collect(viewer, {acknowledge: true});
	viewer.attach('oldest', credit);
	const exit = await collected.exit();
	return {lost: wrongBytes(collected.text(), size) + (exit.type === 'code' && exit.code === 0 ? 0 : 1), recoveredMs: performance.now() - started};
}

type Flooded = {readonly connect: Awaited<ReturnType<typeof openIn>>['connect']; readonly viewer: HolderClient; readonly collected: Collected};

async function flooded(scope: Scope): Promise<Flooded> {
	const {connect} = await openIn(scope, {file: '/usr/bin/yes', args: ['a flood of output that never ends']});
	const daemon = await connect('daemon');
	collect(daemon, {acknowledge: true});
	daemon.attach('oldest', credit);
	const viewer = await connect('viewer');
	const collected = collect(viewer, {acknowledge: true});
	viewer.attach('live', credit);
	await collected.waitFor('the flood comes', ({size}) => size() > megabyte);
	return {connect, viewer, collected};
}

async function askFlooded({viewer, collected}: Flooded): Promise<Outcome> {
	const times: number[] = [];
	for (let count = 0; count < 20; count++) {
		const asked = performance.now();
		// What a viewer may not do is refused at once, on the channel that the flood is on.
		viewer.take();
		await collected.waitFor('it is answered', ({messages}) => messages().length > count);
		times.push(performance.now() - asked);
	}

	times.sort((left, right) => left - right);
	return {lost: 0, recoveredMs: times[17]};
}

async function endFlooded({connect, collected}: Flooded): Promise<Outcome> {
	const asked = performance.now();
	const user = await connect('user');
	user.stop(60_000);
	const exit = await collected.exit();
	return {lost: exit.type === 'signal' && exit.signal === 'SIGTERM' ? 0 : 1, recoveredMs: performance.now() - asked};
}

async function readByBytes(scope: Scope): Promise<Outcome> {
	const keys = randomBytes(96 * 1024);
	const {connect} = await openIn(scope, {file: '/bin/sh', args: ['-c', `stty raw -echo; echo ready; dd bs=1 count=${keys.length} 2>/dev/null | sha256sum`]});
	const user = await connect('user');
	const collected = await ready(user);
	user.input(keys.subarray(0, 50_000));
	user.input(keys.subarray(50_000));
	await collected.exited();
	return {lost: collected.text().includes(createHash('sha256').update(keys).digest('hex')) ? 0 : 1};
}

async function takeLittle(scope: Scope): Promise<Outcome> {
	const size = 2 * megabyte;
	const {spec, connect} = await openIn(scope, {script: 'print-and-exit.js', args: [String(size)]});
	const raw = await connectRaw(spec.socket);
	scope.teardown(raw.close);
	raw.say({type: 'hello', protocol: [1, 2], role: 'viewer', client: 'slow'});
	raw.say({type: 'attach', from: 'oldest'});
	const daemon = await connect('daemon');
	const collected = collect(daemon, {acknowledge: true});
	daemon.attach('oldest', credit);
	let isPaused = false;
	await until('the end is told', () => {
		// Ten milliseconds open, ten shut: every write of the holder meets a full socket again.
		isPaused = !isPaused;
		raw[isPaused ? 'pause' : 'resume']();
		return hasMessage(raw.frames(), 'exited');
	});
	await collected.exited();
	return {lost: wrongBytes(textOf(raw.frames()), size) + wrongBytes(collected.text(), size)};
}

async function blockThreads(scope: Scope): Promise<Outcome> {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-threads-'));
	scope.teardown(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	const socket = path.join(folder, 'one.sock');
	const spec: HolderSpec = {
		id: 'one', kind: 'pty', file: process.execPath, args: [fixture('echo-input.js')], env: {}, cwd: folder, cols: 80, rows: 24, socket, tombstone: path.join(folder, 'one.json'),
		revive: {socket: path.join(folder, 'none.sock'), argv: ['/bin/true'], env: {}},
	};
	writeFileSync(path.join(folder, 'one.spec.json'), JSON.stringify(spec));
	const [runtime, program] = programArgv('holder') as readonly [string, string];
	await startDetached({argv: [runtime, '--import', fixture('block-thread-pool.js'), program, path.join(folder, 'one.spec.json')], env: {PATH: process.env.PATH ?? '', UV_THREADPOOL_SIZE: '1', CLUTCH_BLOCK_AFTER: socket, CLUTCH_REVIVE_MS: '200', CLUTCH_LINGER_MS: '0'}, cwd: '/'});
	await until('it listens, and its threads are blocked', () => existsSync(path.join(folder, 'blocked')));
	const user = await connectHolder({socket, role: 'user', client: 'faults', ...patience()});
	const {holder} = user.welcome;
	scope.teardown(() => signalProcess(holder, 'SIGKILL'));
	const collected = await ready(user);
	const typed = performance.now();
	user.input(Buffer.from('x'));
	await collected.waitFor('it echoes', ({text}) => text().includes('<78>'));
	const recoveredMs = performance.now() - typed;
	user.input(Buffer.from([4]));
	await collected.exited();
	await until('it has ended', () => !isAlive(holder));
	// The record is written too, without a thread.
	return {lost: existsSync(spec.tombstone) ? 0 : 1, recoveredMs};
}
