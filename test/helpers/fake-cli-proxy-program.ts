/**
Run as a program: a fake CLIProxyAPI 7.2.140, as far as Clutch meets it: its flags, the keys of its configuration that we write, exit code 0 whatever went wrong, the hash it puts in the place of its management key, `/healthz`, `/`, `/v1/models` with a key, a Chat upstream (`openai-compatibility`) behind `/v1/chat/completions` and `/v1/messages`, and `api-key-usage`. It imports nothing of ours, so that it starts as fast as a program.
*/
import {readFileSync, writeFileSync} from 'node:fs';
import http from 'node:http';
import process from 'node:process';

const args = process.argv.slice(2);
const flags = new Set(['-config', '-local-model', '-h', '--help']);

type Upstream = {readonly name: string; readonly base: string; readonly key: string; readonly models: ReadonlyArray<{readonly name: string; readonly alias: string}>};

type Config = {readonly host: string; readonly port: number; readonly keys: readonly string[]; readonly management: string; readonly upstream: Upstream | undefined};

run();

function run(): void {
	if (args.includes('-h')) {
		process.stdout.write('CLIProxyAPI Version: 7.2.140, Commit: none, BuiltAt: unknown\nUsage of cliproxyapi\n');
		return;
	}

	const wrong = args.find(argument => argument.startsWith('-') && !flags.has(argument));
	if (wrong !== undefined) {
		process.stderr.write(`flag provided but not defined: ${wrong}\n`);
		process.exitCode = 2;
		return;
	}

	const file = args[args.lastIndexOf('-config') + 1] ?? 'config.yaml';
	try {
		const text = readFileSync(file, 'utf8');
		const config = parse(text);
		// It hashes the key in its file, and keeps the rest.
		writeFileSync(file, text.replace(/secret-key: .*/, 'secret-key: "$2a$10$fakehashfakehashfakehash"'));
		serve(config);
	} catch (error) {
		process.stderr.write(`[error] failed to load config: ${(error as Error).message}\n`);
	}
}

/** Not YAML: the shape in which it is written here. */
function parse(text: string): Config {
	const value = (key: string) => {
		const found = new RegExp(String.raw`^[ \t-]*${key}:[ \t]*"?([^"\n#]*)"?`, 'm').exec(text)?.[1];
		return found?.trim();
	};

	const keys = /^api-keys:\n((?: {2}- .*\n)*)/m.exec(text)?.[1]?.split('\n').map(line => line.replace(/^ *- "?([^"]*)"?$/, '$1')).filter(key => key !== '') ?? [];
	const port = Number(value('port') ?? 8317);
	const wrong = /^openai-compatibility: *"/m.exec(text);
	if (wrong !== null) {
		throw new Error(`yaml: unmarshal errors:\n  line ${text.slice(0, wrong.index).split('\n').length}: cannot unmarshal !!str into []config.OpenAICompatibility`);
	}

	if (!(port > 0)) {
		throw new Error(`cannot unmarshal port`);
	}

	const base = value('base-url');
	const models = [...text.matchAll(/^ *- name: "?([^"\n]*)"?\n *alias: "?([^"\n]*)"?/gm)].map(([, name = '', alias = '']) => ({name, alias}));
	return {host: value('host') ?? '', port, keys, management: value('secret-key') ?? '', upstream: base === undefined ? undefined : {name: 'box', base, key: /^ *- api-key: "?([^"\n]*)"?/m.exec(text)?.[1] ?? '', models}};
}

function serve({host, port, keys, management, upstream}: Config): void {
	const counts = {success: 0, failed: 0};
	let refused = 0;
	const server = http.createServer((incoming, outgoing) => {
		const json = (status: number, value: unknown) => {
			outgoing.writeHead(status, {'content-type': 'application/json'});
			outgoing.end(JSON.stringify(value));
		};

		void (async () => {
			const [target = '/'] = (incoming.url ?? '/').split('?');
			const bearer = String(incoming.headers.authorization ?? '').replace(/^Bearer /, '') || String(incoming.headers['x-api-key'] ?? '');
			if (target === '/healthz') {
				json(200, {status: 'ok'});
			} else if (target === '/') {
				json(200, {message: 'CLI Proxy API Server', endpoints: ['POST /v1/chat/completions', 'GET /v1/models']});
			} else if (target.startsWith('/v0/management/')) {
				refused += bearer === management ? 0 : 1;
				if (refused >= 5) {
					json(403, {error: 'IP banned due to too many failed attempts'});
				} else if (bearer === management) {
					json(200, upstream === undefined ? {} : {[upstream.name]: {[`${upstream.base}|${upstream.key}`]: {...counts, recent_requests: []}}});
				} else {
					json(401, {error: 'invalid management key'});
				}
			} else if (!target.startsWith('/v1/')) {
				json(404, {error: 'not found'});
			} else if (!keys.includes(bearer)) {
				json(401, {error: bearer === '' ? 'Missing API key' : 'Invalid API key'});
			} else if (target === '/v1/models') {
				json(200, {object: 'list', data: (upstream?.models ?? []).map(({alias}) => ({id: alias, object: 'model', owned_by: upstream?.name}))});
			} else {
				const parts: Uint8Array[] = [];
				for await (const part of incoming as AsyncIterable<Uint8Array>) {
					parts.push(part);
				}

				const {status, value} = await answer(target, JSON.parse(Buffer.concat(parts).toString()) as Asked, upstream);
				counts[status === 200 ? 'success' : 'failed']++;
				json(status, value);
			}
		})();
	});
	server.on('error', error => {
		process.stderr.write(`[error] proxy service exited with error: failed to start HTTP server: ${error.message}\n`);
	});
	server.listen(port, host === '' ? undefined : host, () => {
		process.stdout.write(`[info] API server started successfully on: ${host}:${port}\n`);
	});
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.on(signal, () => {
			server.close();
			server.closeAllConnections();
		});
	}
}

type Asked = {readonly model: string; readonly max_tokens?: number; readonly messages: ReadonlyArray<{readonly role: string; readonly content: string | ReadonlyArray<{readonly text?: string}>}>};

type Chat = {readonly choices: ReadonlyArray<{readonly message: {readonly content: string}}>; readonly usage?: {readonly prompt_tokens: number; readonly completion_tokens: number}};

/** Asks the upstream in Chat and answers in the dialect it was asked in; the model of the answer is the upstream's own name. */
async function answer(target: string, {model, messages}: Asked, upstream: Upstream | undefined): Promise<{readonly status: number; readonly value: unknown}> {
	const found = upstream?.models.find(({alias}) => alias === model);
	if (upstream === undefined || found === undefined) {
		return {status: 400, value: {error: {message: `unknown provider for model ${model}`, type: 'invalid_request_error', code: 'model_not_found'}}};
	}

	const plain = messages.map(({role, content}) => ({role, content: typeof content === 'string' ? content : content.map(({text}) => text ?? '').join('')}));
	const response = await fetch(`${upstream.base}/chat/completions`, {method: 'POST', headers: {'content-type': 'application/json', authorization: `Bearer ${upstream.key}`}, body: JSON.stringify({model: found.name, messages: plain})});
	const value = await response.json() as Chat;
	if (response.status !== 200 || target === '/v1/chat/completions') {
		return {status: response.status, value};
	}

	return {status: 200, value: {id: 'msg_fake', type: 'message', role: 'assistant', model: found.name, content: [{type: 'text', text: value.choices[0]?.message.content ?? ''}], stop_reason: 'end_turn', stop_sequence: null, usage: {input_tokens: value.usage?.prompt_tokens ?? 0, output_tokens: value.usage?.completion_tokens ?? 0}}};
}
