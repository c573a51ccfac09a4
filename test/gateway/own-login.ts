import test, {type ExecutionContext} from 'ava';
import {withGateway} from '../helpers/gateway.js';
import {wire} from '../helpers/wire.js';
import {eventStream, withUpstream, type Play} from '../helpers/with-upstream.js';

const login = 'Bearer sk-ant-oat01-MADE-UP';
const headers = ['Accept', 'application/json', 'Authorization', login, 'X-Claude-Code-Session-Id', 's-1', 'anthropic-beta', 'claude-code-20250219,oauth-2025-04-20', 'anthropic-version', '2023-06-01', 'Cookie', 'own=1'];
const body = wire('claude-turn.request.json');

/** The vendor's fake, another provider that has everything a cascade would want, and their gateway. */
async function start(t: ExecutionContext, play: () => Play) {
	const vendor = await withUpstream(t, play);
	const other = await withUpstream(t, () => ({headers: eventStream, chunks: [wire('messages-tool.sse')]}));
	const gateway = await withGateway(t, {
		model_tiers: {BIG: {default: 'other:a', cascade: ['other:b']}}, fallbacks: ['other:c'], custom_headers: {'x-team': 'ours'},
		providers: {anthropic: {base_url: vendor.address, api_key: 'sk-our-own'}, other: {base_url: other.address, wires: ['messages', 'chat'], api_key: 'sk-other'}},
	});
	return {vendor, other, gateway};
}

test('passes an own login to its vendor byte for byte', async t => {
	const {vendor, other, gateway} = await start(t, () => ({headers: {...eventStream, 'anthropic-ratelimit-unified-status': 'allowed'}, chunks: [wire('messages-tool.sse')]}));
	const answer = await gateway.call({path: '/s/abc1/v1/messages?beta=true', headers, body});
	t.deepEqual(answer.body, wire('messages-tool.sse'));
	t.is(answer.headers['anthropic-ratelimit-unified-status'], 'allowed');
	const [request] = vendor.requests;
	t.is(request?.url, '/v1/messages?beta=true');
	t.deepEqual(request?.body, body);
	t.deepEqual(request?.rawHeaders.slice(0, 12), headers);
	t.false(JSON.stringify(request?.rawHeaders).includes('sk-our-own'));
	t.is(request?.headers['x-team'], undefined);
	t.is(other.requests.length, 0);
	t.like(await gateway.clutchd.only(), {rule: 'own-login', session: 'abc1', provider: 'anthropic', model: 'claude-opus-5-5', outcome: 'ok'});
});

const refusals: ReadonlyArray<readonly [title: string, play: Play]> = [
	['429', {status: 429, headers: {'content-type': 'application/json'}, chunks: ['{"type":"error"}']}],
	['401', {status: 401, headers: {'content-type': 'application/json'}, chunks: ['{"type":"error"}']}],
	['500', {status: 500, headers: {'content-type': 'text/html'}, chunks: ['<h1>no</h1>']}],
	['529', {status: 529, chunks: ['']}],
];

for (const [title, play] of refusals) {
	test(`leaves an own login with its vendor when that answers ${title}`, async t => {
		const {vendor, other, gateway} = await start(t, () => play);
		const answer = await gateway.call({headers, body});
		t.deepEqual([answer.status, answer.text], [Number(title), String(play.chunks?.[0])]);
		t.deepEqual([vendor.requests.length, other.requests.length], [1, 0]);
		t.is(vendor.requests[0]?.headers.authorization, login);
		t.like(await gateway.clutchd.only(), {outcome: 'failed', status: Number(title), rule: 'own-login'});
	});
}

test('leaves an own login with its vendor when that cannot be reached or breaks off', async t => {
	const {other, gateway} = await start(t, () => ({ending: 'reset'}));
	t.like(await gateway.call({headers, body}), {status: 502});
	t.is(other.requests.length, 0);
});

test('sends an own login nowhere, whatever the address and the model say', async t => {
	const {vendor, other, gateway} = await start(t, () => ({chunks: ['{}']}));
	await gateway.call({path: '/p/demo/v1/messages', headers, body});
	await gateway.call({path: '/v1/chat/completions', headers, body: {model: 'other:a'}});
	await gateway.call({path: '/v1/responses', headers, body: {model: 'other:a'}});
	await gateway.call({path: '/v1/messages/count_tokens', headers, body: {model: 'other:a', messages: []}});
	await gateway.call({path: '/r/b/v1/messages', headers, body: {model: 'other:a'}});
	await gateway.call({path: '/v1/messages', headers, body: {model: 'other:a'}});
	t.is(other.requests.length, 0);
	t.deepEqual(vendor.requests.map(request => request.url), ['/v1/messages/count_tokens', '/v1/messages', '/v1/messages']);
	t.true(vendor.requests.every(request => request.headers.authorization === login));
});

test('takes no made-up text for a login', async t => {
	const {vendor, other, gateway} = await start(t, () => ({chunks: ['{}']}));
	for (const authorization of ['Bearer clutch', 'Bearer t', 'Bearer sk-ant-api03-KEY']) {
		await gateway.call({headers: {authorization}, body: {model: 'claude-opus-5-5'}});
	}

	t.is(vendor.requests.length, 0);
	t.deepEqual(other.requests.map(request => request.headers.authorization), ['Bearer sk-other', 'Bearer sk-other', 'Bearer sk-other']);
});
