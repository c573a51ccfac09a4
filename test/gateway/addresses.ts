import {once} from 'node:events';
import net from 'node:net';
import test from 'ava';
import {withGateway, type Call} from '../helpers/gateway.js';
import {keepLaunch} from '../helpers/launch.js';
import {withUpstream} from '../helpers/with-upstream.js';

const get = (path: string, headers: Readonly<Record<string, string>> = {}): Call => ({path, method: 'GET', headers});

test('says hello and how it is, under every prefix', async t => {
	const gateway = await withGateway(t, {});
	for (const path of ['/', '/api/hello', '/s/abc', '/p/x/r/b/s/abc/api/hello', '/health', '/v1/models', '/v1/models?limit=1000', '/s/abc/v1/models?client_version=0.169.0']) {
		const head = await gateway.call({path, method: 'HEAD'});
		t.deepEqual([head.status, head.text], [200, '']);
		t.like(await gateway.call(get(path)), {status: 200});
	}

	const health = await gateway.call(get('/health'));
	t.like(JSON.parse(health.text), {ok: true, version: '0.1.0', config: {ok: true}, requests: {in_flight: 0, total: 0, failed: 0}, usage: {waiting: 0, dropped: 0}});
	t.is(typeof (JSON.parse(health.text) as {uptime_s: unknown}).uptime_s, 'number');
});

test('lists models in the shape of the one who asks', async t => {
	const gateway = await withGateway(t, {model_tiers: {BIG: {default: 'v/big'}, MIDDLE: {default: 'v/middle'}, SMALL: {default: 'claude-haiku-5', cascade: ['v/big']}}, tiers: {d: 'v/big', n: 'v/big', k: 'v/big', q: 'v/big'}});
	const ids = ['clutch-big', 'claude-clutch-big', 'clutch-middle', 'claude-clutch-middle', 'clutch-small', 'claude-clutch-small', 'v/big', 'v/middle', 'claude-haiku-5'];
	const asAnthropic = await gateway.call(get('/v1/models?limit=1000', {'anthropic-version': '2023-06-01'}));
	const anthropic = JSON.parse(asAnthropic.text) as {data: ReadonlyArray<Record<string, unknown>>};
	t.like(anthropic, {has_more: false, first_id: ids[0], last_id: ids.at(-1)});
	t.deepEqual(anthropic.data.map(model => model.id), ids);
	t.like(anthropic.data[0], {type: 'model', display_name: 'Clutch BIG', created_at: '2026-01-01T00:00:00Z'});
	const asOpenai = await gateway.call(get('/v1/models'));
	const openai = JSON.parse(asOpenai.text) as {object: string; data: ReadonlyArray<Record<string, unknown>>};
	t.is(openai.object, 'list');
	t.deepEqual(openai.data.map(model => model.id), ids);
	t.deepEqual(openai.data[8], {id: 'claude-haiku-5', object: 'model', created: 1_767_225_600, owned_by: 'anthropic'});
});

const unknown: ReadonlyArray<readonly [path: string, expected: unknown]> = [
	['/v1/messages/no', {type: 'error', error: {type: 'not_found_error', message: 'There is no /v1/messages/no here.'}}],
	['/s/abc/v1/nothing', {error: {message: 'There is no /v1/nothing here.', type: 'invalid_request_error', param: null, code: 'not_found'}}],
	['/v1beta/models/m:no', {error: {code: 404, message: 'There is no /v1beta/models/m:no here.', status: 'NOT_FOUND'}}],
	['/../etc/passwd', {type: 'error', error: {type: 'not_found_error', message: 'The address has an empty step or one that leads upwards.'}}],
];

for (const [path, expected] of unknown) {
	test(`does not know ${path}`, async t => {
		const gateway = await withGateway(t, {});
		const answer = await gateway.call({path, body: {}});
		t.deepEqual([answer.status, JSON.parse(answer.text)], [404, expected]);
		t.is(gateway.clutchd.records.length, 0);
	});
}

test('knows no addresses of other servers, whatever a client tries them for', async t => {
	const gateway = await withGateway(t, {});
	for (const call of [get('/s/abc/api/v1/models'), {path: '/s/abc/api/show', body: {name: 'm'}}, get('/s/abc/v1/models/clutch-big'), get('/s/abc/api/tags'), get('/s/abc/props'), get('/s/abc/v1/props')]) {
		const answer = await gateway.call(call);
		t.is(answer.status, 404);
		t.truthy((JSON.parse(answer.text) as {error?: unknown}).error);
	}

	t.is(gateway.clutchd.records.length, 0);
});

test('takes headers of 64 KB and more, and passes them on', async t => {
	const upstream = await withUpstream(t, () => ({chunks: ['{}']}));
	const gateway = await withGateway(t, {providers: {box: {base_url: upstream.address, wires: ['responses']}}});
	const turn = 'x'.repeat(80 * 1024);
	const answer = await gateway.call({path: '/v1/responses', headers: {'x-codex-turn-metadata': turn}, body: {model: 'box:m'}});
	t.is(answer.status, 200);
	t.is(upstream.requests.at(-1)?.headers['x-codex-turn-metadata'], turn);
});

test('lists the models of a profile and of a launch first, and knows no others', async t => {
	const gateway = await withGateway(t, {
		model_tiers: {BIG: {default: 'v/big'}, MIDDLE: {default: 'v/middle'}, SMALL: {default: 'v/small'}}, tiers: {d: 'v/big', n: 'v/big', k: 'v/big', q: 'v/big'},
		profiles: {1: 'v/one', all: {model: 'v/a', force_main: 'v/b', tier_overrides: {small: 'v/c'}, toolcall_models: ['v/d'], subagent_model: 'v/e', web_search: 'v/f'}},
	});
	keepLaunch(gateway.paths, {session: 'live', settings: {model: 'box:new', roles: {BIG: 'v/mine'}}});
	const ids = async (path: string) => {
		const answer = await gateway.call(get(path));
		return (JSON.parse(answer.text) as {data: ReadonlyArray<{id: string}>}).data.map(({id}) => id).filter(id => !id.includes('clutch'));
	};

	t.deepEqual(await ids('/v1/models'), ['v/big', 'v/middle', 'v/small', 'v/one', 'v/a', 'v/b', 'v/c', 'v/d', 'v/e', 'v/f']);
	t.deepEqual(await ids('/p/all/v1/models'), ['v/a', 'v/b', 'v/c', 'v/d', 'v/e', 'v/f', 'v/big', 'v/middle', 'v/small', 'v/one']);
	t.deepEqual(await ids('/p/1/v1/models'), ['v/one', 'v/big', 'v/middle', 'v/small', 'v/a', 'v/b', 'v/c', 'v/d', 'v/e', 'v/f']);
	const launched = await ids('/p/1/s/live/v1/models');
	t.deepEqual(launched.slice(0, 3), ['box:new', 'v/one', 'v/mine']);
	t.deepEqual(await ids('/p/demo/v1/models'), ['demo-big', 'demo-middle', 'demo-small']);
	const unknownProfile = await gateway.call(get('/p/none/v1/models'));
	t.deepEqual([unknownProfile.status, unknownProfile.text.includes('There is no profile')], [404, true]);
});

test('says which methods an address takes, and falls back from WebSockets', async t => {
	const gateway = await withGateway(t, {});
	const wrong = await gateway.call(get('/v1/messages'));
	t.deepEqual([wrong.status, wrong.headers.allow], [405, 'POST']);
	const upgrade = await gateway.call(get('/v1/responses', {connection: 'Upgrade', upgrade: 'websocket'}));
	t.is(upgrade.status, 426);
});

test('answers to names of this machine only', async t => {
	const gateway = await withGateway(t, {});
	const {port} = gateway;
	const answers: Record<string, number> = {};
	for (const host of [`127.0.0.1:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`, `evil.example:${port}`, 'localhost', `127.0.0.1:${port + 1}`, `127.0.0.1.evil.example:${port}`, `localhost:${port}@evil.example`]) {
		const answer = await gateway.call(get('/health', {host}));
		answers[host.replace(String(port), 'OURS').replace(String(port + 1), 'OTHER')] = answer.status;
	}

	t.deepEqual(answers, {
		'127.0.0.1:OURS': 200, 'LOCALHOST:OURS': 200, '[::1]:OURS': 200,
		'evil.example:OURS': 403, localhost: 403, '127.0.0.1:OTHER': 403, '127.0.0.1.evil.example:OURS': 403, 'localhost:OURS@evil.example': 403,
	});
});

test('answers no page from elsewhere', async t => {
	const gateway = await withGateway(t, {});
	const answers: Record<string, number> = {};
	for (const origin of ['http://127.0.0.1:3000', 'http://localhost:5173', 'https://evil.example', 'null', 'http://localhost.evil.example', 'http://127.0.0.1:3000/x']) {
		const answer = await gateway.call(get('/health', {origin}));
		answers[origin] = answer.status;
		t.is(answer.headers['access-control-allow-origin'], undefined);
	}

	t.deepEqual(answers, {'http://127.0.0.1:3000': 200, 'http://localhost:5173': 200, 'https://evil.example': 403, null: 403, 'http://localhost.evil.example': 403, 'http://127.0.0.1:3000/x': 403});
	t.like(await gateway.call(get('/health', {'sec-fetch-site': 'cross-site'})), {status: 403});
});

test('asks for its key where that is wanted, by any of the usual headers', async t => {
	const upstream = await withUpstream(t, () => ({chunks: ['{}']}));
	const gateway = await withGateway(t, {gateway: {require_key: true, key: 'our-key'}, providers: {box: {base_url: upstream.address, wires: ['messages'], api_key: 'sk-box'}}});
	const refused = await gateway.call({body: {model: 'box:m'}, headers: {authorization: 'Bearer wrong'}});
	t.deepEqual([refused.status, refused.headers['x-should-retry']], [401, 'false']);
	t.like(JSON.parse(refused.text), {type: 'error', error: {type: 'authentication_error'}});
	t.like(await gateway.call(get('/health')), {status: 401});
	for (const headers of [{authorization: 'Bearer our-key'}, {'x-api-key': 'our-key'}, {'x-goog-api-key': 'our-key'}, {'x-clutch-key': 'our-key'}] as ReadonlyArray<Readonly<Record<string, string>>>) {
		t.like(await gateway.call({body: {model: 'box:m'}, headers}), {status: 200});
	}

	t.false(JSON.stringify(upstream.requests.map(request => request.rawHeaders)).includes('our-key'));
	t.false(gateway.log.join('\n').includes('our-key'));
});

test('listens beyond this machine with a key only', async t => {
	await t.throwsAsync(withGateway(t, {gateway: {host: '0.0.0.0'}}), {code: 'ERR_CLUTCH_GATEWAY_KEY'});
	const gateway = await withGateway(t, {gateway: {host: '0.0.0.0', key: 'our-key'}});
	t.like(await gateway.call(get('/health')), {status: 401});
	t.like(await gateway.call(get('/health', {'x-clutch-key': 'our-key'})), {status: 200});
});

test('counts tokens by the provider where it can, else by an estimate that says so', async t => {
	const upstream = await withUpstream(t, request => request.url.endsWith('count_tokens?beta=true') ? {headers: {'content-type': 'application/json'}, chunks: ['{"input_tokens":77}']} : {status: 404});
	const gateway = await withGateway(t, {providers: {box: {base_url: upstream.address, wires: ['messages']}, chatty: {base_url: upstream.address}}});
	const counted = await gateway.call({path: '/v1/messages/count_tokens?beta=true', body: {model: 'box:m', messages: []}});
	t.deepEqual([counted.text, counted.headers['x-clutch-estimate']], ['{"input_tokens":77}', undefined]);
	t.is(upstream.requests[0]?.body.toString(), '{"model":"m","messages":[]}');
	for (const [path, model, field] of [['/v1/messages/count_tokens', 'box:m', 'input_tokens'], ['/v1/messages/count_tokens', 'chatty:m', 'input_tokens'], ['/v1beta/models/chatty:m:countTokens', undefined, 'totalTokens']] as const) {
		const estimate = await gateway.call({path, body: {model, messages: [{role: 'user', content: 'x'.repeat(4000)}]}});
		const number = (JSON.parse(estimate.text) as Readonly<Record<string, number>>)[field] ?? 0;
		t.deepEqual([estimate.status, estimate.headers['x-clutch-estimate'], number > 1000 && number < 1030], [200, 'true', true]);
	}

	t.like(await gateway.call({path: '/v1/messages/count_tokens', body: 'nonsense'}), {status: 400});
	t.is(gateway.clutchd.records.length, 0);
});

test('refuses a body that is too large before it is all there', async t => {
	const gateway = await withGateway(t, {});
	const socket = net.connect(gateway.port, '127.0.0.1');
	socket.on('error', () => {
		// It is cut while it still writes, which is the point.
	});
	socket.write(`POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nContent-Length: 99999999999\r\n\r\n`);
	const megabyte = Buffer.alloc(1024 * 1024, 0x20);
	let sent = 0;
	const write = () => {
		while (sent < 70 && !socket.destroyed && socket.write(megabyte)) {
			sent++;
		}
	};

	socket.on('drain', write);
	write();
	const [data] = await once(socket, 'data') as [Buffer];
	t.regex(data.toString(), /^HTTP\/1.1 413 /);
	socket.destroy();
	t.like(await gateway.clutchd.only(), {outcome: 'failed', status: 413});
});

test('reads its configuration again when the file changes, and keeps the last good one', async t => {
	const upstream = await withUpstream(t, () => ({chunks: ['{}']}));
	const configOf = (model: string) => ({default_provider: 'box', model_tiers: {BIG: {default: model}}, providers: {box: {base_url: upstream.address, wires: ['messages']}}});
	const gateway = await withGateway(t, configOf('one'));
	const asked = async () => {
		await gateway.call({body: {model: 'claude-opus-5'}});
		return (JSON.parse(upstream.requests.at(-1)?.body.toString() ?? '') as {model: string}).model;
	};

	t.is(await asked(), 'one');
	gateway.writeConfig(configOf('two'));
	while (await asked() !== 'two') {
		// The watcher tells it in its own time.
	}

	const whenSaid = async (text: string) => {
		for (;;) {
			const {text: said} = await gateway.call(get('/health'));
			if (said.includes(text)) {
				return (JSON.parse(said) as {config: unknown}).config;
			}
		}
	};

	gateway.writeConfig(`{"model_tiers": {"BIG": {"default": 5}}, ${JSON.stringify(configOf('three')).replace(/"model_tiers":.*?}},/, '').slice(1)}`);
	t.deepEqual(await whenSaid('"mistakes"'), {ok: false, mistakes: [`${gateway.paths.config}:1: model_tiers.BIG.default: wanted a text, got 5; what it was before stays in force ("two")`]});
	t.is(await asked(), 'two');
	gateway.writeConfig('{"model_tiers": ');
	t.like(await whenSaid('"problem"'), {ok: false, problem: `${gateway.paths.config}:1:17 (model_tiers): wanted a value, got the end of the file; the configuration before it stays in force`});
	t.is(await asked(), 'two');
	t.true(gateway.log.some(line => line.startsWith('warn ') && line.includes('model_tiers.BIG.default')));
});
