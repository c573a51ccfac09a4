/**
Run as a program: `wire-upstream.ts FOLDER [namespace]`. The upstream that real agents talk to: Messages and Chat as the demo answers them, and Responses. It writes what arrives into `FOLDER/upstream.jsonl`.

While there is a file `FOLDER/hold` an answer stops in its middle until its client is gone.

A second port is a tap: it passes everything on to the address in the file `FOLDER/behind-tap` and writes down what it passed into `tap.jsonl`. In a namespace it stands for the outside world too, whose visitors go into `outside.jsonl`. It ends with its standard input.
*/
import {randomUUID} from 'node:crypto';
import {appendFileSync, existsSync, readFileSync} from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import process from 'node:process';
import {firstHalf, type Response} from '../../source/demo/piece.js';
import {respond} from '../../source/demo/upstream.js';
import {listenHttp, type HttpReply, type HttpRequest} from '../../source/io/http-server.js';
import {pretendOutside} from './outside-world.js';
import {respondResponses} from './responses-wire.js';

const [folder = '.', world] = process.argv.slice(2);
const bodyLimit = 32 * 1024 * 1024;

const tell = (file: string, what: unknown) => {
	appendFileSync(path.join(folder, file), `${JSON.stringify(what)}\n`, {mode: 0o600});
};

const listen = async (onRequest: (request: HttpRequest, reply: HttpReply) => Promise<void>) => listenHttp({
	host: '127.0.0.1',
	port: 0,
	onRequest,
	onError(error) {
		process.stderr.write(`wire-upstream: ${String(error)}\n`);
	},
});

if (world === 'namespace') {
	await pretendOutside(attempt => {
		tell('outside.jsonl', attempt);
	});
}

const upstream = await listen(async (request, reply) => {
	const body = Buffer.from(await request.body(bodyLimit)).toString();
	tell('upstream.jsonl', {method: request.method, url: request.url, headers: request.headers, body});
	await send(answer(request, body), {request, reply});
});

const tap = await listen(async (request, reply) => {
	const body = Buffer.from(await request.body(bodyLimit));
	tell('tap.jsonl', {method: request.method, url: request.url, headers: request.headers, body: body.toString()});
	await passOn({request, reply, body});
});

// Nobody needs it when the test is gone, however that went.
process.stdin.resume().once('end', () => {
	process.exit();
});
process.stdout.write(`${JSON.stringify({upstream: upstream.address, tap: tap.address})}\n`);

function answer({method, url, headers}: HttpRequest, body: string): Response {
	const id = randomUUID().replaceAll('-', '').slice(0, 24);
	// One upstream can be several providers: their addresses differ by their first word.
	const requested = (url.split('?')[0] ?? '/').replace(/^\/(?:vendor|other)(?=\/)/, '');
	const trouble = headers['x-clutch-demo'];
	return /^(?:\/v1)?\/responses$/.test(requested) && method === 'POST'
		? respondResponses(JSON.parse(body), id)
		: respond({method, path: requested, body, trouble: typeof trouble === 'string' ? trouble : undefined, id, now: Date.now()});
}

async function send(response: Response, {request, reply}: {readonly request: HttpRequest; readonly reply: HttpReply}): Promise<void> {
	switch (response.type) {
		case 'whole': {
			reply.head(response.status, {...response.headers, 'content-length': String(Buffer.byteLength(response.body))});
			reply.end(request.method === 'HEAD' ? undefined : response.body);
			return;
		}

		case 'stream': {
			reply.head(200, {'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache'});
			const isHeld = existsSync(path.join(folder, 'hold'));
			for (const piece of isHeld ? firstHalf(response.pieces) : response.pieces) {
				await reply.write(piece.text);
			}

			if (isHeld) {
				await gone(request);
			}

			reply.end();
			return;
		}

		// Nobody here asks for a hang.
		case 'hang': {
			reply.cut();
		}
	}
}

async function gone(request: HttpRequest): Promise<void> {
	return new Promise(resolve => {
		if (request.gone.aborted) {
			resolve();
			return;
		}

		request.gone.addEventListener('abort', () => {
			resolve();
		}, {once: true});
	});
}

async function passOn({request, reply, body}: {readonly request: HttpRequest; readonly reply: HttpReply; readonly body: Buffer}): Promise<void> {
	const behind = new URL(readFileSync(path.join(folder, 'behind-tap'), 'utf8'));
	// The gateway answers under its own name only.
	const headers = request.rawHeaders.map((value, index) => index % 2 === 1 && request.rawHeaders[index - 1]?.toLowerCase() === 'host' ? behind.host : value);
	return new Promise((resolve, reject) => {
		const outgoing = http.request({host: behind.hostname, port: behind.port, path: request.url, method: request.method, headers, agent: false}, incoming => {
			reply.head(incoming.statusCode ?? 500, incoming.rawHeaders);
			incoming.on('data', (chunk: Uint8Array) => {
				void reply.write(chunk);
			});
			incoming.on('end', () => {
				reply.end();
				resolve();
			});
			incoming.on('error', error => {
				if (!request.gone.aborted) {
					reject(error);
				}
			});
		});
		outgoing.on('error', error => {
			if (request.gone.aborted) {
				resolve();
				return;
			}

			reject(error);
		});
		// Who is killed in the middle of an answer is gone for the gateway too.
		request.gone.addEventListener('abort', () => {
			outgoing.destroy();
			resolve();
		}, {once: true});
		outgoing.end(body);
	});
}
