import {readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type {ClientState} from '../../source/core/client/state.js';
import {connectHolder} from '../../source/io/holder-client.js';
import {lockOwner} from '../../source/io/lock.js';
import {isAlive, signalProcess} from '../../source/io/process-identity.js';
import {logFile, ownLines, withoutGateway, watchClutchd, type Watcher} from '../../test/helpers/clutchd.js';
import {fixture} from '../../test/helpers/fixture.js';
import {temporaryHome, type Home} from '../../test/helpers/home.js';
import {checkInvariants} from '../../test/helpers/invariants.js';
import {until} from '../../test/helpers/until.js';
import type {Scope} from '../faults/fault.js';

/** Eight sessions: three with full rings, five that print all the time and write down what they print and read. */
export type Eight = {
	readonly home: Home;
	readonly full: readonly string[];
	readonly printing: ReadonlyArray<{readonly id: string; readonly log: string}>;
	readonly watcher: Watcher;
};

const ringBytes = 4 * 1024 * 1024;

export async function openEight(scope: Scope): Promise<Eight> {
	const home = temporaryHome(scope);
	withoutGateway(home);
	const watcher = await watchClutchd(scope, {home});
	const full: string[] = [];
	for (let number = 0; number < 3; number++) {
		const {id} = await watcher.open({file: process.execPath, args: [fixture('print-and-wait.js'), String(5 * 1024 * 1024)]});
		full.push(id);
	}

	for (const id of full) {
		await until('the ring is full', async () => {
			const {ring} = await look(home, id);
			return ring.next - ring.oldest >= ringBytes - (64 * 1024) && ring.acknowledged === ring.next;
		});
	}

	const printing: Array<Eight['printing'][number]> = [];
	for (let number = 0; number < 5; number++) {
		const log = logFile(home, `lines-${number}.log`);
		const {id} = await watcher.open({file: process.execPath, args: [fixture('numbered-lines.js'), log]});
		printing.push({id, log});
	}

	await until('all of them print', () => printing.every(({log}) => ownLines(log).length > 100));
	return {home, full, printing, watcher};
}

/** What a holder says about itself. */
export async function look({paths}: Pick<Home, 'paths'>, id: string) {
	const client = await connectHolder({socket: path.join(paths.holders, `${id}.sock`), role: 'probe', client: 'bench', signal: AbortSignal.timeout(20_000)});
	client.end();
	return client.welcome;
}

export function killClutchd({paths}: Pick<Home, 'paths'>): void {
	const owner = lockOwner(paths.lock);
	if (owner === undefined || !isAlive(owner) || !signalProcess(owner, 'SIGKILL')) {
		throw new Error('no clutchd runs');
	}
}

export function areAllLive(state: ClientState, {full, printing}: Pick<Eight, 'full' | 'printing'>): boolean {
	const wanted = [...full, ...printing.map(({id}) => id)];
	return wanted.every(id => state.sessions.some(session => session.id === id && session.state.status === 'live'));
}

/** Keys for every printing session, as long as somebody is away; gives how many of them did not arrive, or not in order. */
export async function typeMeanwhile({home, printing}: Eight, whileAway: () => Promise<void>): Promise<number> {
	const before = printing.map(({log}) => keysOf(log));
	const keyboards = await Promise.all(printing.map(async ({id}) => connectHolder({socket: path.join(home.paths.holders, `${id}.sock`), role: 'user', client: 'bench', signal: AbortSignal.timeout(60_000)})));
	let typed = '';
	const timer = setInterval(() => {
		const key = String(typed.length % 10);
		typed += key;
		for (const keyboard of keyboards) {
			keyboard.input(Buffer.from(key));
		}
	}, 20);
	try {
		await whileAway();
	} finally {
		clearInterval(timer);
	}

	let lost = 0;
	for (const [index, {log}] of printing.entries()) {
		const expected = `${before[index] ?? ''}${typed}`;
		await until('every key has arrived', () => keysOf(log).length >= expected.length, {timeoutMs: 5000}).catch(() => undefined);
		lost += keysOf(log) === expected ? 0 : Math.max(1, expected.length - keysOf(log).length);
	}

	for (const keyboard of keyboards) {
		keyboard.end();
	}

	return lost;
}

/** How many of all that has to hold does not. */
export async function violations({home, printing, watcher}: Eight): Promise<number> {
	const {count, names} = await checkInvariants({home, sessions: printing, watcher});
	for (const name of names) {
		process.stderr.write(`  ${name}\n`);
	}

	return count;
}

/** The memory that is a process's own, its part of what it shares included, in MB. Undefined where the system does not tell. */
export function proportionalMemory(pid: number): number | undefined {
	try {
		const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
		return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
	} catch {
		// Only Linux has it.
		return undefined;
	}
}

function keysOf(log: string): string {
	return readFileSync(`${log}.keys`, 'utf8');
}
