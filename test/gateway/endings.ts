import test, {type ExecutionContext} from 'ava';
import {until} from '../helpers/until.js';
import {withGateway} from '../helpers/gateway.js';
import {wire} from '../helpers/wire.js';
import {eventStream, withUpstream, type Play} from '../helpers/with-upstream.js';

async function start(t: ExecutionContext, play: () => Play, wires: readonly string[] = ['messages']) {
	const upstream = await withUpstream(t, play);
	const gateway = await withGateway(t, {providers: {box: {base_url: upstream.address, wires}}});
	return {upstream, gateway};
}

const text = wire('messages-tool.sse').toString();
const half = text.slice(0, text.indexOf('event: content_block_stop'));
const body = {model: 'box:m', stream: true, messages: []};

for (const [title, play, wires] of [
	['before the head', {ending: 'mute'}, ['messages']],
	['in the middle of a stream', {headers: eventStream, chunks: [half], ending: 'hang'}, ['messages']],
	['in the middle of a converted stream', {headers: eventStream, chunks: [wire('chat-cut.sse')], ending: 'hang'}, ['chat']],
] as const) {
	test(`ends the upstream's connection when the client goes ${title}`, async t => {
		const {upstream, gateway} = await start(t, () => play, wires);
		const leaving = new AbortController();
		const call = gateway.call({
			body,
			signal: leaving.signal,
			onData() {
				leaving.abort();
			},
		}).catch(() => undefined);
		const [request] = await upstream.received(1);
		if (title === 'before the head') {
			leaving.abort();
		}

		await request?.closed;
		await call;
		const records = await gateway.clutchd.record(1);
		t.like(records[0], {outcome: 'aborted', status: title === 'before the head' ? 499 : 200, provider: 'box'});
		t.is(records.length, 1);
	});
}

for (const [wireName, path, expected] of [
	['messages', '/v1/messages', /^event: error\ndata: {"type":"error","error":{"type":"api_error","message":"the gateway is stopping; ask again"}}\n\n$/],
	['responses', '/v1/responses', /^event: error\ndata: {"type":"error","code":"server_error","message":"the gateway is stopping; ask again"/],
	['chat', '/v1/chat/completions', /^data: {"error":{"message":"the gateway is stopping; ask again"/],
] as const) {
	test(`ends open streams of ${wireName} with its own error when it stops`, async t => {
		const recording = wire(wireName === 'messages' ? 'messages-tool.sse' : (wireName === 'chat' ? 'chat-text.sse' : 'responses-tool.sse')).toString();
		const blocks = recording.split('\n\n');
		const begun = `${blocks.slice(0, -4).join('\n\n')}\n\n`;
		const {gateway} = await start(t, () => ({headers: eventStream, chunks: [begun], ending: 'hang'}), [wireName]);
		const call = gateway.call({
			path,
			body,
			onData(got) {
				if (got === begun) {
					void gateway.close();
				}
			},
		});
		const answer = await call;
		t.false(answer.broken);
		t.regex(answer.text.slice(begun.length), expected);
		t.like(await gateway.clutchd.only(), {outcome: 'failed', status: 200});
	});
}

test('ends a converted stream with an error when it stops, and lets none wait that has not begun', async t => {
	const {upstream, gateway} = await start(t, () => ({headers: eventStream, chunks: [], ending: 'hang'}), ['chat']);
	const call = gateway.call({body});
	await upstream.received(1);
	await gateway.close();
	const answer = await call;
	t.is(answer.status, 503);
	t.regex(answer.text, /the gateway is stopping/);
});

test('lets a stream end within the grace', async t => {
	const {gateway} = await start(t, () => ({headers: eventStream, chunks: text.split(/(?<=\n)/)}));
	const answer = await gateway.call({
		body,
		onData() {
			void gateway.close(60_000);
		},
	});
	t.is(answer.text, text);
});

test('answers what cannot be read in the client\'s dialect, with one record each', async t => {
	const {upstream, gateway} = await start(t, () => ({}));
	const cases: ReadonlyArray<readonly [path: string, body: string, status: number, expected: unknown]> = [
		['/v1/messages', 'nonsense', 400, {type: 'error', error: {type: 'invalid_request_error', message: 'The body is not a JSON object.'}}],
		['/v1/messages', '{"messages":[]}', 400, {type: 'error', error: {type: 'invalid_request_error', message: 'model: a text is needed that names the model'}}],
		['/v1/chat/completions', '[]', 400, {error: {message: 'The body is not a JSON object.', type: 'invalid_request_error', param: null, code: null}}],
		['/p/none/v1/messages', '{"model":"x"}', 404, {type: 'error', error: {type: 'not_found_error', message: 'There is no profile "none" in the config (profiles.none).'}}],
	];
	for (const [path, sent, status, expected] of cases) {
		const answer = await gateway.call({path, body: sent});
		t.deepEqual([answer.status, JSON.parse(answer.text)], [status, expected]);
	}

	const zipped = await gateway.call({body, headers: {'content-encoding': 'compress'}});
	t.is(zipped.status, 415);
	const records = await gateway.clutchd.record(5);
	t.deepEqual(records.map(record => [record.outcome, record.status]), [['failed', 400], ['failed', 400], ['failed', 400], ['failed', 404], ['failed', 415]]);
	t.deepEqual(gateway.clutchd.problems, []);
	t.is(new Set(records.map(record => record.id)).size, 5);
	t.is(upstream.requests.length, 0);
});

test('is well again after two hundred requests that went wrong', async t => {
	const {gateway} = await start(t, () => ({headers: eventStream, chunks: [half], ending: 'cut'}));
	for (let round = 0; round < 20; round++) {
		await Promise.all(Array.from({length: 10}, async () => gateway.call({body})));
	}

	await gateway.clutchd.record(200);
	await until('nothing is in flight', async () => {
		const {text: said} = await gateway.call({path: '/health', method: 'GET'});
		const health = JSON.parse(said) as {requests: {in_flight: number; total: number; failed: number}};
		return health.requests.in_flight === 0 && health.requests.total === 200 && health.requests.failed === 200;
	});
	t.is(new Set(gateway.clutchd.records.map(record => record.id)).size, 200);
});
