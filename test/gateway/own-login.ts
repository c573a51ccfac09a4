import {gzipSync, zstdCompressSync} from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import {withGateway} from '../helpers/gateway.js';
import {keepLaunch} from '../helpers/launch.js';
import {wire} from '../helpers/wire.js';
import {eventStream, withUpstream, type Play} from '../helpers/with-upstream.js';

type Login = {
	readonly agent: string;
	readonly vendor: 'anthropic' | 'codex';
	/** What is in the config, and which of it belongs to the login. */
	readonly authorization: string;
	readonly headers: readonly string[];
	readonly path: string;
	readonly upstreamPath: string;
	readonly model: string;
	readonly body: Buffer;
	readonly recording: string;
};

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const webToken = `${base64({alg: 'RS256', typ: 'JWT'})}.${base64({exp: 4_102_444_800, 'https://api.openai.com/auth': {chatgpt_account_id: 'acc-1'}})}.c2ln`;
const claudeBearer = 'Bearer sk-ant-oat01-MADE-UP';
const codexBearer = `Bearer ${webToken}`;

const logins: readonly Login[] = [
	{
		agent: 'Claude Code', vendor: 'anthropic', authorization: claudeBearer,
		headers: ['Accept', 'application/json', 'Authorization', claudeBearer, 'X-Claude-Code-Session-Id', 's-1', 'anthropic-beta', 'claude-code-20250219,oauth-2025-04-20', 'anthropic-version', '2023-06-01', 'Cookie', 'own=1'],
		path: '/v1/messages?beta=true', upstreamPath: '/v1/messages?beta=true', model: 'claude-opus-5-5', body: wire('claude-turn.request.json'), recording: 'messages-tool.sse',
	},
	{
		agent: 'Codex', vendor: 'codex', authorization: codexBearer,
		headers: ['authorization', codexBearer, 'chatgpt-account-id', 'acc-1', 'originator', 'codex_exec', 'session-id', 't-1', 'x-codex-turn-metadata', '{"request_kind":"turn"}', 'accept', 'text/event-stream'],
		path: '/v1/responses', upstreamPath: '/backend-api/codex/responses', model: 'gpt-5.5', body: Buffer.from('{ "model":"gpt-5.5", "input":[{"role":"developer","content":[]}],"stream" : true,"store":false}'), recording: 'responses-tool.sse',
	},
];

/** The vendors' fakes, another provider that has everything a cascade would want, and their gateway. */
async function start(t: ExecutionContext, play: () => Play) {
	const anthropic = await withUpstream(t, play);
	const codex = await withUpstream(t, play);
	const other = await withUpstream(t, () => ({headers: eventStream, chunks: [wire('messages-tool.sse')]}));
	const gateway = await withGateway(t, {
		model_tiers: {BIG: {default: 'other:a', cascade: ['other:b']}}, fallbacks: ['other:c'], custom_headers: {'x-team': 'ours'}, default_provider: 'other',
		profiles: {forced: {force_main: 'other:forced', provider_override: 'other'}},
		providers: {
			anthropic: {base_url: anthropic.address, api_key: ['sk-our-own', 'sk-our-second']},
			codex: {base_url: `${codex.address}/backend-api/codex`, api_key: ['sk-our-own', 'sk-our-second']},
			openai: {base_url: other.address, api_key: 'sk-openai'},
			other: {base_url: other.address, wires: ['messages', 'chat', 'responses', 'gemini'], api_key: 'sk-other'},
		},
	});
	return {vendors: {anthropic, codex}, other, gateway};
}

const refusals: ReadonlyArray<readonly [title: string, play: Play]> = [
	['429', {status: 429, headers: {'content-type': 'application/json', 'retry-after': '9'}, chunks: ['{"type":"error"}']}],
	['401', {status: 401, headers: {'content-type': 'application/json'}, chunks: ['{"type":"error"}']}],
	['403', {status: 403, headers: {'content-type': 'application/json'}, chunks: ['{"type":"error"}']}],
	['500', {status: 500, headers: {'content-type': 'text/html'}, chunks: ['<h1>no</h1>']}],
	['529', {status: 529, chunks: ['']}],
];

for (const {agent, vendor, authorization, headers, path, upstreamPath, model, body, recording} of logins) {
	const stranger = vendor === 'anthropic' ? 'codex' : 'anthropic';

	test(`passes the own login of ${agent} to its vendor byte for byte`, async t => {
		const {vendors, other, gateway} = await start(t, () => ({headers: {...eventStream, 'anthropic-ratelimit-unified-status': 'allowed'}, chunks: [wire(recording)]}));
		const answer = await gateway.call({path: `/s/abc1${path}`, headers, body});
		t.deepEqual(answer.body, wire(recording));
		t.is(answer.headers['anthropic-ratelimit-unified-status'], 'allowed');
		const [request] = vendors[vendor].requests;
		t.is(request?.url, upstreamPath);
		t.deepEqual(request?.body, body);
		t.deepEqual(request?.rawHeaders.slice(0, 12), headers);
		t.false(JSON.stringify(request?.rawHeaders).includes('sk-our-'));
		t.is(request?.headers['x-team'], undefined);
		t.deepEqual([other.requests.length, vendors[stranger].requests.length], [0, 0]);
		const record = await gateway.clutchd.only();
		t.like(record, {rule: 'own-login', session: 'abc1', provider: vendor, model, outcome: 'ok'});
		t.is(record?.attempts[0]?.key, undefined);
		t.truthy(record?.tokens);
		t.false(gateway.log.join('\n').includes(authorization.slice(7)));
	});

	for (const [title, play] of refusals) {
		test(`leaves the own login of ${agent} with its vendor when that answers ${title}`, async t => {
			const {vendors, other, gateway} = await start(t, () => play);
			for (const prefix of ['', '/r/b', '/p/forced']) {
				const answer = await gateway.call({path: `${prefix}${path}`, headers, body});
				t.deepEqual([answer.status, answer.text, answer.headers['retry-after']], [Number(title), String(play.chunks?.[0]), play.headers?.['retry-after']]);
			}

			t.deepEqual([vendors[vendor].requests.length, other.requests.length, vendors[stranger].requests.length], [3, 0, 0]);
			t.true(vendors[vendor].requests.every(request => request.headers.authorization === authorization));
			const records = await gateway.clutchd.record(3);
			t.true(records.every(record => record.outcome === 'failed' && record.status === Number(title) && record.rule === 'own-login' && record.attempts.length === 1));
		});
	}

	test(`leaves the own login of ${agent} with its vendor when that cannot be reached or breaks off`, async t => {
		const {vendors, other, gateway} = await start(t, () => ({ending: 'reset'}));
		t.like(await gateway.call({path, headers, body}), {status: 502});
		t.deepEqual([other.requests.length, vendors[stranger].requests.length], [0, 0]);
	});

	test(`sends the own login of ${agent} nowhere, whatever the address, the model and the launch say`, async t => {
		const {vendors, other, gateway} = await start(t, () => ({chunks: ['{}']}));
		keepLaunch(gateway.paths, {session: 'live', settings: {model: 'other:new', provider: 'other', roles: {BIG: 'other:big'}, cascade: ['other:c']}});
		const own = path.replace(/\?.*/, '');
		for (const address of ['/v1/messages', '/v1/chat/completions', '/v1/responses', '/v1beta/models/other:a:generateContent']) {
			await gateway.call({path: address, headers, body: {model: 'other:a'}});
		}

		await gateway.call({path: `/p/demo${own}`, headers, body});
		await gateway.call({path: `/r/b${own}`, headers, body: {model: 'other:b'}});
		await gateway.call({path: `/s/live${own}`, headers, body: {model: 'other:c'}});
		await gateway.call({path: '/v1/messages/count_tokens', headers, body: {model: 'other:d', messages: []}});
		t.deepEqual([other.requests.length, vendors[stranger].requests.length], [0, 0]);
		t.deepEqual(vendors[vendor].requests.filter(request => !request.url.endsWith('count_tokens')).map(request => (JSON.parse(request.body.toString()) as {model: string}).model), ['other:a', 'other:b', 'other:c']);
		t.true(vendors[vendor].requests.every(request => request.headers.authorization === authorization));
	});

	test(`asks the vendor for the models that the own login of ${agent} may use`, async t => {
		const list = '{ "models":[{"slug":"gpt-5.5"}]}';
		const {vendors, other, gateway} = await start(t, () => ({headers: {'content-type': 'application/json', etag: 'W/"1"'}, chunks: [list]}));
		const answer = await gateway.call({path: '/s/abc1/v1/models?client_version=0.169.0', method: 'GET', headers});
		t.deepEqual([answer.status, answer.text, answer.headers.etag], [200, list, 'W/"1"']);
		const [request] = vendors[vendor].requests;
		t.deepEqual([request?.method, request?.url, request?.headers['content-length']], ['GET', `${upstreamPath.replace(/\/(?:messages|responses).*/, '')}/models?client_version=0.169.0`, undefined]);
		t.deepEqual(request?.rawHeaders.slice(0, 12), headers);
		t.deepEqual([other.requests.length, gateway.clutchd.records.length], [0, 0]);
	});

	test(`passes on the models' refusal to the own login of ${agent}, and says where the vendor is not to be had`, async t => {
		let play: Play = {status: 403, chunks: ['no']};
		const {other, gateway} = await start(t, () => play);
		t.like(await gateway.call({path: '/v1/models', method: 'GET', headers}), {status: 403, text: 'no'});
		play = {ending: 'reset'};
		const answer = await gateway.call({path: '/v1/models', method: 'GET', headers});
		t.deepEqual([answer.status, answer.text.includes(`${vendor} could not be asked for its models (ECONNRESET)`)], [502, true]);
		t.is(other.requests.length, 0);
	});

	test(`passes a compressed body of the own login of ${agent} on as it came`, async t => {
		const {vendors, gateway} = await start(t, () => ({headers: eventStream, chunks: [wire(recording)]}));
		for (const [encoding, sent] of [['gzip', gzipSync(body)], ['zstd', zstdCompressSync(body)]] as const) {
			t.like(await gateway.call({path, headers: [...headers, 'content-encoding', encoding], body: sent}), {status: 200});
			const request = vendors[vendor].requests.at(-1);
			t.deepEqual([request?.headers['content-encoding'], request?.headers['content-length']], [encoding, String(sent.length)]);
			t.true(request?.body.equals(sent));
		}

		const records = await gateway.clutchd.record(2);
		t.like(records[1], {model, outcome: 'ok'});
	});
}

test('converts nothing for an own login, and sends it to no address but its vendor\'s', async t => {
	const chatty = await withUpstream(t, () => ({chunks: ['{}']}));
	for (const [given, said] of [
		[{base_url: chatty.address, wires: ['chat']}, /does not serve Anthropic Messages/],
		// Nobody is there; the gateway must not even look.
		[{base_url: 'https://relay.invalid/v1'}, /leads away from anthropic, and an own login goes to its vendor only/],
	] as const) {
		const gateway = await withGateway(t, {providers: {anthropic: given}});
		const [login] = logins;
		const answer = await gateway.call({path: '/v1/messages', headers: login?.headers ?? [], body: login?.body});
		t.is(answer.status, 501);
		t.regex(answer.text, said);
		const models = await gateway.call({path: '/v1/models', method: 'GET', headers: login?.headers ?? []});
		t.deepEqual([models.status, models.text.includes('does not lead to anthropic')], [502, true]);
	}

	t.is(chatty.requests.length, 0);
});

test('takes no made-up text for a login', async t => {
	const {vendors, other, gateway} = await start(t, () => ({chunks: ['{}']}));
	for (const authorization of ['Bearer clutch', 'Bearer t', 'Bearer sk-ant-api03-KEY', codexBearer]) {
		await gateway.call({headers: {authorization}, body: {model: 'claude-opus-5-5'}});
	}

	for (const authorization of ['Bearer clutch', 'Bearer eyJub', 'Bearer sk-proj-KEY']) {
		await gateway.call({path: '/r/b/v1/responses', headers: {authorization, 'chatgpt-account-id': 'acc-1'}, body: {model: 'gpt-5.5'}});
	}

	t.deepEqual([vendors.anthropic.requests.length, vendors.codex.requests.length], [0, 0]);
	t.is(other.requests.length, 7);
	t.true(other.requests.every(request => request.headers.authorization === 'Bearer sk-other' && request.headers['chatgpt-account-id'] === undefined));
});

test('asks the vendor of a login for nobody who has none', async t => {
	const {vendors, gateway} = await start(t, () => ({chunks: ['{}']}));
	const answer = await gateway.call({path: '/r/b/v1/responses', headers: {authorization: 'Bearer clutch'}, body: {model: 'codex:gpt-5.5'}});
	t.deepEqual([answer.status, answer.headers['x-should-retry']], [401, 'false']);
	t.deepEqual(JSON.parse(answer.text), {error: {message: 'provider "codex" takes the own login of its client only, which this request does not carry (codex gpt-5.5)', type: 'authentication_error', param: null, code: 'invalid_api_key'}});
	t.is(vendors.codex.requests.length, 0);
	t.like(await gateway.clutchd.only(), {outcome: 'failed', status: 401});
});
