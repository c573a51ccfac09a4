import http from 'node:http';
import https from 'node:https';
import {systemClock, type Clock} from './clock.js';

export type HttpCall = {
	readonly url: string;
	readonly method: string;
	/** A list is name, value, name, value, sent in this order and as it is: it has to name the host and the length of the body itself. */
	readonly headers: Readonly<Record<string, string | readonly string[]>> | readonly string[];
	readonly body?: Uint8Array | string | undefined;
	readonly signal: AbortSignal;
	/** How long to wait for the status line; afterwards a stream may be quiet as long as it likes. */
	readonly headDeadlineMs: number;
	/** By which that is measured; the system's where none is given. */
	readonly clock?: Clock;
};

export type HttpAnswer = {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
	/** Name, value, name, value, as they came on the wire. */
	readonly rawHeaders: readonly string[];
	/** The bytes as they come, not decompressed; fails where the connection breaks before the end. */
	readonly body: AsyncIterable<Uint8Array>;
	/** Drops the answer; needed where the body is not read to its end. */
	readonly drop: () => void;
};

export class HttpTimeout extends Error {
	constructor(ms: number) {
		super(`no answer within ${ms} ms`);
		this.name = 'HttpTimeout';
	}
}

// One pool each: an agent's next request finds its connection open. Idle ones are given up before most servers give them up.
const agents = {'http:': new http.Agent({keepAlive: true, timeout: 55_000}), 'https:': new https.Agent({keepAlive: true, timeout: 55_000})} as const;

/**
Sends a request and answers as soon as the head of the response is there. Redirects are not followed and nothing is decoded: what is passed on has to be what came.
*/
export async function openHttp(call: HttpCall): Promise<HttpAnswer> {
	return open(call, 2);
}

/** A connection that was kept open can be closed by the other side just when it is used again; then nothing of the request was read, and a fresh connection is tried. */
async function open(call: HttpCall, retries: number): Promise<HttpAnswer> {
	const {url, method, headers, body, signal, headDeadlineMs, clock = systemClock} = call;
	signal.throwIfAborted();
	const target = new URL(url);
	const {request} = target.protocol === 'https:' ? https : http;
	return new Promise((resolve, reject) => {
		let isAnswered = false;
		const outgoing = request(target, {method, headers: headers as http.OutgoingHttpHeaders | readonly string[], agent: target.protocol === 'https:' ? agents['https:'] : agents['http:'], signal});
		const cancel = clock.after(headDeadlineMs, () => {
			outgoing.destroy(new HttpTimeout(headDeadlineMs));
		});
		outgoing.on('error', error => {
			cancel();
			// Then its body breaks off; a second request would be one that nobody asked for.
			if (isAnswered) {
				return;
			}

			if (outgoing.reusedSocket && retries > 0 && !signal.aborted && (error as NodeJS.ErrnoException).code === 'ECONNRESET') {
				resolve(open(call, retries - 1));
				return;
			}

			reject(error);
		});
		outgoing.on('response', incoming => {
			isAnswered = true;
			cancel();
			resolve({
				status: incoming.statusCode ?? 0,
				headers: incoming.headers,
				rawHeaders: incoming.rawHeaders,
				body: incoming as AsyncIterable<Uint8Array>,
				drop() {
					incoming.destroy();
				},
			});
		});
		outgoing.end(body);
	});
}
