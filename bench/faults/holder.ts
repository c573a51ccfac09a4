import {existsSync} from 'node:fs';
import path from 'node:path';
import {isAlive} from '../../source/io/process-identity.js';
import {collect, openHolder, type Holder} from '../../test/helpers/holder.js';
import {numberedText} from '../../test/helpers/numbered-text.js';
import {connectRaw} from '../../test/helpers/raw-client.js';
import {until} from '../../test/helpers/until.js';
import type {FaultRow} from './fault.js';

export const name = 'holder';

/** What one run lost, and how long it took to be well again. */
type Outcome = {readonly lost: number; readonly recoveredMs: number};

const size = 3 * 1024 * 1024;

/** A holder misses clutchd for a second before it starts it; the start itself comes on top. */
const revivedWithinMs = 2000;

/** Faults around one holder: it dies itself, or those that listen to it do. */
export async function run({full}: {readonly full: boolean}): Promise<readonly FaultRow[]> {
	const runs = full ? 20 : 5;
	return [
		await repeat('kill -9 a holder: its child is left running', {runs, once: killHolder, limitMs: 2000}),
		await repeat('clutchd leaves while 3 MB are printed: bytes', {runs, once: leaveAndReturn, limitMs: undefined}),
		await repeat('a client that never reads: bytes for the others', {runs, once: neverRead, limitMs: undefined}),
		await repeat('clutchd is missed: started again', {runs: full ? 5 : 2, once: missDaemon, limitMs: revivedWithinMs}),
	];
}

type Fault = {readonly runs: number; readonly once: () => Promise<Outcome>; readonly limitMs: number | undefined};

async function repeat(title: string, {runs, once, limitMs}: Fault): Promise<FaultRow> {
	let lost = 0;
	let slowest = 0;
	for (let index = 0; index < runs; index++) {
		const outcome = await once();
		lost += outcome.lost;
		slowest = Math.max(slowest, outcome.recoveredMs);
	}

	return {name: title, runs, lost, recovered_ms: limitMs === undefined ? undefined : slowest, ok: lost === 0 && (limitMs === undefined || slowest <= limitMs)};
}

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
			await until('its child is gone', () => !isAlive(child), {timeoutMs: 5000});
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
		return {lost: difference(parsed + after.text()), recoveredMs: 0};
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
		return {lost: difference(collected.text()), recoveredMs: 0};
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

function difference(text: string): number {
	const expected = numberedText(size);
	if (text === expected) {
		return 0;
	}

	let same = 0;
	while (same < text.length && text[same] === expected[same]) {
		same++;
	}

	return Math.max(expected.length, text.length) - same;
}

async function withHolder(wanted: Parameters<typeof openHolder>[0], once: (holder: Holder) => Promise<Outcome>): Promise<Outcome> {
	const holder = await openHolder(wanted);
	try {
		return await once(holder);
	} finally {
		await holder.close();
	}
}
