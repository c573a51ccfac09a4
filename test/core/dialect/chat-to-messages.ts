import test from 'ava';
import {writeMessage} from '../../../source/core/dialect/anthropic/response.js';
import {createMessagesWriter, writeMessages} from '../../../source/core/dialect/anthropic/stream.js';
import type {HubEvent} from '../../../source/core/dialect/hub.js';
import {emptyChatReader, endChat, feedChat, readChatAnswer} from '../../../source/core/dialect/openai-chat/stream.js';
import {emptySse, feedSse} from '../../../source/core/dialect/sse.js';
import {messagesProblems} from '../../helpers/messages-order.js';
import {bytewise, halves, wire} from '../../helpers/wire.js';

function hub(chunks: readonly Uint8Array[]): readonly HubEvent[] {
	let sse = emptySse;
	let reader = emptyChatReader;
	const events: HubEvent[] = [];
	for (const chunk of chunks) {
		const [state, read] = feedSse(sse, chunk);
		sse = state;
		for (const event of read) {
			const [next, more] = feedChat(reader, event);
			reader = next;
			events.push(...more);
		}
	}

	return [...events, ...endChat(reader)[1]];
}

function written(events: readonly HubEvent[]): string {
	let writer = createMessagesWriter({model: 'asked', toolName: name => name});
	let text = '';
	for (const event of events) {
		const [next, more] = writeMessages(writer, event);
		writer = next;
		text += more;
	}

	return text;
}

type Data = Readonly<Record<string, unknown>>;

function data(text: string): readonly Data[] {
	return text.split('\n\n').filter(block => block !== '').map(block => JSON.parse(block.slice(block.indexOf('data: ') + 6)) as Data);
}

/** The stream as a person would sum it up: one word a block, with all its content. */
function summary(text: string): readonly string[] {
	const lines: string[] = [];
	for (const event of data(text)) {
		const delta = event.delta as Readonly<Record<string, string>> | undefined;
		switch (event.type) {
			case 'content_block_start': {
				const block = event.content_block as Readonly<Record<string, string>>;
				lines.push(`${block.type}${block.type === 'tool_use' ? ` ${block.id} ${block.name}` : ''}: `);
				break;
			}

			case 'content_block_delta': {
				lines[lines.length - 1] += delta?.text ?? delta?.thinking ?? delta?.partial_json ?? (delta?.signature === undefined ? '' : ' (signed)');
				break;
			}

			case 'message_delta': {
				lines.push(`stop ${String(delta?.stop_reason)}`);
				break;
			}

			case 'error': {
				lines.push(`error ${(event.error as {type: string}).type}`);
				break;
			}

			default: {
				break;
			}
		}
	}

	return lines;
}

const recordings: ReadonlyArray<readonly [name: string, expected: readonly string[]]> = [
	['chat-text.sse', ['text: Grüße, 🌍!', 'stop end_turn']],
	['chat-tools.sse', ['text: Two things.', 'tool_use call_a Bash: {"command":"ls"}', 'tool_use call_b Read: {"path":"a.txt"}', 'stop tool_use']],
	['chat-tools-interleaved.sse', ['tool_use call_a Bash: {"command":"ls"}', 'tool_use call_b Read: {"path":"x"}', 'text: Done.', 'stop tool_use']],
	['chat-reasoning.sse', ['thinking: Let me think. (signed)', 'text: 42', 'stop max_tokens']],
	['chat-without-done.sse', ['text: Fine', 'stop end_turn']],
	['chat-cut.sse', ['text: Half of', 'error api_error']],
	['chat-error.sse', ['text: Half of', 'error overloaded_error']],
];

for (const [name, expected] of recordings) {
	test(`converts ${name} the same however it is cut`, t => {
		const whole = wire(name);
		const events = hub([whole]);
		const text = written(events);
		t.deepEqual(summary(text), expected);
		t.deepEqual(messagesProblems(text), expected.at(-1)?.startsWith('error') === true ? ['it has no end'] : []);
		t.deepEqual(hub(bytewise(whole)), events);
		for (const [left, right] of halves(whole)) {
			t.deepEqual(hub([left, right]), events);
		}
	});
}

test('counts what was cached apart', t => {
	const delta = data(written(hub([wire('chat-tools.sse')]))).find(event => event.type === 'message_delta');
	t.deepEqual(delta?.usage, {input_tokens: 20, cache_creation_input_tokens: 0, cache_read_input_tokens: 100, output_tokens: 12});
});

const chunk = (delta: unknown, finish: string | null = null) => Buffer.from(`data: ${JSON.stringify({id: 'c', model: 'm', choices: [{index: 0, delta, finish_reason: finish}]})}\n\n`);
const toolPiece = (piece: unknown) => chunk({tool_calls: [piece]});

const odd: ReadonlyArray<readonly [title: string, chunks: readonly Uint8Array[], expected: readonly string[]]> = [
	['gives a call without arguments an empty object', [toolPiece({index: 0, id: 'a', function: {name: 'T', arguments: ''}}), chunk({}, 'tool_calls')], ['tool_use a T: {}', 'stop tool_use']],
	['takes null for no arguments', [toolPiece({index: 0, id: 'a', function: {name: 'T', arguments: 'nu'}}), toolPiece({index: 0, function: {arguments: 'll'}}), chunk({}, 'tool_calls')], ['tool_use a T: {}', 'stop tool_use']],
	['takes arguments that are an object', [toolPiece({index: 0, id: 'a', function: {name: 'T', arguments: {x: 1}}}), chunk({}, 'stop')], ['tool_use a T: {"x":1}', 'stop tool_use']],
	['tells calls apart that all have the index 0', [toolPiece({index: 0, id: 'a', function: {name: 'T', arguments: '{}'}}), toolPiece({index: 0, id: 'b', function: {name: 'U', arguments: '{}'}}), chunk({}, 'stop')], ['tool_use a T: {}', 'tool_use b U: {}', 'stop tool_use']],
	['tells calls apart that have no index', [toolPiece({id: 'a', function: {name: 'T', arguments: '{"x"'}}), toolPiece({function: {arguments: ':1}'}}), toolPiece({id: 'b', function: {name: 'U', arguments: '{}'}}), chunk({}, 'stop')], ['tool_use a T: {"x":1}', 'tool_use b U: {}', 'stop tool_use']],
	['does not repeat a name that is said again', [toolPiece({index: 0, id: 'a', function: {name: 'T', arguments: '{"x"'}}), toolPiece({index: 0, id: 'a', function: {name: 'T', arguments: ':1}'}}), chunk({}, 'stop')], ['tool_use a T: {"x":1}', 'stop tool_use']],
	['makes an id where there is none', [toolPiece({index: 0, function: {name: 'T', arguments: '{}'}}), chunk({}, 'stop')], ['tool_use call_c_0 T: {}', 'stop tool_use']],
	['tells a refusal', [chunk({refusal: 'No.'}), chunk({}, 'stop')], ['text: No.', 'stop refusal']],
	['tells a filtered answer', [chunk({content: 'x'}), chunk({}, 'content_filter')], ['text: x', 'stop refusal']],
	['skips empty pieces', [chunk({content: ''}), chunk({content: null, tool_calls: []}), chunk({content: 'x'}), chunk({content: ''}), chunk({}, 'stop')], ['text: x', 'stop end_turn']],
	['ends an answer without a word', [chunk({role: 'assistant'}), chunk({}, 'stop')], ['stop end_turn']],
	['keeps the order of thinking and text', [chunk({reasoning: 'a'}), chunk({content: 'b'}), chunk({reasoning: 'c'}), chunk({content: 'd'}, 'stop')], ['thinking: a (signed)', 'text: b', 'thinking: c (signed)', 'text: d', 'stop end_turn']],
	['closes a call that was broken off by the limit', [toolPiece({index: 0, id: 'a', function: {name: 'T', arguments: '{"x":'}}), chunk({}, 'length')], ['tool_use a T: {"x":', 'stop max_tokens']],
	['says nothing after the end', [chunk({content: 'x'}, 'stop'), Buffer.from('data: [DONE]\n\n'), chunk({content: 'y'})], ['text: x', 'stop end_turn']],
	['breaks off at nonsense', [chunk({content: 'x'}), Buffer.from('data: {"choices":7}\n\n')], ['text: x', 'error api_error']],
];

for (const [title, chunks, expected] of odd) {
	test(title, t => {
		const text = written(hub(chunks));
		t.deepEqual(summary(text), expected);
		t.deepEqual(messagesProblems(text).filter(problem => problem !== 'it has no end' && !problem.startsWith('input')), []);
	});
}

const answer = (message: unknown, more: Readonly<Record<string, unknown>> = {}) => ({id: 'c', model: 'm', choices: [{index: 0, message, finish_reason: 'stop'}], usage: {prompt_tokens: 5, completion_tokens: 2}, ...more});
const options = {model: 'asked', toolName: (name: string) => `${name}!`};

test('writes a whole answer', t => {
	t.deepEqual(writeMessage(readChatAnswer(answer({role: 'assistant', content: 'Hi', reasoning: 'hm', tool_calls: [{id: 'a', type: 'function', function: {name: 'T', arguments: '{"x":1}'}}]})), options), {
		type: 'answer',
		body: {
			id: 'msg_c', type: 'message', role: 'assistant', model: 'm',
			content: [{type: 'thinking', thinking: 'hm', signature: 'clutch:chat:asked'}, {type: 'text', text: 'Hi'}, {type: 'tool_use', id: 'a', name: 'T!', input: {x: 1}}],
			stop_reason: 'tool_use', stop_sequence: null,
			usage: {input_tokens: 5, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 2},
		},
	});
});

for (const [text, expected] of [['', {}], ['null', {}], ['[1]', {raw_arguments: '[1]'}], ['{"x":', {raw_arguments: '{"x":'}], [' {"x":1} ', {x: 1}]] as const) {
	test(`reads the whole arguments ${JSON.stringify(text)}`, t => {
		const read = writeMessage(readChatAnswer(answer({tool_calls: [{id: 'a', function: {name: 'T', arguments: text}}]})), options);
		t.deepEqual(read.type === 'answer' ? (read.body.content as ReadonlyArray<{input: unknown}>)[0]?.input : read, expected);
	});
}

test('tells what is no answer', t => {
	t.like(writeMessage(readChatAnswer({error: {message: 'Slow down', code: 429}}), options), {type: 'failed', status: 429, message: 'Slow down'});
	t.like(writeMessage(readChatAnswer('hello'), options), {type: 'failed', status: 502});
	t.like(writeMessage(readChatAnswer({choices: []}), options), {type: 'failed', status: 502});
});
