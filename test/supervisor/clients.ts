import {spawn} from 'node:child_process';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {Usage} from '../../source/core/usage/usage.js';
import {connectClutchd} from '../../source/io/clutchd-client.js';
import {programArgv} from '../../source/io/paths.js';
import {connectSocket} from '../../source/io/socket.js';
import {decodeUpdate} from '../../source/core/ipc/rows.js';
import {createGrid} from '../../source/core/view/cells/cells.js';
import {watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {processesUnder, temporaryHome} from '../helpers/home.js';
import {patience, until} from '../helpers/until.js';
import {pauseFolder} from '../helpers/user-interface.js';

function usage(id: string, session: string | undefined): Usage {
	return {
		id, at: Date.now(), session, profile: undefined, route: 'p', dialect: 'messages', requestedModel: 'claude', provider: 'demo', model: 'demo-1', rule: 'default', attempts: [],
		outcome: 'ok', status: 200, stream: true, tokens: {input: 1000, output: 10, cacheRead: 900, cacheWrite: 0}, durationMs: 1500, firstTokenMs: 100, error: undefined,
	};
}

test.serial('many that start clutchd at once get one', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const clients = await Promise.all(Array.from({length: 6}, async () => connectClutchd({paths: home.paths, client: 'test', ...patience(), start: true, env: home.env})));
	t.teardown(() => {
		for (const client of clients) {
			client.close();
		}
	});
	const [first] = clients;
	t.deepEqual(clients.map(({welcome}) => welcome.pid), clients.map(() => first?.welcome.pid ?? 0));

	const [file, ...args] = programArgv('clutchd');
	const late = spawn(file, args, {env: home.env, stdio: ['ignore', 'pipe', 'inherit']});
	let said = '';
	late.stdout.on('data', (chunk: Uint8Array) => {
		said += String(chunk);
	});
	const code = await new Promise(resolve => {
		late.once('close', resolve);
	});
	t.deepEqual([code, said], [0, `clutchd runs already, with pid ${first?.welcome.pid}.\n`]);
	await t.notThrowsAsync(until('the others have left', () => processesUnder(home.home).join(' ') === String(first?.welcome.pid)));
});

test.serial('a clutchd that a holder starts while the one before it is put to rest stays away', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const pauses = pauseFolder(home);
	pauses.arm('clutchd.before-lock');
	const [file, ...args] = programArgv('clutchd');
	const revived = spawn(file, [...args, '--revive'], {env: {...home.env, ...pauses.env}, stdio: ['ignore', 'ignore', 'inherit']});
	const pid = await pauses.reached('clutchd.before-lock');
	await watcher.shutdown();
	await until('the one before it is gone', () => processesUnder(home.home).every(each => each === pid));
	writeFileSync(path.join(pauses.env.CLUTCH_PAUSE_POINTS, 'clutchd.before-lock'), '');
	await until('it has ended or listens', () => revived.exitCode !== null || existsSync(home.paths.socket));
	t.is(revived.exitCode, 0);
});

test.serial('everybody is told the same, from the snapshot on', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const first = await watchClutchd(t, {home});
	await first.open({file: '/bin/cat'}, {id: 'one'});
	const second = await watchClutchd(t, {home});
	await second.open({file: '/bin/cat'}, {id: 'two'});
	await first.client.call({type: 'session.rename', id: 'one', name: 'renamed'});
	await second.client.call({type: 'session.close', id: 'two'});
	await Promise.all([first, second].map(async watcher => watcher.waitFor('the end', ({sessions}) => sessions.length === 1)));
	t.deepEqual(first.state(), second.state());
	t.deepEqual(first.state().sessions.map(({id, name}) => [id, name]), [['one', 'renamed']]);
});

test.serial('usage is stored before it is answered, counted once and there after a restart', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const {id} = await watcher.open({file: '/bin/cat'});
	await watcher.client.call({type: 'usage.started', id: 'r1', session: id});
	await watcher.waitFor('it works', ({sessions}) => sessions[0]?.activity === 'working');
	await watcher.client.call({type: 'usage.record', records: [usage('r1', id)]});
	await watcher.client.call({type: 'usage.record', records: [usage('r1', id), usage('r2', undefined)]});
	await watcher.waitFor('both are counted', ({meter}) => meter.today.requests === 2);
	await watcher.waitFor('it rests', ({sessions}) => sessions[0]?.activity === 'idle');
	t.like(watcher.state().meter.sessions[id], {requests: 1, inFlight: 0, context: 1000, model: 'demo-1'});

	await watcher.shutdown();
	const again = await watchClutchd(t, {home});
	t.like(again.state().meter.today, {requests: 2, input: 2000, cacheRead: 1800});
	t.is(again.state().meter.sessions[id]?.requests, 1);
});

test.serial('what is not a message of ours is refused, and the rest goes on', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	await t.throwsAsync(async () => watcher.client.call({type: 'session.close', id: '../../etc'}), {code: 'ERR_CLUTCH_MESSAGE'});
	await t.throwsAsync(async () => watcher.client.call({type: 'session.close', id: 'nobody'}), {code: 'ERR_CLUTCH_NO_SESSION', message: 'There is no session "nobody".'});

	const rude = await connectSocket(home.paths.socket, patience().signal);
	const gone = new Promise<void>(resolve => {
		rude.onClose(() => {
			resolve();
		});
	});
	rude.control({type: 'subscribe'});
	await gone;
	t.is(watcher.state().sessions.length, 0);
});

test.serial('a clutchd of another version is asked to make way, and sessions stay', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const session = await watcher.open({file: '/bin/cat'}, {id: 'stays'});
	watcher.client.close();

	const old = watcher.client.welcome;
	const next = await connectClutchd({paths: home.paths, client: 'test', ...patience(), start: true, env: home.env, version: '99.0.0'});
	t.teardown(next.close);
	t.not(next.welcome.pid, old.pid);
	const again = await watchClutchd(t, {home});
	t.like(again.state().sessions[0], {id: session.id, state: {status: 'live'}});
});

test.serial('watchers see what is typed and printed, and the last screen of what has ended', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const grid = createGrid(80, 24);
	let line = '';
	watcher.client.onRows(payload => {
		decodeUpdate(payload)?.apply(grid);
		line = grid.text.slice(0, 80).join('').trimEnd();
	});
	const {id} = await watcher.open({file: '/bin/sh', args: ['-c', 'echo good bye; exit 0']}, {id: 'brief'});
	await watcher.waitFor('it has ended', ({sessions}) => sessions[0]?.state.status === 'exited');
	watcher.client.watch([id]);
	await watcher.waitForScreen(id, () => line === 'good bye');
	t.is(line, 'good bye');
});

test.serial('a program that does not exist is said, and leaves an ended session', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const {id} = await watcher.open({file: '/nowhere/agent'});
	await watcher.waitFor('it has ended', ({sessions}) => sessions[0]?.state.status === 'crashed');
	t.like(watcher.state().sessions[0]?.state, {exit: {type: 'code', code: 127}});
	await t.throwsAsync(async () => watcher.open({file: '/bin/cat'}, {id}), {code: 'ERR_CLUTCH_SESSION_EXISTS'});
});

test.serial('no secret of a launch reaches the manifest or a log', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const secret = 'sk-very-secret-123456789';
	const watcher = await watchClutchd(t, {home});
	await watcher.open({file: '/bin/cat', args: [secret], env: {PATH: '/bin', SOME_API_KEY: secret}});
	for (const folder of [home.paths.manifest, home.paths.log]) {
		for (const name of ['journal-1.jsonl', 'snapshot-1.json', 'clutchd.log', 'clutchd.out']) {
			const file = path.join(folder, name);
			t.false(existsSync(file) && readFileSync(file, 'utf8').includes(secret));
		}
	}
});

test.serial('an unreadable part of the session list is named, and nothing else is lost', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	await watcher.open({file: '/bin/cat'}, {id: 'stays'});
	await watcher.shutdown();
	writeFileSync(path.join(home.paths.manifest, 'journal-1.jsonl'), '{"half', {flag: 'a'});
	const again = await watchClutchd(t, {home});
	t.deepEqual(again.state().sessions.map(({id}) => id), ['stays']);
	t.regex(again.state().notices[0]?.text ?? '', /journal-1\.jsonl\.unreadable-\d+/);
	t.regex(readFileSync(path.join(home.paths.log, 'clutchd.log'), 'utf8'), /a part of the session list could not be read, and is kept.*journal-1\.jsonl\.unreadable-\d+/);
});
