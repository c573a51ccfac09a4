import {once} from 'node:events';
import http from 'node:http';
import type {AddressInfo} from 'node:net';

export type HttpRequest = {
	readonly method: string;
	/** Path and query, as they came. */
	readonly url: string;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
	/** Name, value, name, value, as they came on the wire. */
	readonly rawHeaders: readonly string[];
	/** The whole body; fails with `BodyTooLarge` beyond `limit` bytes. */
	readonly body: (limit: number) => Promise<Uint8Array>;
	/** Aborts when the client goes away before it has the whole answer. */
	readonly gone: AbortSignal;
};

export type HttpReply = {
	/** The status line and headers, sent at once: a client of a stream waits for them. A list is name, value, name, value, sent in this order. */
	readonly head: (status: number, headers: Readonly<Record<string, string | readonly string[]>> | readonly string[]) => void;
	readonly headSent: () => boolean;
	/** Resolves when the system has taken enough of it to be given more; at once after the client is gone. */
	readonly write: (chunk: Uint8Array | string) => Promise<void>;
	readonly end: (chunk?: Uint8Array | string) => void;
	/** Breaks the connection after what was written, so that the client sees that the answer is not whole. */
	readonly cut: () => void;
};

export type HttpServer = {
	readonly host: string;
	readonly port: number;
	/** Such as `http://127.0.0.1:8082`. */
	readonly address: string;
	/** Takes no more connections and ends the idle ones; those in use are cut after `graceMs`. */
	readonly close: (graceMs?: number) => Promise<void>;
};

export class BodyTooLarge extends Error {
	constructor(limit: number) {
		super(`the body is larger than ${limit} bytes`);
		this.name = 'BodyTooLarge';
	}
}

type Options = {
	readonly host: string;
	/** 0 picks a free one. */
	readonly port: number;
	readonly onRequest: (request: HttpRequest, reply: HttpReply) => Promise<void>;
	/** What `onRequest` did not catch; the client is answered with 500 or cut. */
	readonly onError: (error: unknown) => void;
};

/** Serves HTTP/1.1. Fails with the system's error (`EADDRINUSE`) where the port cannot be had. */
export async function listenHttp({host, port, onRequest, onError}: Options): Promise<HttpServer> {
	// An agent's answer can run for an hour and a client may think between two requests: only sending a request has a deadline here. Codex sends large headers, of 64 KB and more.
	const server = http.createServer({keepAliveTimeout: 75_000, headersTimeout: 15_000, requestTimeout: 120_000, maxHeaderSize: 128 * 1024, noDelay: true}, (incoming, outgoing) => {
		const reply = createReply(outgoing);
		onRequest(createRequest(incoming, outgoing), reply).catch((error: unknown) => {
			onError(error);
			if (reply.headSent()) {
				reply.cut();
				return;
			}

			reply.head(500, {'content-type': 'text/plain'});
			reply.end('internal error\n');
		});
	});
	server.listen({host, port});
	await once(server, 'listening');
	const bound = (server.address() as AddressInfo).port;
	return {
		host,
		port: bound,
		address: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
		async close(graceMs = 0) {
			const closed = once(server, 'close');
			server.close();
			server.closeIdleConnections();
			const timer = setTimeout(() => {
				server.closeAllConnections();
			}, graceMs);
			await closed;
			clearTimeout(timer);
		},
	};
}

function createRequest(incoming: http.IncomingMessage, outgoing: http.ServerResponse): HttpRequest {
	const gone = new AbortController();
	outgoing.on('close', () => {
		if (!outgoing.writableFinished) {
			gone.abort(new Error('the client went away'));
		}
	});
	return {
		method: incoming.method ?? 'GET',
		url: incoming.url ?? '/',
		headers: incoming.headers,
		rawHeaders: incoming.rawHeaders,
		gone: gone.signal,
		async body(limit) {
			const chunks: Uint8Array[] = [];
			let size = 0;
			for await (const chunk of incoming.iterator({destroyOnReturn: false}) as AsyncIterable<Uint8Array>) {
				size += chunk.length;
				if (size > limit) {
					break;
				}

				chunks.push(chunk);
			}

			if (size > limit) {
				// The rest is read and forgotten: a connection that is cut while the client still writes takes the answer with it.
				incoming.resume();
				throw new BodyTooLarge(limit);
			}

			return Buffer.concat(chunks, size);
		},
	};
}

function createReply(outgoing: http.ServerResponse): HttpReply {
	outgoing.on('error', () => {
		// The client is gone; `gone` has said so already.
	});
	return {
		head(status, headers) {
			outgoing.writeHead(status, headers as http.OutgoingHttpHeaders | string[]);
			outgoing.flushHeaders();
			outgoing.socket?.setNoDelay(true);
		},
		headSent: () => outgoing.headersSent,
		async write(chunk) {
			if (outgoing.destroyed || outgoing.write(chunk)) {
				return;
			}

			await new Promise<void>(resolve => {
				const done = () => {
					outgoing.off('drain', done);
					outgoing.off('close', done);
					resolve();
				};

				outgoing.on('drain', done);
				outgoing.on('close', done);
			});
		},
		end(chunk) {
			outgoing.end(chunk);
		},
		cut() {
			if (outgoing.socket) {
				outgoing.socket.destroySoon();
				return;
			}

			outgoing.destroy();
		},
	};
}
