import test from 'ava';
import {respond} from '../../source/demo/upstream.js';
import type {Response} from '../../source/demo/piece.js';

const bashTool = {name: 'Bash', input_schema: {type: 'object', properties: {command: {type: 'string'}}}};
const messagesBody = {model: 'demo-big', max_tokens: 1000, system: [{type: 'text', text: 'x'.repeat(40), cache_control: {type: 'ephemeral'}}], messages: [{role: 'user', content: 'hi there'}]};
const chatBody = {model: 'demo-big', messages: [{role: 'system', content: 'x'.repeat(40)}, {role: 'user', content: 'hi there'}]};

function post(path: string, body: unknown, trouble?: string): Response {
	return respond({method: 'POST', path, body: typeof body === 'string' ? body : JSON.stringify(body), trouble, id: 'a1', now: 1_700_000_000_500});
}

function whole(response: Response): {readonly status: number; readonly body: Record<string, unknown>} {
	if (response.type !== 'whole') {
		throw new Error(`wanted a whole response, got ${response.type}`);
	}

	return {status: response.status, body: JSON.parse(response.body) as Record<string, unknown>};
}

function streamed(response: Response): string {
	if (response.type !== 'stream') {
		throw new Error(`wanted a stream, got ${response.type}`);
	}

	return response.pieces.map(piece => piece.text).join('');
}

function events(text: string): ReadonlyArray<Record<string, unknown>> {
	return text.split('\n\n').filter(block => block.includes('data: {')).map(block => JSON.parse(block.slice(block.indexOf('data: ') + 6)) as Record<string, unknown>);
}

test('answers a Messages request whole', t => {
	const {status, body} = whole(post('/v1/messages', messagesBody));
	t.is(status, 200);
	t.like(body, {id: 'msg_a1', type: 'message', role: 'assistant', model: 'demo-big', stop_reason: 'end_turn', stop_sequence: null});
	t.deepEqual(body.usage, {input_tokens: 2, cache_creation_input_tokens: 10, cache_read_input_tokens: 0, output_tokens: 35});
});

test('streams a Messages tool call in the order of that wire', t => {
	const text = streamed(post('/v1/messages', {...messagesBody, stream: true, tools: [bashTool], messages: [{role: 'user', content: [{type: 'text', text: 'echo hi'}]}]}));
	t.deepEqual(text.match(/^event: .*$/gm)?.map(line => line.slice(7)), [
		'message_start', 'content_block_start', 'ping', 'content_block_delta', 'content_block_delta', 'content_block_delta', 'content_block_delta', 'content_block_stop',
		'content_block_start', 'content_block_delta', 'content_block_delta', 'content_block_delta', 'content_block_stop', 'message_delta', 'message_stop',
	]);
	const said = events(text);
	t.deepEqual(said[8], {type: 'content_block_start', index: 1, content_block: {type: 'tool_use', id: 'toolu_a1', name: 'Bash', input: {}}});
	t.is(said.slice(9, 12).map(event => (event.delta as {partial_json: string}).partial_json).join(''), '{"command":"echo hi"}');
	t.deepEqual(said[13], {type: 'message_delta', delta: {stop_reason: 'tool_use', stop_sequence: null}, usage: {output_tokens: 16}});
});

test('reads a Messages tool result and the system messages between', t => {
	const {body} = whole(post('/v1/messages', {...messagesBody, messages: [
		{role: 'user', content: 'echo hi'},
		{role: 'system', content: 'environment'},
		{role: 'assistant', content: [{type: 'tool_use', id: 'toolu_a1', name: 'Bash', input: {command: 'echo hi'}}]},
		{role: 'user', content: [{type: 'tool_result', tool_use_id: 'toolu_a1', content: [{type: 'text', text: 'hi'}]}]},
	]}));
	t.deepEqual(body.content, [{type: 'text', text: 'The command printed: hi'}]);
});

test('counts tokens without answering', t => {
	t.deepEqual(whole(post('/v1/messages/count_tokens', {...messagesBody, max_tokens: undefined})).body, {input_tokens: 12});
});

test('answers a Chat request whole', t => {
	const {body} = whole(post('/v1/chat/completions', {...chatBody, tools: [{type: 'function', function: {name: 'Bash', parameters: bashTool.input_schema}}], messages: [...chatBody.messages, {role: 'user', content: [{type: 'text', text: 'echo hi'}]}]}));
	t.like(body, {id: 'chatcmpl-a1', object: 'chat.completion', created: 1_700_000_000, model: 'demo-big'});
	t.deepEqual(body.choices, [{
		index: 0,
		message: {role: 'assistant', content: 'I will run that.', refusal: null, tool_calls: [{id: 'call_a1', type: 'function', function: {name: 'Bash', arguments: '{"command":"echo hi"}'}}]},
		logprobs: null,
		finish_reason: 'tool_calls',
	}]);
	t.like(body.usage, {prompt_tokens: 44, completion_tokens: 16, total_tokens: 60});
});

test('streams a Chat answer with usage only where it is asked for', t => {
	const plain = streamed(post('/v1/chat/completions', {...chatBody, stream: true}));
	const counted = streamed(post('/v1/chat/completions', {...chatBody, stream: true, stream_options: {include_usage: true}}));
	t.true(plain.endsWith('data: [DONE]\n\n'));
	t.false(plain.includes('"usage"'));
	const chunks = events(counted) as ReadonlyArray<{choices: ReadonlyArray<{delta: {content?: string}; finish_reason: string | null}>; usage?: {total_tokens: number}}>;
	t.is(chunks.map(chunk => chunk.choices[0]?.delta.content ?? '').join(''), 'This is the demo, a script and no AI. Your message 1 was: "hi there". Write "echo hello" to see a tool at work, or "long" for a long answer.');
	t.deepEqual(chunks.map(chunk => chunk.choices[0]?.finish_reason).filter(Boolean), ['stop']);
	t.deepEqual(chunks.at(-1)?.choices, []);
	t.is(chunks.at(-1)?.usage?.total_tokens, 47);
});

test('reads a Chat tool result', t => {
	const {body} = whole(post('/v1/chat/completions', {...chatBody, messages: [{role: 'user', content: 'echo hi'}, {role: 'assistant', content: null, tool_calls: []}, {role: 'tool', tool_call_id: 'x', content: 'hi'}]}));
	t.like((body.choices as ReadonlyArray<{message: unknown}>)[0]?.message, {content: 'The command printed: hi'});
});

const refusals = test.macro<[request: {readonly path: string; readonly body: unknown; readonly trouble?: string}, status: number, error: unknown]>({
	exec(t, {path, body, trouble}, status, error) {
		const answered = whole(post(path, body, trouble));
		t.deepEqual({status: answered.status, error: answered.body.error}, {status, error});
	},
	title: (_, {path, body, trouble}, status) => `refuses ${path} with ${status}: ${trouble ?? JSON.stringify(body).slice(0, 60)}`,
});

test(refusals, {path: '/v1/messages', body: '{"broken'}, 400, {type: 'invalid_request_error', message: 'model: Field required'});
test(refusals, {path: '/v1/messages', body: {...messagesBody, max_tokens: undefined}}, 400, {type: 'invalid_request_error', message: 'max_tokens: Field required'});
test(refusals, {path: '/v1/messages', body: messagesBody, trouble: '429'}, 429, {type: 'rate_limit_error', message: 'The demo answers 429, as asked.'});
test(refusals, {path: '/v1/messages', body: messagesBody, trouble: '529'}, 529, {type: 'overloaded_error', message: 'The demo answers 529, as asked.'});
test(refusals, {path: '/v1/chat/completions', body: chatBody, trouble: '500'}, 500, {message: 'The demo answers 500, as asked.', type: 'server_error', param: null, code: null});
test(refusals, {path: '/v1/chat/completions', body: {model: 'x', messages: []}}, 400, {message: '[] is too short - \'messages\'', type: 'invalid_request_error', param: null, code: null});
test(refusals, {path: '/v1/nothing', body: {}}, 404, {type: 'not_found_error', message: 'The demo has no /v1/nothing'});

test('breaks off in the middle when asked to', t => {
	const full = streamed(post('/v1/messages', {...messagesBody, stream: true}));
	const cut = post('/v1/messages', {...messagesBody, stream: true}, 'cut');
	t.is(cut.type === 'stream' && cut.ending, 'cut');
	t.true(full.startsWith(streamed(cut)));
	t.regex(streamed(cut), /text_delta/);
	t.notRegex(streamed(cut), /content_block_stop/);
	t.regex(streamed(post('/v1/messages', {...messagesBody, stream: true}, 'error')), /event: error\ndata: {"type":"error","error":{"type":"overloaded_error"[^\n]+\n\n$/);
	t.regex(streamed(post('/v1/chat/completions', {...chatBody, stream: true}, 'error')), /data: {"error":{"message":"The demo broke off[^\n]+\n\n$/);
});

test('lists its models with the fields of both wires', t => {
	const {body} = whole(respond({method: 'GET', path: '/v1/models', body: '', trouble: undefined, id: 'a', now: 0}));
	t.like(body, {object: 'list', has_more: false, first_id: 'demo-big', last_id: 'demo-small'});
	t.deepEqual((body.data as ReadonlyArray<{id: string; object: string; type: string}>).map(({id, object, type}) => [id, object, type]), ['demo-big', 'demo-middle', 'demo-small'].map(id => [id, 'model', 'model']));
});
