import {chmodSync, rmSync, stat, statSync} from 'node:fs';
import net from 'node:net';
import nodePath from 'node:path';
import {createChannel, type Channel} from './channel.js';
import {makeFolder} from './folder.js';

/** What a client has not read by then it will not read any more: one that stands still must not keep us here. */
const farewellMs = 1000;

export type SocketServer = {
	readonly path: string;
	/** What is there where its file was made. */
	readonly look: () => Promise<'ours' | 'gone' | 'replaced'>;
	/** Listens once more where the file was taken away; who is connected stays so. */
	readonly renew: () => Promise<void>;
	readonly close: () => Promise<void>;
};

/**
Listens on a Unix socket, 0600 in a directory that has to be 0700 already. A stale socket file is replaced: callers hold a lock, so that a living server is never pushed out.
*/
export async function listenSocket(path: string, onChannel: (channel: Channel) => void): Promise<SocketServer> {
	const clients = new Map<Channel, net.Socket>();
	const onConnection = (socket: net.Socket) => {
		const channel = createChannel(socket);
		clients.set(channel, socket);
		channel.onClose(() => {
			clients.delete(channel);
		});
		onChannel(channel);
	};

	rmSync(path, {force: true});
	let server = await listen(path, onConnection);
	let own = statSync(path).ino;
	return {
		path,
		async look() {
			const found = await numberOf(path);
			return found === undefined ? 'gone' : (found === own ? 'ours' : 'replaced');
		},
		async renew() {
			// Before the new one listens: closing takes the file of that name away. Its connections live on.
			server.close();
			makeFolder(nodePath.dirname(path));
			server = await listen(path, onConnection);
			own = statSync(path).ino;
		},
		async close() {
			// It hears nobody any more before anybody sees his connection end: who then looks again finds the next one.
			const isOurs = statSync(path, {throwIfNoEntry: false})?.ino === own;
			const closing = isOurs ? closed(server) : undefined;
			for (const channel of clients.keys()) {
				channel.close();
			}

			const patience = setTimeout(() => {
				for (const socket of clients.values()) {
					socket.destroy();
				}
			}, farewellMs);

			if (!isOurs) {
				// Closing takes the file of that name away, and this one is somebody else's.
				server.unref();
			}

			await closing;
			if (isOurs) {
				clearTimeout(patience);
			}
		},
	};
}

async function closed(server: net.Server): Promise<void> {
	await new Promise<void>(resolve => {
		server.close(() => {
			resolve();
		});
	});
}

async function numberOf(path: string): Promise<number | undefined> {
	return new Promise((resolve, reject) => {
		stat(path, (error, found) => { // eslint-disable-line n/prefer-promises/fs -- `node:fs/promises` brings all that reads lines with it, and each holder asks this
			if (error === null || error.code === 'ENOENT') {
				resolve(error === null ? found.ino : undefined);
			} else {
				reject(error);
			}
		});
	});
}

async function listen(path: string, onConnection: (socket: net.Socket) => void): Promise<net.Server> {
	const server = net.createServer(onConnection);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		// The socket file is made within this call, so nothing else is made with this mask.
		const umask = process.umask(0o177);
		server.listen(path, () => {
			server.off('error', reject);
			resolve();
		});
		process.umask(umask);
	});
	chmodSync(path, 0o600);
	return server;
}

/**
Connects to a Unix socket. Fails with the system's error (`ENOENT`, `ECONNREFUSED`) or when `signal` aborts.
*/
export async function connectSocket(path: string, signal: AbortSignal): Promise<Channel> {
	signal.throwIfAborted();
	const socket = net.connect(path);
	return new Promise((resolve, reject) => {
		const onAbort = () => {
			socket.destroy();
			reject(signal.reason as Error);
		};

		signal.addEventListener('abort', onAbort, {once: true});
		socket.once('error', error => {
			signal.removeEventListener('abort', onAbort);
			reject(error);
		});
		socket.once('connect', () => {
			signal.removeEventListener('abort', onAbort);
			socket.removeAllListeners('error');
			resolve(createChannel(socket));
		});
	});
}

/** Connects to a port of this machine and hangs up. Fails with the system's error or when `signal` aborts. */
export async function reachPort(port: number, signal: AbortSignal): Promise<void> {
	signal.throwIfAborted();
	const socket = net.connect({port, host: '127.0.0.1'});
	try {
		await new Promise<void>((resolve, reject) => {
			signal.addEventListener('abort', () => {
				reject(signal.reason as Error);
			}, {once: true});
			socket.once('error', reject);
			socket.once('connect', resolve);
		});
	} finally {
		socket.destroy();
	}
}

/** The number of a port that could be listened on just now: this one, or, with 0, whichever the system picks. Undefined where it is taken or not for us. */
export async function freePort(wanted: number): Promise<number | undefined> {
	const server = net.createServer();
	return new Promise(resolve => {
		server.once('error', () => {
			resolve(undefined);
		});
		server.listen(wanted, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => {
				resolve(typeof address === 'object' ? address?.port : undefined);
			});
		});
	});
}
