import {existsSync, readdirSync, rmSync, statSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {Exit} from '../../source/core/session/session.js';
import {identify, isAlive} from '../../source/io/process-identity.js';
import {readTombstone} from '../../source/io/tombstone.js';
import {collect, withHolder, type Wanted} from '../helpers/holder.js';
import {numberedText} from '../helpers/numbered-text.js';
import {until} from '../helpers/until.js';

test('keeps how a program ended and the last of its output, for late viewers and on disk', async t => {
	const {spec, connect, watch} = await withHolder(t, {script: 'print-and-exit.js', args: ['300000', '3']});
	const watcher = await watch();
	const {offset} = await watcher.exited();
	const late = await connect('viewer');
	const collected = collect(late);
	late.attach('oldest');
	const told = await collected.exited();
	t.deepEqual([late.welcome.exit, late.welcome.child, told.exit, offset, told.offset], [{type: 'code', code: 3}, undefined, {type: 'code', code: 3}, 300_000, 300_000]);
	t.is(collected.text(), numberedText(300_000));

	const read = readTombstone(spec.tombstone);
	const {at, ...tombstone} = read?.tombstone ?? {at: 0};
	t.true(Math.abs(Date.now() - at) < 60_000);
	t.deepEqual(tombstone, {id: spec.id, exit: {type: 'code', code: 3}, reason: 'child-exit', offset: 300_000, cols: 80, rows: 24} as never);
	t.is(Buffer.from(read?.tail ?? []).toString('latin1'), numberedText(300_000).slice(-256 * 1024));
	t.deepEqual(readdirSync(path.dirname(spec.tombstone)).map(name => statSync(path.join(path.dirname(spec.tombstone), name)).mode & 0o777), [0o600, 0o600]);
});

test('tells the end after the last byte, also to who was there and asked for the bytes later', async t => {
	const {connect, watch, welcome} = await withHolder(t, {script: 'echo-input.js'});
	const early = await connect('viewer');
	const collected = collect(early);
	const watcher = await watch();
	const all = await connect('viewer');
	const seen = collect(all);
	all.attach('oldest');
	await seen.waitFor('the program is ready', ({text}) => text() === 'ready');
	process.kill(welcome.child?.pid ?? 0, 'SIGKILL');
	await watcher.exited();
	// Its answer shows that nothing came before it.
	early.take();
	await collected.waitFor('it answers', ({messages}) => messages().length > 0);
	t.deepEqual(collected.messages().map(({type}) => type), ['refused']);
	early.attach('oldest');
	await collected.exited();
	t.is(collected.text(), 'ready');
});

test('leaves by itself when nobody came for a while, and takes its socket along', async t => {
	const {connect, spec, welcome} = await withHolder(t, {script: 'echo-input.js', environment: {CLUTCH_LINGER_MS: '100'}});
	const user = await connect('user');
	const collected = collect(user);
	user.attach('oldest');
	await collected.waitFor('the program is ready', ({text}) => text() === 'ready');
	user.input(Buffer.from([4]));
	await until('it is gone', () => !isAlive(welcome.holder));
	t.deepEqual([existsSync(spec.socket), existsSync(spec.tombstone)], [false, true]);
});

const failsClearly = test.macro(async (t, wanted: Wanted, {exit, text}: {readonly exit: Exit; readonly text: string}) => {
	const {connect, folder, spec} = await withHolder(t, wanted);
	const client = await connect('viewer');
	const collected = collect(client);
	client.attach('oldest');
	t.deepEqual(await collected.exit(), exit);
	t.is(collected.text().replaceAll(folder, '@'), text);
	t.deepEqual(readTombstone(spec.tombstone)?.tombstone.exit, exit);
});

for (const kind of ['pty', 'pipe'] as const) {
	test(`says that a program is not on the PATH (${kind})`, failsClearly, {kind, file: 'no-such-agent', env: {PATH: '/usr/bin:/bin'}}, {exit: {type: 'code', code: 127}, text: 'no-such-agent: not found on the PATH (/usr/bin:/bin).\r\n'});
	test(`says that a program does not exist (${kind})`, failsClearly, {kind, file: '/usr/bin/no-such-agent'}, {exit: {type: 'code', code: 127}, text: '/usr/bin/no-such-agent: there is no such program.\r\n'});
	test(`says that a program may not be run (${kind})`, failsClearly, {kind, file: '/etc/passwd'}, {exit: {type: 'code', code: 126}, text: '/etc/passwd is not executable.\r\n'});
	test(`says that the folder is gone (${kind})`, failsClearly, {kind, file: 'node', cwd: '/no/such/folder'}, {exit: {type: 'code', code: 126}, text: 'node was not started: the folder /no/such/folder does not exist.\r\n'});
}

test('reports a program that was killed', async t => {
	const {welcome, watch} = await withHolder(t, {script: 'echo-input.js'});
	const collected = await watch();
	process.kill(welcome.child?.pid ?? 0, 'SIGKILL');
	t.deepEqual(await collected.exit(), {type: 'signal', signal: 'SIGKILL'});
});

test('stops a program politely, and says so in the record', async t => {
	const {connect, spec} = await withHolder(t, {script: 'echo-input.js'});
	const user = await connect('user');
	const collected = collect(user);
	user.attach('live');
	user.stop(20_000);
	t.deepEqual(await collected.exit(), {type: 'signal', signal: 'SIGTERM'});
	t.is(readTombstone(spec.tombstone)?.tombstone.reason, 'stopped');
});

test('kills a program that does not stop, after the grace', async t => {
	const {connect} = await withHolder(t, {script: 'stubborn.js'});
	const user = await connect('user');
	const collected = collect(user);
	user.attach('oldest');
	await collected.waitFor('the program is ready', ({text}) => text().includes('ready'));
	user.stop(60_000);
	await collected.waitFor('it was asked', ({text}) => text().includes('ignored SIGTERM'));
	user.stop(300);
	t.deepEqual(await collected.exit(), {type: 'signal', signal: 'SIGKILL'});
});

for (const kind of ['pty', 'pipe'] as const) {
	test(`ends the children of a program with it, however stubborn (${kind})`, async t => {
		const {connect} = await withHolder(t, {kind, file: '/bin/sh', args: ['-c', 'trap "" TERM HUP; sleep 300 & trap - TERM; echo "pid $!."; wait']});
		const user = await connect('user');
		const collected = collect(user);
		user.attach('oldest');
		await collected.waitFor('the child is there', ({text}) => /pid \d+\./.test(text()));
		const sleeper = identify(Number(/\d+/.exec(collected.text())?.[0]));
		t.truthy(sleeper);
		user.stop(200);
		t.deepEqual(await collected.exit(), {type: 'signal', signal: 'SIGTERM'});
		await until('its child is gone too', () => sleeper !== undefined && !isAlive(sleeper));
	});
}

test('sends a signal to the program and no further', async t => {
	const {connect} = await withHolder(t, {script: 'stubborn.js'});
	const user = await connect('user');
	const collected = collect(user);
	user.attach('oldest');
	await collected.waitFor('the program is ready', ({text}) => text().includes('ready'));
	user.signal('SIGINT');
	await t.notThrowsAsync(collected.waitFor('the signal came', ({text}) => text().includes('ignored SIGINT')));
});

test('closes for good: the program, the record, itself', async t => {
	const {connect, spec, welcome, folder} = await withHolder(t, {script: 'echo-input.js'});
	const user = await connect('user');
	user.close();
	await until('both are gone', () => !isAlive(welcome.holder) && welcome.child !== undefined && !isAlive(welcome.child));
	t.deepEqual([existsSync(spec.socket), readdirSync(path.join(folder, 'sessions'))], [false, []]);
});

test('closes a session that has ended already', async t => {
	const {connect, folder, welcome} = await withHolder(t, {script: 'print-and-exit.js', args: ['10']});
	const user = await connect('user');
	const collected = collect(user);
	user.attach('live');
	await collected.exited();
	user.close();
	await until('it is gone', () => !isAlive(welcome.holder));
	t.deepEqual(readdirSync(path.join(folder, 'sessions')), []);
});

test('hangs up on its program and leaves a record when it is told to go itself', async t => {
	const {spec, welcome, watch} = await withHolder(t, {script: 'echo-input.js'});
	const collected = await watch();
	process.kill(welcome.holder.pid, 'SIGTERM');
	t.deepEqual(await collected.exit(), {type: 'signal', signal: 'SIGHUP'});
	await until('it is gone', () => !isAlive(welcome.holder));
	t.deepEqual([existsSync(spec.socket), readTombstone(spec.tombstone)?.tombstone.reason], [false, 'holder-signalled']);
});

test('takes its program along when it is killed itself', async t => {
	const {welcome} = await withHolder(t, {script: 'echo-input.js'});
	process.kill(welcome.holder.pid, 'SIGKILL');
	await t.notThrowsAsync(until('the program was hung up on', () => welcome.child !== undefined && !isAlive(welcome.child)));
});

test('reports the end though the record cannot be written', async t => {
	const {connect, look, folder, spec} = await withHolder(t, {script: 'echo-input.js'});
	const user = await connect('user');
	const collected = collect(user);
	user.attach('live');
	rmSync(path.join(folder, 'sessions'), {recursive: true});
	user.stop(20_000);
	t.deepEqual(await collected.exit(), {type: 'signal', signal: 'SIGTERM'});
	const {exit} = await look();
	t.deepEqual([exit, existsSync(spec.tombstone)], [{type: 'signal', signal: 'SIGTERM'}, false]);
});
