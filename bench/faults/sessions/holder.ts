import {randomBytes} from 'node:crypto';
import {existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {connectHolder, type HolderClient} from '../../../source/io/holder-client.js';
import {identify, isAlive, signalProcess} from '../../../source/io/process-identity.js';
import {readTombstone} from '../../../source/io/tombstone.js';
import {formerHolder} from '../../../test/helpers/former-holder.js';
import {collect, openHolder, type Collected, type Wanted} from '../../../test/helpers/holder.js';
import {wrongBytes} from '../../../test/helpers/numbered-text.js';
import {connectRaw} from '../../../test/helpers/raw-client.js';
import {patience, until} from '../../../test/helpers/until.js';
import type {Fault, Outcome, Scope} from '../fault.js';
import {faults as printAndExit} from '../pty.js';

const megabyte = 1024 * 1024;
export const credit = 256 * 1024;

/** Of one core, while a stopped program reads nothing of what waits for it. */
const restingMs = 100;

export const faults: readonly Fault[] = [
	{number: 6, title: 'a stopped agent is given 1 MB: CPU of its holder, and it can be ended', runs: {few: 1, full: 10}, limitMs: 2000, once: stopAgent},
	{number: 11, title: 'an agent leaves a daemon on its terminal: its end is seen', runs: {few: 2, full: 50}, limitMs: 3000, once: leaveDaemon('pty')},
	{number: 11, title: 'a service leaves a daemon on its pipes: its end is seen, and the daemon ends', runs: {few: 1, full: 20}, limitMs: 4000, once: leaveDaemon('pipe')},
	...printAndExit.map(fault => ({...fault, number: 12, runs: {few: 1, full: 50}})),
	{number: 13, title: 'a clutchd of version 1 with a holder of today: bytes', runs: {few: 1, full: 10}, once: formerDaemon},
	{number: 13, title: 'a client of today with a holder of version 1: output and keys', runs: {few: 1, full: 10}, once: formerHolderServes},
	{number: 13, title: 'frames and messages of a later time: bytes', runs: {few: 1, full: 10}, once: laterClient},
	{number: 14, title: 'an agent is killed for want of memory: the reason is known', runs: {few: 1, full: 10}, missing: noMemoryGroup, once: runOutOfMemory},
];

export async function openIn(scope: Scope, wanted: Wanted) {
	const holder = await openHolder(wanted);
	scope.teardown(holder.close);
	return holder;
}

/** A client with what it has got so far. */
export async function ready(client: HolderClient): Promise<Collected> {
	const collected = collect(client);
	client.attach('oldest');
	await collected.waitFor('the program is ready', ({text}) => text().includes('ready'));
	return collected;
}

async function stopAgent(scope: Scope): Promise<Outcome> {
	const {connect, welcome} = await openIn(scope, {script: 'read-late.js', args: [String(megabyte)]});
	const user = await connect('user');
	const collected = await ready(user);
	process.kill(welcome.child?.pid ?? 0, 'SIGSTOP');
	user.input(randomBytes(megabyte));
	// Its answer shows that the paste has been taken.
	user.resize({cols: 0, rows: 0});
	await collected.waitFor('the paste is there', ({messages}) => messages().length > 0);
	// What it still has to do first may take a while; one that does not rest never does.
	let used = restingMs + 1;
	for (let second = 0; second < 10 && used > restingMs; second++) {
		const before = processorTime(welcome.holder.pid);
		await new Promise(resolve => {
			setTimeout(resolve, 1000);
		});
		used = processorTime(welcome.holder.pid) - before;
	}

	const asked = performance.now();
	user.stop(500);
	await collected.exited();
	return {lost: used > restingMs ? 1 : 0, recoveredMs: performance.now() - asked};
}

/** Milliseconds of computing; Linux counts them in hundredths of a second. */
function processorTime(pid: number): number {
	const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
	return (Number(fields[11]) + Number(fields[12])) * 10;
}

function leaveDaemon(kind: 'pty' | 'pipe') {
	return async (scope: Scope): Promise<Outcome> => {
		const {connect} = await openIn(scope, {kind, file: '/bin/sh', args: ['-c', 'trap "" HUP; sleep 300 & echo "pid $!."; exit 3']});
		const collected = collect(await attached(connect));
		const started = performance.now();
		const exit = await collected.exit();
		const recoveredMs = performance.now() - started;
		const pid = Number(/pid (\d+)\./.exec(collected.text())?.[1]);
		const daemon = identify(pid);
		scope.teardown(() => daemon && signalProcess(daemon, 'SIGKILL'));
		const isSeen = exit.type === 'code' && exit.code === 3 && pid > 0;
		// What an agent left behind may be its user's; what a service left would keep its port.
		if (kind === 'pipe' && daemon !== undefined) {
			await until('the daemon of a service has ended', () => !isAlive(daemon));
		}

		return {lost: isSeen && (daemon !== undefined && isAlive(daemon)) === (kind === 'pty') ? 0 : 1, recoveredMs};
	};
}

async function attached(connect: (role: 'viewer') => Promise<HolderClient>): Promise<HolderClient> {
	const client = await connect('viewer');
	client.attach('oldest');
	return client;
}

/** Says what a clutchd said when there was only version 1. */
async function formerDaemon(scope: Scope): Promise<Outcome> {
	const {spec} = await openIn(scope, {script: 'print-and-exit.js', args: [String(6 * megabyte)]});
	const raw = await connectRaw(spec.socket);
	scope.teardown(raw.close);
	raw.say({type: 'hello', protocol: [1, 1], role: 'daemon', client: 'former'});
	raw.say({type: 'attach', from: 'oldest'});
	let acknowledged = 0;
	await until('the end is told', () => {
		const {length} = textOf(raw.frames());
		if (length > acknowledged) {
			acknowledged = length;
			raw.say({type: 'ack', offset: acknowledged});
		}

		return hasMessage(raw.frames(), 'exited');
	});
	return {lost: wrongBytes(textOf(raw.frames()), 6 * megabyte)};
}

async function formerHolderServes(scope: Scope): Promise<Outcome> {
	const {socket, heard} = await formerHolder(scope);
	const daemon = await connectHolder({socket, role: 'daemon', client: 'faults', ...patience()});
	const collected = collect(daemon);
	daemon.attach('screen', credit);
	await collected.waitFor('the output comes', ({text}) => text() === 'hello');
	daemon.answer(5, Buffer.from('answer'));
	const sender = await connectHolder({socket, role: 'sender', client: 'faults', ...patience()});
	sender.input(Buffer.from('keys'));
	await until('both have been typed', () => heard().filter(({type}) => type === 'bytes').length === 2);
	daemon.end();
	sender.end();
	const typed = heard().filter(({type}) => type === 'bytes').map(({text}) => text);
	return {lost: typed.join(' ') === 'answer keys' ? 0 : 1};
}

async function laterClient(scope: Scope): Promise<Outcome> {
	const {spec, connect} = await openIn(scope, {script: 'print-and-exit.js', args: [String(2 * megabyte)]});
	const raw = await connectRaw(spec.socket);
	scope.teardown(raw.close);
	raw.say({type: 'hello', protocol: [1, 99], role: 'user', client: 'later', colour: 'blue'});
	raw.say({type: 'attach', from: 'oldest', speed: 'all'});
	for (let type = 5; type < 256; type += 50) {
		raw.write(Uint8Array.of(0, 0, 0, 2, type, 1, 2));
		raw.say({type: `dance-${type}`, with: [1, 2, 3]});
	}

	const viewer = await connect('viewer');
	const collected = collect(viewer);
	viewer.attach('oldest');
	await collected.exited();
	await until('it is told the end too', () => hasMessage(raw.frames(), 'exited'));
	return {lost: wrongBytes(collected.text(), 2 * megabyte) + wrongBytes(textOf(raw.frames()), 2 * megabyte) + (hasMessage(raw.frames(), 'refused') ? 1 : 0)};
}

const memoryGroups = '/sys/fs/cgroup/memory';

function noMemoryGroup(): string | undefined {
	if (!existsSync(path.join(memoryGroups, 'memory.limit_in_bytes'))) {
		return 'no memory control group of version 1 is mounted here';
	}

	try {
		rmdirSync(makeGroup());
		return undefined;
	} catch (error) {
		return `no memory control group can be made here (${(error as NodeJS.ErrnoException).code ?? ''})`;
	}
}

function makeGroup(): string {
	const group = path.join(memoryGroups, `clutch-${randomBytes(4).toString('hex')}`);
	mkdirSync(group);
	writeFileSync(path.join(group, 'memory.limit_in_bytes'), String(32 * megabyte));
	return group;
}

async function runOutOfMemory(scope: Scope): Promise<Outcome> {
	const group = makeGroup();
	scope.teardown(async () => {
		await until('the group is empty', () => readFileSync(path.join(group, 'cgroup.procs'), 'utf8') === '');
		rmdirSync(group);
	});
	// It holds all that it reads until a line ends, which it never does.
	const {connect, spec} = await openIn(scope, {file: '/bin/sh', args: ['-c', `echo $$ > ${group}/cgroup.procs; echo ready; exec tail /dev/zero`]});
	const collected = collect(await attached(connect));
	const exit = await collected.exit();
	const told = collected.messages().find(message => message.type === 'exited');
	const isKnown = exit.type === 'signal' && exit.signal === 'SIGKILL' && told?.detail === 'its memory ran out' && readTombstone(spec.tombstone)?.tombstone.detail === told.detail;

	// Whoever is killed by somebody is not said to have run out of memory.
	const other = await openIn(scope, {script: 'echo-input.js'});
	const viewer = await other.connect('viewer');
	const seen = await ready(viewer);
	process.kill(other.welcome.child?.pid ?? 0, 'SIGKILL');
	await seen.exited();
	const otherwise = seen.messages().find(message => message.type === 'exited');
	return {lost: (isKnown ? 0 : 1) + (otherwise?.detail === undefined ? 0 : 1)};
}

type Frames = ReturnType<Awaited<ReturnType<typeof connectRaw>>['frames']>;

export function textOf(frames: Frames): string {
	return frames.map(frame => frame.type === 'bytes' ? Buffer.from(frame.bytes).toString('latin1') : '').join('');
}

export function hasMessage(frames: Frames, type: string): boolean {
	return frames.some(frame => frame.type === 'control' && (frame.message as {readonly type?: string}).type === type);
}
