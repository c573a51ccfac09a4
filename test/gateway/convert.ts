import test, {type ExecutionContext} from 'ava';
import {withGateway} from '../helpers/gateway.js';
import {messagesProblems} from '../helpers/messages-order.js';
import {bytewise, wire} from '../helpers/wire.js';
import {eventStream, withUpstream, type Play} from '../helpers/with-upstream.js';

async function start(t: ExecutionContext, play: (count: number) => Play, deadlines = {}) {
	const upstream = await withUpstream(t, (_, count) => play(count));
	const gateway = await withGateway(t, {providers: {box: {base_url: `${upstream.address}/v1`, api_key: 'sk-box'}, openai: {base_url: upstream.address, api_key: 'sk-oa', wires: ['chat']}}}, {deadlines});
	return {upstream, gateway};
}

const ask = {model: 'box:m1', max_tokens: 5, stream: true, messages: [{role: 'user', content: 'hi'}]};

for (const name of ['chat-text.sse', 'chat-tools.sse', 'chat-tools-interleaved.sse', 'chat-reasoning.sse', 'chat-without-done.sse']) {
	test(`converts ${name} to the same Messages stream whole and byte by byte`, async t => {
		const bytes = wire(name);
		const {gateway} = await start(t, count => ({headers: eventStream, chunks: count === 1 ? [bytes] : bytewise(bytes)}));
		const whole = await gateway.call({body: ask});
		const pieces = await gateway.call({body: ask});
		t.deepEqual([whole.status, whole.headers['content-type']], [200, 'text/event-stream; charset=utf-8']);
		t.deepEqual(messagesProblems(whole.text), []);
		t.deepEqual(messagesProblems(pieces.text), []);
		t.is(joined(pieces.text), joined(whole.text));
		const records = await gateway.clutchd.record(2);
		t.deepEqual(records.map(({outcome, status, provider, model, dialect}) => ({outcome, status, provider, model, dialect})), Array.from({length: 2}, () => ({outcome: 'ok', status: 200, provider: 'box', model: 'm1', dialect: 'messages'})));
	});
}

test('sends Chat to a provider that has only Chat, and says what is lost', async t => {
	const {upstream, gateway} = await start(t, () => ({headers: eventStream, chunks: [wire('chat-tools.sse')]}));
	const body = {...JSON.parse(wire('claude-turn.request.json').toString()) as object, model: 'box:m1'};
	const answer = await gateway.call({path: '/v1/messages?beta=true', body, headers: {'anthropic-version': '2023-06-01', 'anthropic-beta': 'x', 'x-stainless-os': 'Linux', authorization: 'Bearer clutch', 'user-agent': 'claude-cli/2'}});
	t.deepEqual(String(answer.headers['x-clutch-lossy']).split(',').toSorted(), ['billing-header', 'cache-hints', 'context-management', 'deferred-tools', 'metadata', 'server-tools', 'service-options', 'stop-sequences', 'thinking-history', 'thinking-request', 'tool-error-flag', 'tool-names', 'top-k']);
	const [request] = upstream.requests;
	t.is(request?.url, '/v1/chat/completions');
	t.is(request?.headers.authorization, 'Bearer sk-box');
	t.deepEqual(['anthropic-version', 'anthropic-beta', 'x-stainless-os'].filter(name => name in (request?.headers ?? {})), []);
	t.is((JSON.parse(request?.body.toString() ?? '') as {model: string}).model, 'm1');
	t.like(await gateway.clutchd.tokens(), {input: 120, output: 12, cacheRead: 100, cacheWrite: 0});
});

test('converts a whole answer', async t => {
	const {upstream, gateway} = await start(t, () => ({headers: {'content-type': 'application/json'}, chunks: [JSON.stringify({id: 'c', model: 'm1', choices: [{index: 0, finish_reason: 'length', message: {role: 'assistant', content: 'Hi'}}], usage: {prompt_tokens: 3, completion_tokens: 1}})]}));
	const answer = await gateway.call({body: {...ask, stream: false, model: 'openai:gpt-5'}});
	t.deepEqual(JSON.parse(answer.text), {id: 'msg_c', type: 'message', role: 'assistant', model: 'm1', content: [{type: 'text', text: 'Hi'}], stop_reason: 'max_tokens', stop_sequence: null, usage: {input_tokens: 3, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 1}});
	t.deepEqual(JSON.parse(upstream.requests[0]?.body.toString() ?? ''), {model: 'gpt-5', messages: [{role: 'user', content: 'hi'}], max_completion_tokens: 5});
});

test('takes a whole answer where a stream was asked for, and the other way round', async t => {
	const {gateway} = await start(t, count => count === 1
		? {headers: {'content-type': 'application/json'}, chunks: [JSON.stringify({id: 'c', choices: [{message: {content: 'Hi'}, finish_reason: 'stop'}]})]}
		: {headers: eventStream, chunks: [wire('chat-text.sse')]});
	const streamed = await gateway.call({body: ask});
	t.deepEqual(messagesProblems(streamed.text), []);
	t.regex(streamed.text, /"text":"Hi"/);
	// Nothing was reported, so the client sees an estimate and the record has none.
	t.regex(streamed.text, /"message_delta".*"input_tokens":[1-9]/);
	t.like(await gateway.clutchd.only(), {outcome: 'ok', tokens: undefined});
	const whole = await gateway.call({body: {...ask, stream: false}});
	t.deepEqual((JSON.parse(whole.text) as {content: unknown}).content, [{type: 'text', text: 'Grüße, 🌍!'}]);
});

test('ends a stream that breaks off with an error event, the open block left open', async t => {
	for (const [play, type] of [
		[{headers: eventStream, chunks: [wire('chat-cut.sse')], ending: 'end'}, 'api_error'],
		[{headers: eventStream, chunks: [wire('chat-cut.sse')], ending: 'cut'}, 'api_error'],
		[{headers: eventStream, chunks: [wire('chat-error.sse')], ending: 'hang'}, 'overloaded_error'],
	] as const) {
		const {gateway} = await start(t, () => play);
		const answer = await gateway.call({body: ask});
		t.is(answer.status, 200);
		const events = answer.text.match(/^event: .*$/gm);
		t.deepEqual(events, ['event: message_start', 'event: content_block_start', 'event: content_block_delta', 'event: error']);
		t.true(answer.text.includes(`"type":"${type}"`));
	}
});

test('records a stream that breaks off as failed, once', async t => {
	const {gateway} = await start(t, () => ({headers: eventStream, chunks: [wire('chat-cut.sse')], ending: 'cut'}));
	await gateway.call({body: ask});
	const records = await gateway.clutchd.record(1);
	t.like(records[0], {outcome: 'failed', status: 200, stream: true, attempts: [{provider: 'box', model: 'm1', status: 200}]});
	t.true(records[0]?.firstTokenMs !== undefined);
});

test('tells an error that comes before the answer with its status', async t => {
	const {gateway} = await start(t, count => count === 1
		? {headers: eventStream, chunks: ['data: {"error":{"message":"Busy","code":429}}\n\n']}
		: {status: 400, headers: {'content-type': 'application/json'}, chunks: ['{"error":{"message":"bad sk-box value"}}']});
	const first = await gateway.call({body: ask});
	t.deepEqual([first.status, JSON.parse(first.text)], [429, {type: 'error', error: {type: 'rate_limit_error', message: 'Busy (box m1)'}}]);
	const second = await gateway.call({body: ask});
	t.deepEqual([second.status, JSON.parse(second.text)], [400, {type: 'error', error: {type: 'invalid_request_error', message: 'bad •••• value (box m1)'}}]);
});

test('shows a client of a slow provider that it lives', async t => {
	const {gateway} = await start(t, () => ({headers: eventStream, ending: 'hang'}), {holdMs: 30, pingMs: 30});
	const aborted = new AbortController();
	let seen = '';
	await t.throwsAsync(gateway.call({
		body: ask,
		signal: aborted.signal,
		onData(text) {
			seen = text;
			if ((text.match(/event: ping/g)?.length ?? 0) >= 3) {
				aborted.abort();
			}
		},
	}), {name: 'AbortError'});
	t.regex(seen, /^event: message_start/);
	t.like(await gateway.clutchd.only(), {outcome: 'aborted'});
});

test('refuses a pair of wires that is not converted', async t => {
	const {gateway} = await start(t, () => ({}));
	const answer = await gateway.call({path: '/v1/responses', body: {model: 'box:m1'}});
	t.is(answer.status, 501);
	t.deepEqual(JSON.parse(answer.text), {error: {message: 'provider "box" does not serve OpenAI Responses, and this is not converted (box m1)', type: 'server_error', param: null, code: 'server_error'}});
	t.is(answer.headers['x-should-retry'], 'false');
});

/** Deltas of one block joined: how often a text was cut is no difference. */
function joined(text: string): string {
	const lines: Array<{readonly key: string; text: string}> = [];
	for (const block of text.split('\n\n').filter(part => part !== '' && !part.startsWith('event: ping'))) {
		const value = JSON.parse(block.slice(block.indexOf('data: ') + 6)) as Readonly<Record<string, unknown>>;
		const delta = value.delta as Readonly<Record<string, string>> | undefined;
		const piece = delta?.text ?? delta?.thinking ?? delta?.partial_json;
		const key = piece === undefined ? JSON.stringify(value) : `${String(value.index)} ${delta?.type ?? ''}`;
		const last = lines.at(-1);
		if (piece !== undefined && last?.key === key) {
			last.text += piece;
		} else {
			lines.push({key, text: piece ?? ''});
		}
	}

	return JSON.stringify(lines);
}
