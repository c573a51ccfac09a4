import {randomUUID} from 'node:crypto';
import {setTimeout as wait} from 'node:timers/promises';
import {BodyTooLarge, listenHttp, type HttpReply, type HttpRequest, type HttpServer} from '../io/http-server.js';
import {messagesError} from './messages.js';
import type {Response} from './piece.js';
import type {Recorded} from './recorder.js';
import {respond} from './upstream.js';

type Options = {
	readonly port: number;
	/** Words a second: fast enough to read along, slow enough to see it stream. 0 is as fast as it goes. */
	readonly rate: number;
	readonly record: (request: Recorded) => void;
	readonly onError: (error: unknown) => void;
};

/** What the real ones take, roughly. */
const bodyLimit = 32 * 1024 * 1024;
const slowRate = 5;

/** The scripted upstream on a port of the loopback interface. */
export async function serveUpstream({port, rate, record, onError}: Options): Promise<HttpServer> {
	return listenHttp({
		host: '127.0.0.1',
		port,
		onError,
		async onRequest(request, reply) {
			await send(await answer(request, record), {request, reply, rate});
		},
	});
}

async function answer(request: HttpRequest, record: (request: Recorded) => void): Promise<Response> {
	const id = randomUUID().replaceAll('-', '').slice(0, 24);
	try {
		const body = Buffer.from(await request.body(bodyLimit)).toString();
		record({method: request.method, url: request.url, headers: request.headers, body});
		return respond({method: request.method, path: request.url.split('?')[0] ?? '/', body, trouble: single(request.headers['x-clutch-demo']), id, now: Date.now()});
	} catch (error) {
		if (error instanceof BodyTooLarge) {
			return messagesError(413, error.message, id);
		}

		throw error;
	}
}

async function send(response: Response, {request, reply, rate}: {readonly request: HttpRequest; readonly reply: HttpReply; readonly rate: number}): Promise<void> {
	switch (response.type) {
		case 'whole': {
			const body = Buffer.from(response.body);
			reply.head(response.status, {...response.headers, 'content-length': String(body.length)});
			reply.end(request.method === 'HEAD' ? undefined : body);
			return;
		}

		case 'hang': {
			return;
		}

		case 'stream': {
			const perSecond = response.rate === 'slow' ? slowRate : rate;
			reply.head(200, {'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache'});
			for (const piece of response.pieces) {
				if (piece.paced && perSecond > 0) {
					await wait(1000 / perSecond, undefined, {signal: request.gone}).catch(() => undefined);
				}

				if (request.gone.aborted) {
					return;
				}

				await reply.write(piece.text);
			}

			if (response.ending === 'cut') {
				reply.cut();
				return;
			}

			reply.end();
		}
	}
}

function single(value: string | readonly string[] | undefined): string | undefined {
	return typeof value === 'string' ? value : value?.[0];
}
