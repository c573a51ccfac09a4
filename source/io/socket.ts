import {chmodSync, rmSync} from 'node:fs';
import net from 'node:net';
import {createChannel, type Channel} from './channel.js';

export type SocketServer = {
	readonly path: string;
	readonly close: () => Promise<void>;
};

/**
Listens on a Unix socket, 0600 in a directory that has to be 0700 already. A stale socket file is replaced: callers hold a lock, so that a living server is never pushed out.
*/
export async function listenSocket(path: string, onChannel: (channel: Channel) => void): Promise<SocketServer> {
	rmSync(path, {force: true});
	const channels = new Set<Channel>();
	const server = net.createServer(socket => {
		const channel = createChannel(socket);
		channels.add(channel);
		channel.onClose(() => {
			channels.delete(channel);
		});
		onChannel(channel);
	});
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
	return {
		path,
		async close() {
			for (const channel of channels) {
				channel.close();
			}

			await new Promise<void>(resolve => {
				server.close(() => {
					resolve();
				});
			});
		},
	};
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
