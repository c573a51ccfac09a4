import {spawn, spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import type {ExecutionContext} from 'ava';
import type {Home} from './home.js';
import {until} from './until.js';

/** Whether calls can be traced here: where they cannot the test says so and ends; in CI that is a failure, for there it has to be possible. */
export function canTrace(t: ExecutionContext): boolean {
	if (spawnSync('strace', ['-f', '-o', '/dev/null', '/bin/true'], {stdio: 'ignore'}).status === 0) {
		return true;
	}

	if (process.env.CI === 'true') {
		t.fail('strace is not installed, or may not trace here');
	} else {
		t.log('skipped: not installed');
		t.pass();
	}

	return false;
}

type Wanted = {readonly home: Pick<Home, 'user'>; readonly pids: readonly number[]; readonly calls: string};

/** Writes down these calls of running processes, in all their threads and in what they start, until the test ends. Gives one line a call, with the names of the files and sockets that it is about. */
export async function traceCalls(t: Pick<ExecutionContext, 'teardown'>, {home, pids, calls}: Wanted): Promise<() => readonly string[]> {
	const log = path.join(home.user, `${pids.join('-')}.calls`);
	const strace = spawn('strace', ['-f', '-y', '-s', '120', '-e', `trace=${calls}`, '-e', 'signal=none', '-o', log, ...pids.flatMap(pid => ['-p', String(pid)])], {stdio: 'ignore'});
	const ended = new Promise<void>(resolve => {
		strace.once('exit', () => {
			resolve();
		});
	});
	t.teardown(async () => {
		strace.kill('SIGTERM');
		await ended;
	});
	for (const pid of pids) {
		await until('it is traced', () => /^TracerPid:\t[1-9]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')));
	}

	return () => readFileSync(log, 'utf8').split('\n').filter(line => line !== '');
}
