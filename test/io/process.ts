import {openSync, closeSync, readFileSync, rmSync, mkdtempSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import type {Exit} from '../../source/core/session/session.js';
import {identify, signalGroup} from '../../source/io/process-identity.js';
import {startDetached, startProcess, type DetachedProcess} from '../../source/io/process.js';
import {until} from '../helpers/until.js';

const onLinux = process.platform === 'linux' ? test : test.skip;

async function runToEnd(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<{readonly text: string; readonly exit: Exit}> {
	const {promise, resolve} = Promise.withResolvers<Exit>();
	let text = '';
	await startProcess({
		file,
		args,
		env,
		cwd: '/usr',
		onData(bytes) {
			text += Buffer.from(bytes).toString('latin1');
		},
		onExit: resolve,
	});
	return {exit: await promise, text};
}

/** Waits itself: a program that outlives us keeps nobody's event loop going, and the last test here would be alone with it. */
async function endOf({onExit}: DetachedProcess): Promise<Exit> {
	const exits: Exit[] = [];
	onExit(exit => {
		exits.push(exit);
	});
	await until('it has ended', () => exits.length > 0);
	return exits[0]!;
}

test('reads both streams of a program as one', async t => {
	const {exit, text} = await runToEnd('/bin/sh', ['-c', 'echo out; echo err >&2; exit 3']);
	t.deepEqual([exit, text.split('\n').toSorted((a, b) => a.localeCompare(b))], [{type: 'code', code: 3}, ['', 'err', 'out']]);
});

test('gives exactly the environment and the folder it was told, and no input', async t => {
	const {text} = await runToEnd(process.execPath, ['--eval', 'console.log(JSON.stringify([process.env, process.cwd(), require("node:fs").readFileSync(0, "utf8")]))'], {ONLY: 'this'});
	t.deepEqual(JSON.parse(text), [{ONLY: 'this'}, '/usr', '']);
});

test('loses nothing of a fast exit', async t => {
	const {text} = await runToEnd('/usr/bin/head', ['-c', '4194304', '/dev/zero']);
	t.is(text.length, 4_194_304);
});

test('says which signal ended a program', async t => {
	const {exit} = await runToEnd(process.execPath, ['--eval', 'process.kill(process.pid, "SIGKILL")']);
	t.deepEqual(exit, {type: 'signal', signal: 'SIGKILL'});
});

test('ends at once with its program, though that program\'s child keeps the pipe', async t => {
	const {promise, resolve} = Promise.withResolvers<{readonly exit: Exit; readonly ms: number}>();
	let text = '';
	let killedAt = 0;
	const piped = await startProcess({
		file: '/bin/sh',
		args: ['-c', 'sleep 60 & echo $!; exec sleep 60'],
		env: {PATH: '/usr/bin:/bin'},
		cwd: '/usr',
		onData(bytes) {
			text += Buffer.from(bytes).toString();
			killedAt = performance.now();
			process.kill(piped.pid, 'SIGKILL');
		},
		onExit(exit) {
			resolve({exit, ms: performance.now() - killedAt});
		},
	});
	const {exit, ms} = await promise;
	t.deepEqual(exit, {type: 'signal', signal: 'SIGKILL'});
	// A few milliseconds where the machine is idle; the child keeps the pipe for a minute.
	t.true(ms < 30_000, `${ms} ms`);
	const sleeper = identify(Number(text.trim()));
	t.truthy(sleeper, 'the child still has the pipe');
	process.kill(sleeper!.pid, 'SIGKILL');
});

test('reads what a program wrote before its end, but does not wait for what its child goes on writing', async t => {
	const {text, exit} = await runToEnd('/bin/sh', ['-c', 'echo first; yes & echo last >&2; exit 4'], {PATH: '/usr/bin:/bin'});
	t.deepEqual([exit, text.includes('first\n'), text.includes('last\n')], [{type: 'code', code: 4}, true, true]);
});

test('gives back what was held up in a paused pipe when its program ends', async t => {
	const {promise, resolve} = Promise.withResolvers<Exit>();
	let size = 0;
	const piped = await startProcess({
		file: '/bin/sh',
		args: ['-c', 'head -c 20000 /dev/zero; exit 5'],
		env: {PATH: '/usr/bin:/bin'},
		cwd: '/usr',
		onData(bytes) {
			size += bytes.length;
		},
		onExit: resolve,
	});
	piped.pause();
	t.deepEqual([await promise, size], [{type: 'code', code: 5}, 20_000]);
});


test('throws when a program cannot be started', async t => {
	const error = await t.throwsAsync(runToEnd('/usr/bin/no-such-program', []));
	t.is((error as NodeJS.ErrnoException).code, 'ENOENT');
});

onLinux('starts a detached program with nothing of ours', async t => {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-detached-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true});
	});
	const seen = path.join(folder, 'seen.json');
	// Any descriptor will do: in place of a hidden one the program gets /dev/null.
	const secret = openSync('/etc/passwd', 'r');
	const program = 'const fs = require("node:fs"); const list = fs.readdirSync("/proc/self/fd").map(fd => { try { return fs.readlinkSync("/proc/self/fd/" + fd); } catch { return ""; } }); fs.writeFileSync(process.argv[1], JSON.stringify({env: process.env, list, hidden: fs.readlinkSync("/proc/self/fd/" + process.argv[2])}));';
	const started = await startDetached({argv: [process.execPath, '--eval', program, seen, String(secret)], env: {ONLY: 'this'}, cwd: '/', hidden: [secret]});
	const exit = await endOf(started);
	closeSync(secret);
	t.deepEqual(exit, {type: 'code', code: 0});
	const {env, list, hidden} = JSON.parse(readFileSync(seen, 'utf8')) as {env: unknown; list: readonly string[]; hidden: string};
	t.deepEqual([env, hidden, list.includes('/etc/passwd')], [{ONLY: 'this'}, '/dev/null', false]);
});

test('starts a detached program as leader of its own group', async t => {
	const started = await startDetached({argv: ['/bin/sleep', '60'], env: {}, cwd: '/'});
	const exited = endOf(started);
	t.true(signalGroup(identify(started.pid)!, 'SIGKILL'));
	t.deepEqual(await exited, {type: 'signal', signal: 'SIGKILL'});
});
