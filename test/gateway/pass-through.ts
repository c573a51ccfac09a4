import test, {type ExecutionContext} from 'ava';
import type {Dialect} from '../../source/core/dialect/dialect.js';
import {withGateway} from '../helpers/gateway.js';
import {bytewise, halves, wire} from '../helpers/wire.js';
import {eventStream, withUpstream, type Play} from '../helpers/with-upstream.js';

type Wire = {
	readonly dialect: Dialect;
	readonly recording: string;
	/** What the agent asks for on route b, and where that arrives. */
	readonly path: string;
	readonly upstreamPath: string;
	readonly body: string;
	readonly keyHeader: readonly [name: string, value: string];
	readonly tokens: {readonly input: number; readonly output: number; readonly cacheRead: number; readonly cacheWrite: number};
};

// Odd white space and escapes: whoever parses and writes them again gives himself away.
const oddities = ' "x" : [1.0, 1e3, "\\u00fc\\/"],\n\t"stream":true }';

const wires: readonly Wire[] = [
	{dialect: 'messages', recording: 'messages-tool.sse', path: '/v1/messages?beta=true', upstreamPath: '/v1/messages?beta=true', body: `{"model":"box:m1",${oddities}`, keyHeader: ['authorization', 'Bearer sk-box'], tokens: {input: 3120, output: 42, cacheRead: 3000, cacheWrite: 100}},
	{dialect: 'chat', recording: 'chat-tools.sse', path: '/v1/chat/completions', upstreamPath: '/v1/chat/completions', body: `{"model":"box:m1",${oddities}`, keyHeader: ['authorization', 'Bearer sk-box'], tokens: {input: 120, output: 12, cacheRead: 100, cacheWrite: 0}},
	{dialect: 'responses', recording: 'responses-tool.sse', path: '/v1/responses', upstreamPath: '/v1/responses', body: `{"model":"box:m1",${oddities}`, keyHeader: ['authorization', 'Bearer sk-box'], tokens: {input: 120, output: 12, cacheRead: 20, cacheWrite: 0}},
	{dialect: 'gemini', recording: 'gemini-text.sse', path: '/v1beta/models/box:m1:streamGenerateContent?alt=sse&key=clutch', upstreamPath: '/v1beta/models/m1:streamGenerateContent?alt=sse', body: `{${oddities}`, keyHeader: ['x-goog-api-key', 'sk-box'], tokens: {input: 9, output: 8, cacheRead: 4, cacheWrite: 0}},
];

async function start(t: ExecutionContext, play: () => Play) {
	const upstream = await withUpstream(t, play);
	const gateway = await withGateway(t, {providers: {box: {base_url: upstream.address, api_key: 'sk-box', wires: ['messages', 'chat', 'responses', 'gemini']}}});
	return {upstream, gateway};
}

for (const {dialect, recording, path, upstreamPath, body, keyHeader, tokens} of wires) {
	test(`passes ${dialect} on byte for byte, the model apart`, async t => {
		const bytes = wire(recording);
		const {upstream, gateway} = await start(t, () => ({headers: {...eventStream, 'X-Request-Id': 'r1'}, chunks: bytewise(bytes)}));
		const answer = await gateway.call({path, body, headers: ['X-Odd', 'Value', 'authorization', 'Bearer clutch', 'Accept-Encoding', 'gzip, br', 'X-Api-Key', 'clutch', 'X-Clutch-Key', 'k', 'Cookie', 'a=b', 'Connection', 'keep-alive, x-hop', 'X-Hop', '1', 'anthropic-beta', 'one,two', 'x-forwarded-for', '10.0.0.1']});
		t.deepEqual([answer.status, answer.headers['x-request-id'], answer.headers['content-type']], [200, 'r1', eventStream['content-type']]);
		t.deepEqual(answer.body, bytes);
		const [request] = upstream.requests;
		t.is(request?.url, upstreamPath);
		t.is(request?.body.toString(), body.replace('box:m1', 'm1'));
		const {[keyHeader[0]]: key, host, connection, 'content-length': length, 'x-clutch-hop': hop, ...others} = request?.headers ?? {};
		t.deepEqual([key, host, length], [keyHeader[1], `127.0.0.1:${upstream.port}`, String(request?.body.length)]);
		t.regex(String(hop), /^[\da-f]{8}\/box$/);
		t.deepEqual(others, {'x-odd': 'Value', 'accept-encoding': 'identity', 'anthropic-beta': 'one,two'});
		t.is(request?.rawHeaders[0], 'X-Odd');

		const [record] = await gateway.clutchd.record(1);
		t.like(record, {dialect, rule: 'explicit-model', provider: 'box', model: 'm1', outcome: 'ok', status: 200, stream: true, tokens});
		t.deepEqual(gateway.clutchd.started, [record?.id]);
		t.deepEqual(gateway.clutchd.problems, []);
	});

	test(`passes a stream of ${dialect} on however it is cut`, async t => {
		const cuts = halves(wire(recording)).filter((_, index) => index % 41 === 0);
		let next = 0;
		const {gateway} = await start(t, () => ({headers: eventStream, chunks: cuts[next++] ?? []}));
		for (const _ of cuts) {
			const answer = await gateway.call({path, body});
			t.deepEqual(answer.body, wire(recording));
		}

		const records = await gateway.clutchd.record(cuts.length);
		t.true(records.every(record => record.outcome === 'ok' && record.tokens?.output === tokens.output));
	});
}

test('leaves a body alone whose model stays', async t => {
	const body = wire('claude-turn.request.json');
	const {upstream, gateway} = await start(t, () => ({headers: eventStream, chunks: [wire('messages-tool.sse')]}));
	gateway.writeConfig({default_provider: 'box', providers: {box: {base_url: upstream.address, wires: ['messages']}}});
	const reread = await withGateway(t, {default_provider: 'box', providers: {box: {base_url: `${upstream.address}/v1/`, wires: ['messages']}}});
	t.like(await reread.call({path: '/r/b/v1/messages', body}), {status: 200});
	t.deepEqual(upstream.requests[0]?.body, body);
	t.is(upstream.requests[0]?.headers.authorization, undefined);
	t.like(await reread.clutchd.only(), {rule: 'bypass', route: 'b', requestedModel: 'claude-opus-5-5', model: 'claude-opus-5-5'});
});

test('reads the usage of whole answers on every wire', async t => {
	const bodies: Readonly<Record<string, unknown>> = {
		'/v1/messages': {type: 'message', content: [], usage: {input_tokens: 1, cache_read_input_tokens: 2, cache_creation_input_tokens: 3, output_tokens: 4}},
		'/v1/chat/completions': {choices: [{message: {content: 'x'}, finish_reason: 'stop'}], usage: {prompt_tokens: 6, completion_tokens: 4, prompt_tokens_details: {cached_tokens: 2, cache_write_tokens: 3}}},
		'/v1/responses': {object: 'response', usage: {input_tokens: 6, output_tokens: 4, input_tokens_details: {cached_tokens: 2}}},
		'/v1beta/models/box:m:generateContent': {candidates: [], usageMetadata: {promptTokenCount: 6, candidatesTokenCount: 3, thoughtsTokenCount: 1, cachedContentTokenCount: 2}},
	};
	const {gateway} = await start(t, () => ({}));
	for (const [path, body] of Object.entries(bodies)) {
		const upstream = await withUpstream(t, () => ({headers: {'content-type': 'application/json'}, chunks: [JSON.stringify(body)]}));
		const each = await withGateway(t, {providers: {box: {base_url: upstream.address, wires: ['messages', 'chat', 'responses', 'gemini']}}});
		const {text} = await each.call({path, body: {model: 'box:m'}});
		t.deepEqual(JSON.parse(text), body);
		t.like(await each.clutchd.tokens(), {input: 6, output: 4, cacheRead: 2});
	}

	t.is(gateway.clutchd.records.length, 0);
});

test('passes a compressed answer on although its usage cannot be read', async t => {
	const {gateway} = await start(t, () => ({headers: {...eventStream, 'content-encoding': 'gzip'}, chunks: [Uint8Array.of(31, 139, 8, 0)]}));
	const answer = await gateway.call({body: {model: 'box:m', stream: true}});
	t.deepEqual([answer.headers['content-encoding'], [...answer.body]], ['gzip', [31, 139, 8, 0]]);
	t.like(await gateway.clutchd.only(), {outcome: 'ok', tokens: undefined});
});

test('passes a single refusal on as it came', async t => {
	const refusal = '{"type":"error","error":{"type":"rate_limit_error","message":"slow"},"request_id":"r"}';
	const {gateway} = await start(t, () => ({status: 429, headers: {'content-type': 'application/json', 'retry-after': '7', 'request-id': 'r'}, chunks: [refusal]}));
	const answer = await gateway.call({body: {model: 'box:m'}});
	t.deepEqual([answer.status, answer.text, answer.headers['retry-after'], answer.headers['request-id']], [429, refusal, '7', 'r']);
	t.like(await gateway.clutchd.only(), {outcome: 'failed', status: 429, error: 'slow', attempts: [{provider: 'box', model: 'm', status: 429}]});
});

test('does not follow a redirect', async t => {
	const other = await withUpstream(t, () => ({chunks: ['{}']}));
	const {gateway} = await start(t, () => ({status: 307, headers: {location: `${other.address}/v1/messages`}}));
	const answer = await gateway.call({body: {model: 'box:m'}});
	t.deepEqual([answer.status, answer.headers.location], [502, undefined]);
	t.regex(answer.text, /answered with a redirect/);
	t.is(other.requests.length, 0);
});
