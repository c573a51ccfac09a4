import {spawn, type ChildProcessWithoutNullStreams} from 'node:child_process';
import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {acquireLock, lockOwner} from '../../source/io/lock.js';

const fixture = fileURLToPath(new URL('../fixtures/processes/take-lock.ts', import.meta.url));

function temporaryLock(t: ExecutionContext): string {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-lock-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	return path.join(folder, 'clutchd.lock');
}

async function nextLine(child: ChildProcessWithoutNullStreams): Promise<string> {
	return new Promise((resolve, reject) => {
		child.stdout.once('data', (chunk: Uint8Array) => {
			resolve(Buffer.from(chunk).toString().trim());
		});
		child.once('exit', code => {
			reject(new Error(`ended with ${code}`));
		});
	});
}

async function startContenders(t: ExecutionContext, lock: string, count: number): Promise<readonly ChildProcessWithoutNullStreams[]> {
	const children = Array.from({length: count}, () => spawn(process.execPath, ['--import=tsx', fixture, lock]));
	t.teardown(() => {
		for (const child of children) {
			child.kill('SIGKILL');
		}
	});
	await Promise.all(children.map(async child => nextLine(child)));
	return children;
}

async function race(children: readonly ChildProcessWithoutNullStreams[]): Promise<readonly string[]> {
	const answers = children.map(async child => nextLine(child));
	for (const child of children) {
		child.stdin.write('go\n');
	}

	return Promise.all(answers);
}

const winners = (answers: readonly string[]) => answers.filter(answer => answer === 'held').length;

test('exactly one of many contenders wins, again after the winner was killed, and again', async t => {
	const lock = temporaryLock(t);
	let contenders = await startContenders(t, lock, 8);
	for (let round = 0; round < 3; round++) {
		const answers = await race(contenders);
		t.is(winners(answers), 1, `round ${round}: ${answers.join(' ')}`);
		const winner = contenders[answers.indexOf('held')];
		t.is(lockOwner(lock)?.pid, winner?.pid);
		const gone = new Promise<void>(resolve => {
			winner?.once('exit', () => {
				resolve();
			});
		});
		winner?.kill('SIGKILL');
		await gone;
		t.is(lockOwner(lock), undefined);
		contenders = contenders.filter(child => child !== winner);
	}
});

const stale: ReadonlyArray<readonly [name: string, content: string]> = [
	['a process that is gone', JSON.stringify({pid: 2 ** 22 + 5, startTime: '1'})],
	['a pid that another process has now', JSON.stringify({pid: process.pid, startTime: '1'})],
	['nobody readable', 'half a li'],
];

for (const [name, content] of stale) {
	test(`takes over a lock of ${name}`, t => {
		const lock = temporaryLock(t);
		writeFileSync(`${lock}.41`, content);
		t.is(lockOwner(lock), undefined);
		t.is(acquireLock(lock).status, 'held');
		t.is(lockOwner(lock)?.pid, process.pid);
		t.deepEqual(readdirSync(path.dirname(lock)), ['clutchd.lock.42']);
	});
}

test('tells the loser who has it', t => {
	const lock = temporaryLock(t);
	acquireLock(lock);
	const second = acquireLock(lock);
	t.is(second.status === 'taken' ? second.by.pid : undefined, process.pid);
});
