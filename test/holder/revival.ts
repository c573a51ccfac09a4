import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {acquireLock, lockOwner, releaseLock} from '../../source/io/lock.js';
import {withHolder} from '../helpers/holder.js';
import {until} from '../helpers/until.js';

const onLinux = process.platform === 'linux' ? test : test.skip;

/** Writes down that it ran, with what it got from whoever started it. */
const record = String.raw`const fs = require("node:fs"); const links = fs.readdirSync("/proc/self/fd").map(fd => { try { return fs.readlinkSync("/proc/self/fd/" + fd); } catch { return ""; } }); fs.appendFileSync(process.env.SEEN, JSON.stringify({links, names: Object.keys(process.env), session: Number(fs.readFileSync("/proc/self/stat", "latin1").split(") ")[1].split(" ")[3]) === process.pid}) + "\n");`;

const wanted = (folder: string, socket = path.join(folder, 'clutchd.sock')) => ({socket, argv: [process.execPath, '--eval', record], env: {SEEN: path.join(folder, 'seen')}});

function makeFolder(t: ExecutionContext): string {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-revival-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	return folder;
}

const runs = (folder: string) => existsSync(path.join(folder, 'seen')) ? readFileSync(path.join(folder, 'seen'), 'utf8').trim().split('\n') : [];

onLinux('starts clutchd again and again while nobody comes, without giving it anything of its own', async t => {
	const place = makeFolder(t);
	await withHolder(t, {script: 'echo-input.js', revive: wanted(place), environment: {CLUTCH_REVIVE_MS: '100'}});
	await until('it was started three times', () => runs(place).length >= 3);
	const {links, names, session} = JSON.parse(runs(place)[0] ?? '') as {links: readonly string[]; names: readonly string[]; session: boolean};
	t.deepEqual([names, session, links.filter(link => /pt(mx|s)|holder/.test(link))], [['SEEN'], true, []]);
});

test('starts nobody while a daemon is connected, and somebody soon after it left', async t => {
	const place = makeFolder(t);
	const holder = await withHolder(t, {script: 'echo-input.js', revive: wanted(place), environment: {CLUTCH_REVIVE_MS: '100'}});
	const daemon = await holder.connect('daemon');
	// On a busy machine it may have started some before; another holder that is alone shows how time passes.
	const other = makeFolder(t);
	await withHolder(t, {script: 'echo-input.js', revive: wanted(other), environment: {CLUTCH_REVIVE_MS: '100'}});
	await until('those before have written themselves down', () => runs(other).length >= 2 && lockOwner(path.join(place, 'clutchd.starter')) === undefined);
	const before = runs(place).length;
	await until('the other one has started two more', () => runs(other).length >= 4);
	t.is(runs(place).length, before);
	daemon.end();
	await t.notThrowsAsync(until('clutchd is started', () => runs(place).length > before));
});

test('starts nobody while somebody answers at clutchd\'s socket', async t => {
	const place = makeFolder(t);
	const socket = path.join(place, 'clutchd.sock');
	let asked = 0;
	const server = net.createServer(connection => {
		asked++;
		connection.end();
	});
	await new Promise<void>(resolve => {
		server.listen(socket, resolve);
	});
	t.teardown(() => {
		server.close();
	});
	await withHolder(t, {script: 'echo-input.js', revive: wanted(place, socket), environment: {CLUTCH_REVIVE_MS: '50'}});
	await until('it has asked three times', () => asked >= 3);
	t.deepEqual(runs(place), []);
});

test('of a herd of eight, one starts clutchd', async t => {
	const place = makeFolder(t);
	const socket = path.join(place, 'clutchd.sock');
	// Answers only after a while, as clutchd does that has much to read, and ends with the folder of this test.
	const slow = `${record} setTimeout(() => require("node:net").createServer(c => c.end()).listen(process.env.SOCKET), 300); setInterval(() => fs.existsSync(process.env.SEEN) || process.exit(), 50);`;
	const revive = {socket, argv: [process.execPath, '--eval', slow], env: {SEEN: path.join(place, 'seen'), SOCKET: socket}};
	// Nobody starts it before all are there, however long that takes.
	const starter = acquireLock(path.join(place, 'clutchd.starter'));
	const daemons = await Promise.all(Array.from({length: 8}, async () => {
		const holder = await withHolder(t, {script: 'echo-input.js', revive, environment: {CLUTCH_REVIVE_MS: '3000'}});
		return holder.connect('daemon');
	}));
	const before = runs(place).length;
	releaseLock(starter.status === 'held' ? starter.file : '');
	for (const daemon of daemons) {
		daemon.end();
	}

	await until('somebody answers', () => existsSync(socket));
	// Each of the eight has had its turn by then: the lock was free again, and who looked found somebody who answers.
	await until('everybody has looked', () => lockOwner(path.join(place, 'clutchd.starter')) === undefined);
	t.deepEqual([before, runs(place).length], [0, 1]);
});

test('a holder whose socket was taken away with its folder is found at the same place again', async t => {
	const place = makeFolder(t);
	const run = path.join(place, 'run');
	mkdirSync(run);
	const holder = await withHolder(t, {script: 'echo-input.js', socket: path.join(run, 'holders', 'one.sock')});
	const before = await holder.watch();
	rmSync(run, {recursive: true});
	await until('it listens again', () => existsSync(holder.spec.socket));
	const writer = await holder.connect('user');
	writer.take();
	writer.input(Buffer.from('still here'));
	await t.notThrowsAsync(before.waitFor('who was connected all along sees it', ({text}) => text().includes(Buffer.from('still here').toString('hex'))));
	t.deepEqual([writer.welcome.holder, statSync(holder.spec.socket).mode & 0o777, statSync(path.dirname(holder.spec.socket)).mode & 0o777], [holder.welcome.holder, 0o600, 0o700]);
});
