import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {decodeUpdate, type PaneUpdate} from '../../source/core/ipc/rows.js';
import {connectHolder} from '../../source/io/holder-client.js';
import {isAlive, signalProcess, identify} from '../../source/io/process-identity.js';
import {logFile, ownLines, returnOfClutchd, watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {fixture} from '../helpers/fixture.js';
import {collect} from '../helpers/holder.js';
import {temporaryHome} from '../helpers/home.js';
import {patience, until} from '../helpers/until.js';

function kill(pid: number): void {
	const identity = identify(pid);
	if (!identity || !signalProcess(identity, 'SIGKILL')) {
		throw new Error(`${pid} could not be killed`);
	}
}

for (const connected of [true, false]) {
	test.serial(`clutchd comes back by itself after kill -9 ${connected ? 'with' : 'without'} a client, and nothing is lost`, async t => {
		const home = temporaryHome(t);
		withoutGateway(home);
		const file = logFile(home);
		const first = await watchClutchd(t, {home});
		const {id} = await first.open({file: process.execPath, args: [fixture('numbered-lines.js'), file]});
		const {pid} = first.client.welcome;
		await until('the child prints', () => ownLines(file).length > 100);
		if (!connected) {
			first.close();
		}

		const before = ownLines(file).length;
		const killedAt = performance.now();
		kill(pid);

		// The keyboard goes to the holder, which does not care.
		const keyboard = await connectHolder({socket: path.join(home.paths.holders, `${id}.sock`), role: 'user', client: 'test', ...patience()});
		t.teardown(keyboard.end);
		keyboard.input(Buffer.from('typed meanwhile'));
		await until('the keys arrived', () => readFileSync(`${file}.keys`, 'utf8') === 'typed meanwhile');

		const back = await returnOfClutchd(t, home);
		t.log(`back after ${Math.round(performance.now() - killedAt)} ms`);
		t.not(back.client.welcome.pid, pid);
		t.is(back.state().clutchd.adopted, 1);
		t.like(back.state().sessions[0], {id, name: 'test', state: {status: 'live'}});
		t.deepEqual(back.state().notices.map(({text}) => text), ['clutch came back after a crash: 1 session re-attached, nothing lost']);
		await until('the child printed on', () => ownLines(file).length > before + 100);

		keyboard.input(Buffer.from('q'));
		await until('the child stopped printing', () => ownLines(file).at(-1) === 'end');
		const lines = ownLines(file);
		const shown = await back.waitForScreen(id, screen => screen.includes('end'));
		t.deepEqual(shown, [...lines.slice(-23), '']);

		const viewer = await connectHolder({socket: path.join(home.paths.holders, `${id}.sock`), role: 'viewer', client: 'test', ...patience()});
		t.teardown(viewer.end);
		const all = collect(viewer);
		viewer.attach('oldest');
		await all.waitFor('the last line', ({text}) => text().includes('end\r\n'));
		t.is(all.text(), lines.map(line => `${line}\r\n`).join(''));
	});
}

test.serial('a killed holder costs its own session only', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const victim = await watcher.open({file: process.execPath, args: [fixture('numbered-lines.js'), logFile(home, 'a.log')]});
	const other = await watcher.open({file: process.execPath, args: [fixture('numbered-lines.js'), logFile(home, 'b.log')]});
	const probe = await connectHolder({socket: path.join(home.paths.holders, `${victim.id}.sock`), role: 'probe', client: 'test', ...patience()});
	const {holder} = probe.welcome;
	probe.end();
	signalProcess(holder, 'SIGKILL');
	await watcher.waitFor('the loss is known', state => state.sessions.some(({id, state: {status}}) => id === victim.id && status === 'host-lost'));
	t.is(watcher.state().sessions.find(({id}) => id === other.id)?.state.status, 'live');
	const before = ownLines(logFile(home, 'b.log')).length;
	await until('the other one goes on', () => ownLines(logFile(home, 'b.log')).length > before + 20);
	t.false(isAlive(holder));
});

test.serial('a session that ended while nobody looked is known with how it ended and what it said', async t => {
	const home = temporaryHome(t, {CLUTCH_LINGER_MS: '1', CLUTCH_REVIVE_MS: '3600000'});
	withoutGateway(home);
	const first = await watchClutchd(t, {home});
	const {id} = await first.open({file: '/bin/sh', args: ['-c', 'echo famous last words; read line; exit 7']});
	await first.waitForScreen(id, lines => lines.includes('famous last words'));
	const socket = path.join(home.paths.holders, `${id}.sock`);
	const keyboard = await connectHolder({socket, role: 'user', client: 'test', ...patience()});
	const gone = new Promise<void>(resolve => {
		keyboard.onClose(() => {
			resolve();
		});
	});
	kill(first.client.welcome.pid);
	keyboard.input(Buffer.from('\n'));
	await gone;

	const second = await watchClutchd(t, {home});
	t.like(second.state().sessions[0], {id, state: {status: 'crashed', exit: {type: 'code', code: 7}}});
	const [line] = await second.screen(id);
	t.is(line, 'famous last words');
	await second.client.call({type: 'session.close', id});
	t.deepEqual(second.state().sessions, []);
});

test.serial('modes that were set long before are still in force after clutchd came back', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const first = await watchClutchd(t, {home});
	// More than a holder keeps: the bytes that set the modes are gone.
	const {id} = await first.open({file: '/bin/sh', args: ['-c', String.raw`printf "\033[?2004h\033[?1003h\033[?1006h\033[>5u\033[?25l"; head -c 6000000 /dev/zero | tr "\0" "x"; printf "\nready\n"; exec cat`]});
	await first.waitForScreen(id, lines => lines.includes('ready'));
	kill(first.client.welcome.pid);

	const back = await returnOfClutchd(t, home);
	const updates: PaneUpdate[] = [];
	back.client.onRows(payload => {
		updates.push(...[decodeUpdate(payload)?.update].filter(update => update !== undefined));
	});
	await back.waitForScreen(id, lines => lines.includes('ready'));
	back.client.watch([id]);
	await until('a frame', () => updates.length > 0);
	t.like(updates.at(-1), {modes: {bracketedPaste: true, mouse: 'any', mouseEncoding: 'sgr', kitty: 5, alternateScreen: false}, cursor: {visible: false}});
});
