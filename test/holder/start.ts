import {cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import type {HolderSpec} from '../../source/core/ipc/holder.js';
import {connectHolder} from '../../source/io/holder-client.js';
import {startHolder} from '../../source/io/holder-start.js';
import {programRoot} from '../../source/io/paths.js';
import {identify} from '../../source/io/process-identity.js';
import {startDetached} from '../../source/io/process.js';
import {collect, withHolder} from '../helpers/holder.js';
import {patience, until} from '../helpers/until.js';

const onLinux = process.platform === 'linux' ? test : test.skip;

test('welcomes with who it is, what it holds and where its output stands', async t => {
	const {spec, welcome, connect, look} = await withHolder(t, {script: 'echo-input.js', cols: 90, rows: 33});
	const client = await connect('viewer');
	const collected = collect(client);
	client.attach('oldest');
	await collected.waitFor('the program is ready', ({text}) => text() === 'ready');
	const {holder, child, ...rest} = await look();
	t.deepEqual(rest, {type: 'welcome', protocol: 2, id: spec.id, cols: 90, rows: 33, ring: {oldest: 0, next: 5, acknowledged: 0}, writer: false});
	t.deepEqual([holder, child], [identify(welcome.holder.pid), identify(welcome.child?.pid ?? 0)]);
});

test('leaves no file with the environment of its child, and lets nobody else in', async t => {
	const {folder, spec} = await withHolder(t, {script: 'echo-input.js', env: {SECRET: 'sk-1234'}});
	t.deepEqual(readdirSync(folder).toSorted((a, b) => a.localeCompare(b)), [`${spec.id}.sock`, 'sessions']);
	t.is(statSync(spec.socket).mode & 0o777, 0o600);
});

onLinux('lives in a session of its own, apart from its starter and its child', async t => {
	const {welcome} = await withHolder(t, {script: 'echo-input.js'});
	const session = (pid: number) => Number(readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ')[3]);
	const child = welcome.child?.pid ?? 0;
	t.deepEqual([session(welcome.holder.pid), session(child)], [welcome.holder.pid, child]);
	t.not(session(process.pid), welcome.holder.pid);
});

onLinux('takes nothing from its starter\'s environment that could change or betray it', async t => {
	const {welcome} = await withHolder(t, {script: 'echo-input.js', environment: {NODE_OPTIONS: '--inspect', OPENAI_API_KEY: 'sk-1', CLUTCH_HOME: '/somewhere'}});
	const environment = readFileSync(`/proc/${welcome.holder.pid}/environ`, 'utf8').split('\0').filter(Boolean).toSorted((a, b) => a.localeCompare(b));
	t.deepEqual(environment, ['CLUTCH_HOME=/somewhere', 'CLUTCH_REVIVE_MS=3600000', 'MALLOC_ARENA_MAX=1', 'MALLOC_MMAP_THRESHOLD_=4096', 'MALLOC_TRIM_THRESHOLD_=65536', `NODE_COMPILE_CACHE=${path.join(programRoot(), 'dist/cache')}`]);
});

test('goes on when its program is removed from the disk', async t => {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-copy-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	const program = path.join(folder, 'program');
	mkdirSync(path.join(program, 'dist'), {recursive: true});
	writeFileSync(path.join(program, 'package.json'), '{"type": "module"}');
	cpSync(path.join(programRoot(), 'dist/holder.cjs'), path.join(program, 'dist/holder.cjs'));
	for (const part of ['package.json', 'lib', 'prebuilds', 'build']) {
		const from = path.join(programRoot(), 'node_modules/node-pty', part);
		if (existsSync(from)) {
			cpSync(from, path.join(program, 'node_modules/node-pty', part), {recursive: true});
		}
	}

	const socket = path.join(folder, 'one.sock');
	const seen = path.join(folder, 'revived');
	const spec: HolderSpec = {
		id: 'one', kind: 'pty', file: process.execPath, args: [path.join(programRoot(), 'test/fixtures/processes/echo-input.js'), '5'], env: {}, cwd: folder, cols: 80, rows: 24, socket, tombstone: path.join(folder, 'one.json'),
		revive: {socket: path.join(folder, 'none.sock'), argv: ['/usr/bin/touch', seen], env: {}},
	};
	writeFileSync(path.join(folder, 'one.spec.json'), JSON.stringify(spec));
	await startDetached({argv: [process.execPath, path.join(program, 'dist/holder.cjs'), path.join(folder, 'one.spec.json')], env: {CLUTCH_REVIVE_MS: '500', CLUTCH_LINGER_MS: '0'}, cwd: '/'});
	await until('it listens', () => existsSync(socket));
	rmSync(program, {recursive: true});

	await until('it starts clutchd', () => existsSync(seen));
	const client = await connectHolder({socket, role: 'user', client: 'test', ...patience()});
	const collected = collect(client);
	client.attach('oldest');
	await collected.waitFor('the program is ready', ({text}) => text() === 'ready');
	client.resize({cols: 100, rows: 30});
	await collected.waitFor('the program was resized', ({text}) => text().includes('<100x30>'));
	client.input(Buffer.from([4]));
	t.deepEqual(await collected.exit(), {type: 'code', code: 5});
	await until('it has ended', () => identify(client.welcome.holder.pid) === undefined);
	t.deepEqual([existsSync(socket), existsSync(spec.tombstone)], [false, true]);
});

test('is waited for though whoever had its socket before takes connections and says nothing', async t => {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-start-'));
	const socket = path.join(folder, 'one.sock');
	const waiting = new Set<net.Socket>();
	const silent = net.createServer(connection => {
		waiting.add(connection);
	});
	await new Promise<void>(resolve => {
		silent.listen(socket, resolve);
	});
	t.teardown(() => {
		for (const connection of waiting) {
			connection.destroy();
		}

		silent.close();
		rmSync(folder, {recursive: true, force: true});
	});
	const {welcome} = await withHolder(t, {script: 'echo-input.js', socket});
	t.deepEqual([waiting.size, welcome.holder], [1, identify(welcome.holder.pid)]);
});

test('says why it did not start', async t => {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-start-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	// Something is in the way of the socket.
	const socket = path.join(folder, 'one.sock');
	mkdirSync(socket);
	const spec: HolderSpec = {id: 'one', kind: 'pty', file: '/bin/true', args: [], env: {}, cwd: '/', cols: 80, rows: 24, socket, tombstone: path.join(folder, 'one.json'), revive: {socket: '', argv: [], env: {}}};
	await t.throwsAsync(startHolder(spec, {signal: AbortSignal.timeout(20_000), environment: {}}), {code: 'ERR_CLUTCH_HOLDER_START', message: `The holder of session one did not start: it ended at once with SIGKILL; ${path.join(folder, 'one.log')} may say why.`});
	t.deepEqual(readdirSync(folder).toSorted((a, b) => a.localeCompare(b)), ['one.log', 'one.sock']);
	t.true(readFileSync(path.join(folder, 'one.log'), 'utf8').includes('cannot be used'));
});
