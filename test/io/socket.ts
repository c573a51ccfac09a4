import {mkdirSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {connectSocket, listenSocket} from '../../source/io/socket.js';
import {temporaryHome} from '../helpers/home.js';

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
	const client = await connectSocket(file, AbortSignal.timeout(20_000));
	const gone = new Promise<void>(resolve => {
		client.onClose(() => {
			resolve();
		});
	});
	const closing = server.close();
	await t.throwsAsync(async () => connectSocket(file, AbortSignal.timeout(20_000)), {code: 'ENOENT'});
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
	const client = await connectSocket(file, AbortSignal.timeout(20_000));
	t.false(client.closed());
	await next.close();
});
