import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import type {ExecutionContext} from 'ava';
import {readToClutchd} from '../../source/core/ipc/message.js';
import type {Usage} from '../../source/core/usage/usage.js';
import type {Deadlines} from '../../source/gateway/context.js';
import {createGateway, type Gateway} from '../../source/gateway/gateway.js';
import {systemClock, type Clock} from '../../source/io/clock.js';
import {loadConfig} from '../../source/io/config-file.js';
import {ensureDirectories, resolvePaths, type Paths} from '../../source/io/paths.js';
import {listenSocket} from '../../source/io/socket.js';
import {until} from './until.js';

export type TestGateway = Gateway & {
	readonly paths: Paths;
	readonly clutchd: FakeClutchd;
	readonly log: readonly string[];
	readonly writeConfig: (config: unknown) => void;
	readonly call: (call: Call) => Promise<Answer>;
};

export type Call = {
	readonly path?: string;
	readonly method?: string;
	readonly headers?: Readonly<Record<string, string>> | readonly string[];
	readonly body?: unknown;
	readonly signal?: AbortSignal;
	/** Called with what has come so far. */
	readonly onData?: (text: string) => void;
};

export type Answer = {
	readonly status: number;
	readonly headers: http.IncomingHttpHeaders;
	readonly rawHeaders: readonly string[];
	readonly body: Buffer;
	readonly text: string;
	/** Whether the connection broke before the end. */
	readonly broken: boolean;
};

/** A gateway in this process, with a configuration and a clutchd of its own. `PORT=0` and no keys but those given. At its end it has all the time that a busy machine takes. */
export async function withGateway(t: ExecutionContext, config: unknown, {env = {}, deadlines = {}, clutchd = true, clock = systemClock}: {readonly env?: Readonly<Record<string, string>>; readonly deadlines?: Partial<Deadlines>; readonly clutchd?: boolean; readonly clock?: Clock} = {}): Promise<TestGateway> {
	const home = mkdtempSync(path.join(os.tmpdir(), 'clutch-gateway-'));
	const environment = {CLUTCH_HOME: home, HOME: home, PORT: '0', ...env};
	const paths = resolvePaths(environment);
	ensureDirectories(paths);
	const writeConfig = (value: unknown) => {
		writeFileSync(paths.config, typeof value === 'string' ? value : JSON.stringify(value));
	};

	writeConfig(config);
	const log: string[] = [];
	const fake = clutchd ? await fakeClutchd(t, paths.socket) : {started: [], records: [], conversations: [], problems: [], record: neverRecorded, only: neverRecorded, tokens: neverRecorded};
	const gateway = await createGateway({
		paths,
		load: () => loadConfig({paths, env: environment}),
		clock,
		log(level, text) {
			log.push(`${level} ${text}`);
		},
		deadlines: {farewellMs: clutchd ? 60_000 : 0, ...deadlines},
	});
	t.teardown(async () => {
		await gateway.close();
		rmSync(home, {recursive: true, force: true});
	});
	return {...gateway, paths, clutchd: fake, log, writeConfig, call: async call => callHttp(gateway, call)};
}

/** What a clutchd would know. */
export type FakeClutchd = {
	readonly started: readonly string[];
	readonly records: readonly Usage[];
	/** What agents sent of their conversations, as far as it was told. */
	readonly conversations: ReadonlyArray<{readonly session: string | undefined; readonly conversation: string}>;
	/** What the real one would have refused. */
	readonly problems: readonly string[];
	/** Waits for so many records. */
	readonly record: (count: number) => Promise<readonly Usage[]>;
	/** Waits for the one record there is. */
	readonly only: () => Promise<Usage | undefined>;
	readonly tokens: () => Promise<Usage['tokens']>;
};

export async function fakeClutchd(t: ExecutionContext, socket: string, {silent = 0}: {readonly silent?: number} = {}): Promise<FakeClutchd & {readonly close: () => Promise<void>}> {
	const started: string[] = [];
	const records: Usage[] = [];
	const conversations: Array<FakeClutchd['conversations'][number]> = [];
	const problems: string[] = [];
	let calls = 0;
	const server = await listenSocket(socket, channel => {
		channel.onFrame(frame => {
			const read = frame.type === 'control' ? readToClutchd(frame.message) : {ok: false as const, problem: 'no control frame', id: undefined};
			if (!read.ok) {
				problems.push(read.problem);
				return;
			}

			const {message} = read;
			if (message.type !== 'call') {
				return;
			}

			if (message.command.type === 'usage.started' && message.command.conversation !== undefined) {
				const {session, conversation} = message.command;
				conversations.push({session, conversation});
				if (conversations.length <= silent) {
					// As below.
					channel.close();
					return;
				}
			} else if (message.command.type === 'usage.started') {
				started.push(message.command.id);
			} else if (message.command.type === 'usage.record') {
				calls++;
				if (calls <= silent) {
					// It took the records and died before it could say so.
					channel.close();
					return;
				}

				// As the real one: what it has already it is told again where time has passed before it could answer.
				records.push(...message.command.records.filter(({id}) => records.every(known => known.id !== id)));
			}

			channel.control({type: 'reply', id: message.id, ok: true, value: undefined});
		});
	});
	let closed = false;
	const close = async () => {
		if (!closed) {
			closed = true;
			await server.close();
		}
	};

	t.teardown(close);
	const record = async (count: number) => {
		await until(`${count} usage records are there`, () => records.length >= count);
		return records;
	};

	const only = async () => {
		const [first, ...others] = await record(1);
		if (others.length > 0) {
			throw new Error(`wanted one record, got ${records.length}`);
		}

		return first;
	};

	return {
		started,
		conversations,
		records,
		problems,
		record,
		only,
		async tokens() {
			const first = await only();
			return first?.tokens;
		},
		close,
	};
}

export async function callHttp({port}: {readonly port: number}, {path: target = '/v1/messages', method = 'POST', headers = {}, body, signal, onData}: Call): Promise<Answer> {
	const sent = body === undefined ? undefined : (body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
	return new Promise((resolve, reject) => {
		const list = Array.isArray(headers) ? [...headers as readonly string[], 'Host', `127.0.0.1:${port}`, ...(sent === undefined ? [] : ['Content-Length', String(sent.length)])] : undefined;
		const outgoing = http.request({host: '127.0.0.1', port, path: target, method, headers: list ?? {...(sent === undefined ? {} : {'content-type': 'application/json', 'content-length': String(sent.length)}), ...headers}, agent: false, ...(signal ? {signal} : {})}, incoming => {
			const parts: Uint8Array[] = [];
			const finish = (broken: boolean) => {
				const whole = Buffer.concat(parts);
				resolve({status: incoming.statusCode ?? 0, headers: incoming.headers, rawHeaders: incoming.rawHeaders, body: whole, text: whole.toString(), broken});
			};

			incoming.on('data', (part: Uint8Array) => {
				parts.push(part);
				onData?.(Buffer.concat(parts).toString());
			});
			incoming.on('end', () => {
				finish(false);
			});
			incoming.on('error', () => {
				finish(true);
			});
		});
		outgoing.on('error', reject);
		outgoing.end(sent);
	});
}

async function neverRecorded(): Promise<never> {
	throw new Error('this gateway has no clutchd');
}
