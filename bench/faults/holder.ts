import {existsSync} from 'node:fs';
import path from 'node:path';
import {isAlive} from '../../source/io/process-identity.js';
import {collect, openHolder, type Holder} from '../../test/helpers/holder.js';
import {wrongBytes} from '../../test/helpers/numbered-text.js';
import {connectRaw} from '../../test/helpers/raw-client.js';
import {until} from '../../test/helpers/until.js';
import type {AnyFault, Outcome} from './fault.js';

const size = 3 * 1024 * 1024;

/** A holder misses clutchd for a second before it starts it; the start itself comes on top. */
const revivedWithinMs = 2000;

/** Faults around one holder: it dies itself, or those that listen to it do. */
export const faults: readonly AnyFault[] = [
	{number: 2, title: 'clutchd leaves while 3 MB are printed: bytes', runs: {few: 5, full: 20}, once: leaveAndReturn},
	{number: 2, title: 'clutchd is missed by a holder: started again', runs: {few: 2, full: 5}, limitMs: revivedWithinMs, once: missDaemon},
	{number: 3, title: 'kill -9 a holder: its child is left running', runs: {few: 5, full: 20}, limitMs: 2000, once: killHolder},
	{number: 35, title: 'a client that never reads: bytes for the others', runs: {few: 5, full: 20}, once: neverRead},
];

async function killHolder(): Promise<Outcome> {
	return withHolder({script: 'echo-input.js'}, async ({welcome, connect}) => {
		const client = await connect('viewer');
		const collected = collect(client);
		client.attach('oldest');
		await collected.waitFor('the program is ready', ({text}) => text() === 'ready');
		const {child = welcome.holder} = welcome;
		const started = performance.now();
		process.kill(welcome.holder.pid, 'SIGKILL');
		try {
			await until('its child is gone', () => !isAlive(child));
			return {lost: 0, recoveredMs: performance.now() - started};
		} catch {
			// It was left over: that is what is counted.
			process.kill(child.pid, 'SIGKILL');
			return {lost: 1, recoveredMs: performance.now() - started};
		}
	});
}

/** The first daemon goes in the middle without a word; the next one takes up where the first had parsed to. */
async function leaveAndReturn(): Promise<Outcome> {
	return withHolder({script: 'print-and-exit.js', args: [String(size)]}, async ({connect}) => {
		const first = await connect('daemon');
		const before = collect(first, {acknowledge: true});
		first.attach('oldest');
		await before.waitFor('a part has come', seen => seen.size() > size / 4);
		first.end();
		const parsed = before.text();
		const second = await connect('daemon');
		const after = collect(second, {acknowledge: true});
		second.attach(parsed.length);
		await after.exited();
		return {lost: wrongBytes(parsed + after.text(), size)};
	});
}

async function neverRead(): Promise<Outcome> {
	return withHolder({script: 'print-and-exit.js', args: [String(size)]}, async ({connect, spec}) => {
		const deaf = await connectRaw(spec.socket);
		deaf.pause();
		deaf.say({type: 'hello', protocol: [1, 1], role: 'viewer', client: 'deaf'});
		deaf.say({type: 'attach', from: 'oldest'});
		const daemon = await connect('daemon');
		const collected = collect(daemon, {acknowledge: true});
		daemon.attach('oldest');
		await collected.exited();
		deaf.close();
		return {lost: wrongBytes(collected.text(), size)};
	});
}

async function missDaemon(): Promise<Outcome> {
	return withHolder({script: 'echo-input.js', environment: {CLUTCH_REVIVE_MS: ''}, revive: folder => ({socket: path.join(folder, 'clutchd.sock'), argv: ['/usr/bin/touch', path.join(folder, 'revived')], env: {}})}, async ({connect, folder}) => {
		const daemon = await connect('daemon');
		daemon.end();
		const started = performance.now();
		await until('clutchd is started', () => existsSync(path.join(folder, 'revived')));
		return {lost: 0, recoveredMs: performance.now() - started};
	});
}

async function withHolder(wanted: Parameters<typeof openHolder>[0], once: (holder: Holder) => Promise<Outcome>): Promise<Outcome> {
	const holder = await openHolder(wanted);
	try {
		return await once(holder);
	} finally {
		await holder.close();
	}
}
