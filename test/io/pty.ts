import {createHash, randomBytes} from 'node:crypto';
import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {build} from 'esbuild';
import type {Exit} from '../../source/core/session/session.js';
import {identify, isAlive} from '../../source/io/process-identity.js';
import {openPty} from '../../source/io/pty.js';
import {fixture} from '../helpers/fixture.js';
import {startOnPty} from '../helpers/pty.js';
import {until} from '../helpers/until.js';

// These measure what the event loop and the system do, one after the other.
const {serial} = test;
const onLinux = process.platform === 'linux' ? serial : serial.skip;

const printed = 256 * 1024;

/** Prints zeros and ends: the fastest exit there is. */
const printZeros = {file: '/usr/bin/head', args: ['-c', String(printed), '/dev/zero']} as const;

/** Lets a program print 6,000 bytes and end while its reader waits, for longer than plain node-pty has patience (200 ms); gives what came. */
async function readLate(): Promise<number> {
	const {promise, resolve} = Promise.withResolvers<number>();
	let size = 0;
	const pty = openPty({
		file: '/usr/bin/head',
		args: ['-c', '6000', '/dev/zero'],
		env: {},
		cwd: '/',
		cols: 80,
		rows: 24,
		onData(bytes) {
			if (size === 0) {
				pty.pause();
			}

			size += bytes.length;
		},
		onExit() {
			resolve(size);
		},
	});
	return promise;
}

/** A Node of this machine whose libuv takes a hang-up for the end of the file, as it did before 1.52; ours may be started by one (the launchers accept any from 22.19 on). */
function findOlderNode(): string | undefined {
	for (const folder of (process.env.PATH ?? '').split(':')) {
		const file = path.join(folder, 'node');
		if (existsSync(file) && !file.includes('node_modules')) {
			const [, minor = 99] = execFileSync(file, ['--print', 'process.versions.uv'], {encoding: 'utf8'}).split('.').map(Number);
			if (minor < 52) {
				return file;
			}
		}
	}

	return undefined;
}

function printUnder(node: string, which: string): {readonly runs: number; readonly lost: number} {
	return JSON.parse(execFileSync(node, [fixture('print-with.js'), which, String(printed), '200'], {encoding: 'utf8'})) as {runs: number; lost: number};
}

async function printWithOurs(): Promise<{readonly size: number; readonly exit: Exit}> {
	const {promise, resolve} = Promise.withResolvers<{size: number; exit: Exit}>();
	let size = 0;
	openPty({
		...printZeros,
		env: {},
		cwd: '/',
		cols: 80,
		rows: 24,
		onData(bytes) {
			size += bytes.length;
		},
		onExit(exit) {
			resolve({size, exit});
		},
	});
	return promise;
}

const olderNode = findOlderNode();
const onOlderNode = process.platform === 'linux' && olderNode !== undefined ? serial : serial.skip;

onOlderNode('loses nothing under an older Node, where plain node-pty loses the end of fast exits', async t => {
	const node = olderNode ?? '';
	// In the project, because the bundle looks for node-pty from where it is.
	const cache = path.join(import.meta.dirname, '../../.cache');
	mkdirSync(cache, {recursive: true});
	const folder = mkdtempSync(path.join(cache, 'pty-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true});
	});
	const ours = path.join(folder, 'pty.mjs');
	await build({entryPoints: [path.join(import.meta.dirname, '../../source/io/pty.ts')], bundle: true, platform: 'node', format: 'esm', outfile: ours, logLevel: 'error'});
	const plain = printUnder(node, 'node-pty');
	t.true(plain.lost > 0, `node-pty lost nothing in ${plain.runs} runs`);
	t.deepEqual(printUnder(node, ours), {runs: 200, lost: 0});
});

onLinux('loses nothing of a program that ends while it is paused', async t => {
	t.is(await readLate(), 6000);
});

serial('loses nothing of a fast exit', async t => {
	const results = new Map<string, number>();
	for (let run = 0; run < 100; run++) {
		const result = JSON.stringify(await printWithOurs());
		results.set(result, (results.get(result) ?? 0) + 1);
	}

	t.deepEqual([...results], [[JSON.stringify({size: printed, exit: {type: 'code', code: 0}}), 100]]);
});

serial('reports an exit without node-pty\'s timer', async t => {
	// With its timer no run could take less than 200 ms. A busy machine is given many of them.
	await t.notThrowsAsync(until('a run took less than 180 ms', async () => {
		const started = performance.now();
		await printWithOurs();
		return performance.now() - started < 180;
	}));
});

onLinux('closes what it opened', async t => {
	await printWithOurs();
	const openFiles = () => readdirSync('/proc/self/fd').length;
	const before = openFiles();
	for (let run = 0; run < 50; run++) {
		await printWithOurs();
	}

	await t.notThrowsAsync(until('all is closed', () => openFiles() <= before));
});

serial('takes a long paste for a program that does not read, and hardly asks', async t => {
	const paste = randomBytes(1024 * 1024);
	const {pty, text, waitForText, exit} = startOnPty(t, {script: 'read-late.js', args: [String(paste.length)]});
	await waitForText('ready');
	t.true(pty.write(paste));
	const first = pty.input();
	const started = performance.now();
	await until('the writer has been refused twenty times', () => pty.input().attempts >= first.attempts + 20);
	const waited = performance.now() - started;
	const {attempts, waiting} = pty.input();
	// Every 50 ms once the back-off is at its longest; the first steps are shorter.
	t.true(attempts - first.attempts <= (waited / 50) + 12, `${attempts - first.attempts} attempts in ${waited} ms`);
	t.true(waiting > paste.length - (64 * 1024));

	process.kill(pty.pid, 'SIGUSR2');
	t.deepEqual(await exit, {type: 'code', code: 0});
	t.true(text().includes(`read ${paste.length} ${createHash('sha256').update(paste).digest('hex')}`));
});

serial('refuses more input than a program may leave unread', async t => {
	const {pty, waitForText} = startOnPty(t, {script: 'read-late.js', args: ['1']});
	await waitForText('ready');
	t.deepEqual([pty.write(new Uint8Array(16 * 1024 * 1024)), pty.write(new Uint8Array(1024 * 1024))], [true, false]);
});

serial('pauses a program by not reading, and loses nothing when it goes on', async t => {
	const {pty, output, exit} = startOnPty(t, {file: '/usr/bin/head', args: ['-c', '4194304', '/dev/zero']});
	await until('there is output', () => output().length > 0);
	pty.pause();
	const asleep = () => /^\d+ \(head\) S/.test(readFileSync(`/proc/${pty.pid}/stat`, 'latin1'));
	if (process.platform === 'linux') {
		await until('the program waits in its write', asleep);
	}

	t.true(output().length < 4_194_304);
	pty.resume();
	t.deepEqual(await exit, {type: 'code', code: 0});
	t.is(output().length, 4_194_304);
});

serial('gives exactly the environment, the folder and the size it was told', async t => {
	const {text, exit} = startOnPty(t, {args: ['--eval', 'console.log(JSON.stringify([process.env, process.cwd(), process.stdout.columns, process.stdout.rows]))'], env: {ONLY: 'this=that'}, cwd: '/usr'});
	await exit;
	t.deepEqual(JSON.parse(text()), [{ONLY: 'this=that'}, '/usr', 80, 24]);
});

serial('says how a program ended', async t => {
	const code = startOnPty(t, {args: ['--eval', 'process.exit(7)']});
	t.deepEqual(await code.exit, {type: 'code', code: 7});
	const signal = startOnPty(t, {args: ['--eval', 'process.kill(process.pid, "SIGKILL")']});
	t.deepEqual(await signal.exit, {type: 'signal', signal: 'SIGKILL'});
});

serial('ends with its program, whoever else still has the terminal', async t => {
	const {text, exit} = startOnPty(t, {file: '/bin/sh', args: ['-c', 'trap "" HUP; (while echo noise; do :; done) & echo "pid $!."; exit 3']});
	t.deepEqual(await exit, {type: 'code', code: 3});
	const other = identify(Number(/pid (\d+)\./.exec(text())?.[1]));
	// It goes when its next `echo` fails.
	await until('the other one is gone', () => other === undefined || !isAlive(other));
});

serial('hangs up when it is closed', async t => {
	const {pty, waitForText, exit} = startOnPty(t, {script: 'echo-input.js'});
	await waitForText('ready');
	pty.close();
	t.deepEqual(await exit, {type: 'signal', signal: 'SIGHUP'});
});

serial('resizes, and the program is told', async t => {
	const {pty, waitForText} = startOnPty(t, {script: 'echo-input.js'});
	await waitForText('ready');
	pty.resize(101, 31);
	await t.notThrowsAsync(waitForText('<101x31>'));
});
