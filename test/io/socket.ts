import {mkdirSync} from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import test from 'ava';
import type {Channel} from '../../source/io/channel.js';
import {connectSocket, listenSocket} from '../../source/io/socket.js';
import {temporaryHome} from '../helpers/home.js';
import {patience} from '../helpers/until.js';

function place(t: Parameters<typeof temporaryHome>[0]): string {
	const {paths} = temporaryHome(t);
	mkdirSync(paths.run, {recursive: true, mode: 0o700});
	return path.join(paths.run, 'test.sock');
}

test('a server that closes hears nobody who comes after its clients were let go', async t => {
	const file = place(t);
	const server = await listenSocket(file, () => {
		// Nobody here says anything.
	});
	const client = await connectSocket(file, patience().signal);
	const gone = new Promise<void>(resolve => {
		client.onClose(() => {
			resolve();
		});
	});
	const closing = server.close();
	await t.throwsAsync(async () => connectSocket(file, patience().signal), {code: 'ENOENT'});
	await Promise.all([gone, closing]);
});

test('a server that closes leaves the socket of another one alone', async t => {
	const file = place(t);
	const ignore = () => {
		// Nobody here says anything.
	};

	const former = await listenSocket(file, ignore);
	const next = await listenSocket(file, ignore);
	await former.close();
	const client = await connectSocket(file, patience().signal);
	t.false(client.closed());
	await next.close();
});

test('a server that closes does not wait for a client that reads nothing', async t => {
	const file = place(t);
	const {promise: accepted, resolve: accept} = Promise.withResolvers<Channel>();
	const server = await listenSocket(file, accept);
	const still = net.connect(file);
	t.teardown(() => {
		still.destroy();
	});
	still.pause();
	const channel = await accepted;
	while (channel.backlog() < 4 * 1024 * 1024) {
		channel.bytes(0, new Uint8Array(256 * 1024));
	}

	const gone = new Promise<void>(resolve => {
		channel.onClose(() => {
			resolve();
		});
	});
	await Promise.all([server.close(), gone]);
	t.true(channel.closed());
});
