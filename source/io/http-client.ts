import http from 'node:http';
import https from 'node:https';

export type HttpCall = {
	readonly url: string;
	readonly method: string;
	readonly headers: Readonly<Record<string, string | readonly string[]>>;
	readonly body?: Uint8Array | string | undefined;
	readonly signal: AbortSignal;
	/** How long to wait for the status line; afterwards a stream may be quiet as long as it likes. */
	readonly headDeadlineMs: number;
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

// One pool each: an agent's next request finds its connection open. Idle ones are given up before most servers give them up.
const agents = {'http:': new http.Agent({keepAlive: true, timeout: 55_000}), 'https:': new https.Agent({keepAlive: true, timeout: 55_000})} as const;

/**
Sends a request and answers as soon as the head of the response is there. Redirects are not followed and nothing is decoded: what is passed on has to be what came.
*/
export async function openHttp({url, method, headers, body, signal, headDeadlineMs}: HttpCall): Promise<HttpAnswer> {
	signal.throwIfAborted();
	const target = new URL(url);
	const {request} = target.protocol === 'https:' ? https : http;
	return new Promise((resolve, reject) => {
		const outgoing = request(target, {method, headers: headers as http.OutgoingHttpHeaders, agent: target.protocol === 'https:' ? agents['https:'] : agents['http:'], signal});
		const timer = setTimeout(() => {
			outgoing.destroy(new Error(`no answer within ${headDeadlineMs} ms`));
		}, headDeadlineMs);
		outgoing.on('error', error => {
			clearTimeout(timer);
			reject(error);
		});
		outgoing.on('response', incoming => {
			clearTimeout(timer);
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
