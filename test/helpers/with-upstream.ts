import {once} from 'node:events';
import http from 'node:http';
import type {AddressInfo, Socket} from 'node:net';
import type {ExecutionContext} from 'ava';

/** A request as it came over the wire. */
export type Received = {
	readonly method: string;
	readonly url: string;
	readonly rawHeaders: readonly string[];
	readonly headers: http.IncomingHttpHeaders;
	readonly body: Buffer;
	/** Resolves when the connection of this request is gone. */
	readonly closed: Promise<void>;
};

export type Play = {
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	/** Written one by one. */
	readonly chunks?: ReadonlyArray<Uint8Array | string>;
	/** `cut` and `hang`: the head and the chunks, then a broken connection or nothing. `mute`: not even the head. `reset`: a broken connection at once. */
	readonly ending?: 'end' | 'cut' | 'hang' | 'mute' | 'reset';
};

export type Upstream = {
	readonly address: string;
	readonly port: number;
	readonly requests: readonly Received[];
	/** Resolves when so many requests have come. */
	readonly received: (count: number) => Promise<readonly Received[]>;
};

export const eventStream = {'content-type': 'text/event-stream; charset=utf-8'};

/** A provider on loopback that plays what it is told and records what it gets. */
export async function withUpstream(t: ExecutionContext, play: (request: Received, count: number) => Play): Promise<Upstream> {
	const requests: Received[] = [];
	const waiting = new Set<() => void>();
	// A connection that is kept open serves many requests.
	const closings = new WeakMap<object, Promise<void>>();
	const closedOf = async (socket: Socket) => {
		const closed = closings.get(socket) ?? new Promise<void>(resolve => {
			socket.once('close', () => {
				resolve();
			});
		});
		closings.set(socket, closed);
		return closed;
	};

	const server = http.createServer({maxHeaderSize: 256 * 1024}, (incoming, outgoing) => {
		const closed = closedOf(incoming.socket);
		const parts: Uint8Array[] = [];
		incoming.on('data', (part: Uint8Array) => {
			parts.push(part);
		});
		outgoing.on('error', () => {
			// The gateway went away, as some tests want.
		});
		incoming.on('end', () => {
			const request = {method: incoming.method ?? '', url: incoming.url ?? '', rawHeaders: incoming.rawHeaders, headers: incoming.headers, body: Buffer.concat(parts), closed};
			requests.push(request);
			for (const wake of waiting) {
				wake();
			}

			void answer(outgoing, play(request, requests.length));
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.teardown(async () => {
		server.close();
		server.closeAllConnections();
		await once(server, 'close');
	});
	const {port} = server.address() as AddressInfo;
	return {
		address: `http://127.0.0.1:${port}`,
		port,
		requests,
		async received(count) {
			await new Promise<void>(resolve => {
				const look = () => {
					if (requests.length >= count) {
						waiting.delete(look);
						resolve();
					}
				};

				waiting.add(look);
				look();
			});
			return requests;
		},
	};
}

async function answer(outgoing: http.ServerResponse, {status = 200, headers = {}, chunks = [], ending = 'end'}: Play): Promise<void> {
	if (ending === 'mute') {
		return;
	}

	if (ending === 'reset') {
		outgoing.socket?.resetAndDestroy();
		return;
	}

	outgoing.socket?.setNoDelay(true);
	outgoing.writeHead(status, headers);
	outgoing.flushHeaders();
	for (const chunk of chunks) {
		outgoing.write(chunk);
		// Each chunk leaves by itself, so that it can arrive by itself.
		await new Promise(resolve => {
			setImmediate(resolve);
		});
	}

	if (ending === 'end') {
		outgoing.end();
	} else if (ending === 'cut') {
		outgoing.socket?.resetAndDestroy();
	}
}
