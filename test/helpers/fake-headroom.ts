/**
A stand-in for Headroom 0.42.0, as far as Clutch meets it: the flags of `proxy`, `--help` and `--version`, `/livez`, `/readyz`, `/health`, `/stats`, `POST /v1/compress` with its sessions, its errors and its own `cache_control`, and a passage to an upstream without `/p/<name>`.
*/
import {once} from 'node:events';
import http from 'node:http';
import type {AddressInfo} from 'node:net';

/** What happens to a call of `/v1/compress`. `late` answers after that many milliseconds, `value` with another body, `text` with other bytes. */
export type Trouble =
	| {readonly type: 'mute' | 'reset' | 'half' | 'busy'}
	| {readonly type: 'late'; readonly ms: number}
	| {readonly type: 'value'; readonly value: unknown}
	| {readonly type: 'text'; readonly text: string}
	/** Each byte of the right answer by itself. */
	| {readonly type: 'split'}
	/** The right answer, changed. */
	| {readonly type: 'change'; readonly change: (reply: CompressReply) => unknown};

export type CompressReply = Fields & {readonly messages: readonly unknown[]};

export type CompressCall = {readonly body: Fields; readonly session: string | undefined};

export type FakeHeadroom = {
	readonly address: string;
	readonly port: number;
	/** What came to `/v1/compress`, the warming call of the gateway left out. */
	readonly calls: readonly CompressCall[];
	readonly warmed: () => number;
	readonly close: () => Promise<void>;
};

type Options = {
	readonly port?: number;
	readonly upstream?: string | undefined;
	/** Added to what goes to the upstream. */
	readonly extraHeaders?: Readonly<Record<string, string>> | undefined;
	readonly trouble?: (count: number) => Trouble | undefined;
	/** What `/livez` says it is. */
	readonly service?: string;
};

type Fields = Readonly<Record<string, unknown>>;

export const fakeHeadroomVersion = '0.42.0';

export async function startFakeHeadroom({port = 0, upstream, extraHeaders = {}, trouble = () => undefined, service = 'headroom-proxy'}: Options = {}): Promise<FakeHeadroom> {
	const calls: CompressCall[] = [];
	const sessions = new Map<string, Map<string, string>>();
	const totals = {requests: 0, saved: 0, before: 0};
	let warmed = 0;
	const started = performance.now();

	const state = () => ({service, status: 'healthy', version: fakeHeadroomVersion, timestamp: new Date().toISOString(), uptime_seconds: Math.round(performance.now() - started) / 1000});
	const stats = () => ({
		requests: {total: totals.requests, cached: 0, rate_limited: 0, failed: 0, by_provider: totals.requests === 0 ? {} : {compress: totals.requests}},
		tokens: {saved: totals.saved, proxy_compression_saved: totals.saved, proxy_total_before_compression: totals.before, all_layers_saved: totals.saved},
		overhead: {average_ms: totals.requests === 0 ? 0 : 1.5, min_ms: 1, max_ms: 2},
	});

	const server = http.createServer({keepAliveTimeout: 60_000}, (incoming, outgoing) => {
		void (async () => {
			const parts: Uint8Array[] = [];
			for await (const part of incoming as AsyncIterable<Uint8Array>) {
				parts.push(part);
			}

			const body = Buffer.concat(parts);
			const [target = '/'] = (incoming.url ?? '/').split('?');
			const json = (status: number, value: unknown) => {
				const text = Buffer.from(JSON.stringify(value));
				outgoing.writeHead(status, {'content-type': 'application/json', 'content-length': String(text.length)});
				outgoing.end(text);
			};

			switch (target) {
				case '/livez': {
					json(200, {...state(), alive: true, loop_health: {status: 'healthy', known_failures: 0, last_known_failure: null}});
					return;
				}

				case '/readyz':
				case '/health': {
					json(200, {...state(), ready: true, checks: {startup: {enabled: true, ready: true, status: 'healthy'}}, rust_core: 'loaded', ...(target === '/health' ? {config: {anthropic_api_url: upstream ?? null, openai_api_url: upstream ?? null}} : {})});
					return;
				}

				case '/stats': {
					json(200, stats());
					return;
				}

				case '/v1/compress': {
					break;
				}

				default: {
					passOn({incoming, outgoing, body, upstream, extraHeaders});
					return;
				}
			}

			if (!/^(?:127\.0\.0\.1|localhost|\[::1])(?::\d+)?$/.test(incoming.headers.host ?? '')) {
				json(404, {detail: 'Not Found'});
				return;
			}

			const read = parse(body.toString());
			const problem = problemOf(read);
			if (problem !== undefined) {
				json(problem.status, {error: {type: problem.type, message: problem.message}});
				return;
			}

			const fields = read as Fields;
			const reply = compress(fields, sessions);
			totals.requests++;
			totals.saved += reply.tokens_saved;
			totals.before += reply.tokens_before;
			if (body.includes('"warm_1"')) {
				warmed++;
				json(200, reply);
				return;
			}

			calls.push({body: fields, session: sessionOf(fields)});
			await play(outgoing, {reply, trouble: trouble(calls.length)});
		})();
	});
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	const bound = (server.address() as AddressInfo).port;
	let closed = false;
	return {
		address: `http://127.0.0.1:${bound}`,
		port: bound,
		calls,
		warmed: () => warmed,
		async close() {
			if (!closed) {
				closed = true;
				server.close();
				server.closeAllConnections();
				await once(server, 'close');
			}
		},
	};
}

/** As the real one: what is missing is the caller's fault, what has another type its own. */
function problemOf(read: unknown): {readonly status: number; readonly type: string; readonly message: string} | undefined {
	if (typeof read !== 'object' || read === null) {
		return {status: 400, type: 'invalid_request', message: 'Invalid JSON'};
	}

	const {messages, input, model} = read as Fields;
	if (messages === undefined && input === undefined) {
		return {status: 400, type: 'invalid_request', message: 'Missing required field: messages'};
	}

	if (model === undefined) {
		return {status: 400, type: 'invalid_request', message: 'Missing required field: model'};
	}

	return Array.isArray(messages ?? input) ? undefined : {status: 503, type: 'compression_error', message: 'Compression failed'};
}

function sessionOf({config}: Fields): string | undefined {
	const session = (config as Fields | undefined)?.session_id;
	return typeof session === 'string' ? session : undefined;
}

/** Shortens long texts of tools; in a session each as it was the first time. */
function compress(body: Fields, sessions: Map<string, Map<string, string>>) {
	const sent = (body.messages ?? body.input) as readonly Fields[];
	const session = sessionOf(body);
	const known = session === undefined ? new Map<string, string>() : sessions.get(session) ?? new Map<string, string>();
	if (session !== undefined) {
		sessions.set(session, known);
	}

	const replayed = known.size > 0;
	const shorten = (text: string) => {
		const fresh = known.get(text) ?? shorter(text);
		known.set(text, fresh);
		return fresh;
	};

	const bare = sent.map(message => shortened(message, shorten));
	const messages = session === undefined || body.input !== undefined || JSON.stringify(sent).includes('cache_control') ? bare : withMark(bare);
	const [before, after] = [sent, bare].map(list => Math.ceil(JSON.stringify(list).length / 4)) as [number, number];
	return {
		messages,
		tokens_before: before,
		tokens_after: after,
		tokens_saved: before - after,
		compression_ratio: before === 0 ? 1 : after / before,
		transforms_applied: before === after ? ['router:noop'] : ['router:tool_result:log'],
		transforms_summary: {},
		ccr_hashes: [],
		...(session === undefined ? {} : {session: {id: session, frozen_message_count: replayed ? sent.length - 2 : 0, cached_prefix_replayed: replayed}}),
	};
}

function shortened(message: Fields, shorten: (text: string) => string): Fields {
	if (message.role === 'tool' && typeof message.content === 'string') {
		return {...message, content: shorten(message.content)};
	}

	if (message.type === 'function_call_output' && typeof message.output === 'string') {
		return {...message, output: shorten(message.output)};
	}

	return Array.isArray(message.content) ? {
		...message,
		content: (message.content as readonly Fields[]).map(block => {
			if (block.type !== 'tool_result' || block.cache_control !== undefined) {
				return block;
			}

			return typeof block.content === 'string' ? {...block, content: shorten(block.content)} : (Array.isArray(block.content) ? {...block, content: (block.content as readonly Fields[]).map(part => typeof part.text === 'string' ? {...part, text: shorten(part.text)} : part)} : block);
		}),
	} : message;
}

function shorter(text: string): string {
	const lines = text.split('\n');
	return text.length < 500 || lines.length < 20 ? text : [...lines.slice(0, 5), `[${lines.length - 8} lines omitted]`, ...lines.slice(-3)].join('\n');
}

/** The real one adds a mark of its own to the last block, and a second one when it is asked again. */
function withMark(messages: readonly Fields[]): readonly Fields[] {
	return messages.map((message, index) => index === messages.length - 1 && Array.isArray(message.content) ? {
		...message,
		content: (message.content as readonly Fields[]).map((block, place, all) => place === all.length - 1 ? {...block, cache_control: {type: 'ephemeral'}} : block),
	} : message);
}

async function play(outgoing: http.ServerResponse, {reply, trouble}: {readonly reply: CompressReply; readonly trouble: Trouble | undefined}): Promise<void> {
	const send = (text: string, status = 200) => {
		outgoing.writeHead(status, {'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text))});
		outgoing.end(text);
	};

	switch (trouble?.type) {
		case undefined: {
			send(JSON.stringify(reply));
			return;
		}

		case 'mute': {
			return;
		}

		case 'reset': {
			outgoing.socket?.resetAndDestroy();
			return;
		}

		case 'half': {
			const text = JSON.stringify(reply);
			outgoing.writeHead(200, {'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text))});
			outgoing.write(text.slice(0, text.length / 2), () => {
				outgoing.socket?.resetAndDestroy();
			});
			return;
		}

		case 'busy': {
			send(JSON.stringify({error: {type: 'compression_error', message: 'Compression timed out'}}), 503);
			return;
		}

		case 'late': {
			setTimeout(send, trouble.ms, JSON.stringify(reply)).unref();
			return;
		}

		case 'value': {
			send(JSON.stringify(trouble.value));
			return;
		}

		case 'text': {
			send(trouble.text);
			return;
		}

		case 'split': {
			outgoing.writeHead(200, {'content-type': 'application/json'});
			outgoing.socket?.setNoDelay(true);
			for (const byte of Buffer.from(JSON.stringify(reply))) {
				outgoing.write(Uint8Array.of(byte));
			}

			outgoing.end();
			return;
		}

		case 'change': {
			send(JSON.stringify(trouble.change(reply)));
		}
	}
}

/** As `headroom proxy` in front of an upstream: `/p/<name>` is its own, everything else goes on. */
function passOn({incoming, outgoing, body, upstream, extraHeaders}: {readonly incoming: http.IncomingMessage; readonly outgoing: http.ServerResponse; readonly body: Uint8Array; readonly upstream: string | undefined; readonly extraHeaders: Readonly<Record<string, string>>}): void {
	if (upstream === undefined) {
		outgoing.writeHead(502, {'content-type': 'application/json'});
		outgoing.end('{"error":{"type":"connection_error","message":"no upstream"}}');
		return;
	}

	const target = new URL((incoming.url ?? '/').replace(/^\/p\/[^/]+/, ''), upstream);
	const headers = Object.fromEntries(Object.entries(incoming.headers).filter(([name]) => name !== 'host' && !name.startsWith('x-headroom-')));
	const request = http.request(target, {method: incoming.method, headers: {...headers, ...extraHeaders}, agent: false}, answer => {
		outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
		answer.pipe(outgoing);
	});
	request.on('error', () => {
		outgoing.destroy();
	});
	request.end(body);
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// The caller says that it is none.
		return undefined;
	}
}
