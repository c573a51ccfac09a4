import test from 'ava';
import type {Dialect} from '../../../source/core/dialect/dialect.js';
import {emptySse, feedSse} from '../../../source/core/dialect/sse.js';
import {emptyWatched, watch, watchWhole, type Watched} from '../../../source/core/dialect/watch.js';
import {bytewise, halves, wire} from '../../helpers/wire.js';

function watchStream(dialect: Dialect, chunks: readonly Uint8Array[]): Watched {
	let sse = emptySse;
	let watched = emptyWatched;
	for (const chunk of chunks) {
		const [state, events] = feedSse(sse, chunk);
		sse = state;
		for (const event of events) {
			watched = watch(dialect, watched, event);
		}
	}

	return watched;
}

const sse = (...values: readonly unknown[]) => Buffer.from(values.map(value => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`).join(''));
const whole = {semantic: true, finished: true, failure: undefined};
const delta = (content: string, more: object = {}) => ({choices: [{index: 0, delta: {content}, finish_reason: null}], ...more});
const stop = {choices: [{index: 0, delta: {}, finish_reason: 'stop'}]};
const usage = {prompt_tokens: 7, completion_tokens: 3};

const streams: ReadonlyArray<readonly [title: string, dialect: Dialect, bytes: Uint8Array, expected: Watched]> = [
	['Messages', 'messages', wire('messages-tool.sse'), {...whole, tokens: {input: 3120, output: 42, cacheRead: 3000, cacheWrite: 100}}],
	['Chat with its usage at the end', 'chat', wire('chat-text.sse'), {...whole, tokens: {input: 120, output: 12, cacheRead: 100, cacheWrite: 0}}],
	['Chat with tools', 'chat', wire('chat-tools.sse'), {...whole, tokens: {input: 120, output: 12, cacheRead: 100, cacheWrite: 0}}],
	['Chat with its usage beside the reason', 'chat', wire('chat-reasoning.sse'), {...whole, tokens: {input: 120, output: 12, cacheRead: 100, cacheWrite: 0}}],
	['Chat without usage or end mark', 'chat', wire('chat-without-done.sse'), {...whole, tokens: undefined}],
	['Chat with usage that is null until the last', 'chat', sse(delta('a', {usage: null}), {...stop, usage: null}, {choices: [], usage}, '[DONE]'), {...whole, tokens: {input: 7, output: 3, cacheRead: 0, cacheWrite: 0}}],
	['Chat with a running usage', 'chat', sse(delta('a', {usage: {prompt_tokens: 7, completion_tokens: 1}}), {...stop, usage}), {...whole, tokens: {input: 7, output: 3, cacheRead: 0, cacheWrite: 0}}],
	['Chat that broke off', 'chat', wire('chat-cut.sse'), {...whole, finished: false, tokens: undefined}],
	['Chat that failed', 'chat', wire('chat-error.sse'), {...whole, finished: false, tokens: undefined, failure: {status: 529, message: 'Provider overloaded'}}],
	['Responses', 'responses', wire('responses-tool.sse'), {...whole, tokens: {input: 120, output: 12, cacheRead: 20, cacheWrite: 0}}],
	['Responses without event lines or usage', 'responses', sse({type: 'response.output_item.done', item: {}}, {type: 'response.completed', response: {id: 'r'}}), {...whole, tokens: undefined}],
	['Responses that ran out of room', 'responses', sse({type: 'response.output_text.delta', delta: 'a'}, {type: 'response.incomplete', response: {usage: {input_tokens: 5, output_tokens: 2}}}), {...whole, tokens: {input: 5, output: 2, cacheRead: 0, cacheWrite: 0}}],
	['Responses that failed', 'responses', sse({type: 'response.failed', response: {error: {code: 'rate_limit_exceeded', message: 'slow'}, usage: {input_tokens: 5, output_tokens: 0}}}), {semantic: false, finished: false, failure: {status: 429, message: 'slow'}, tokens: {input: 5, output: 0, cacheRead: 0, cacheWrite: 0}}],
	['Gemini', 'gemini', wire('gemini-text.sse'), {...whole, tokens: {input: 9, output: 8, cacheRead: 4, cacheWrite: 0}}],
	['Gemini with tools of the service', 'gemini', sse({candidates: [{content: {parts: [{text: 'x'}]}, finishReason: 'STOP'}], usageMetadata: {promptTokenCount: 9, toolUsePromptTokenCount: 30, candidatesTokenCount: 3}}), {...whole, tokens: {input: 39, output: 3, cacheRead: 0, cacheWrite: 0}}],
];

for (const [title, dialect, bytes, expected] of streams) {
	test(`reads a stream of ${title}, whole and cut at every byte`, t => {
		t.deepEqual(watchStream(dialect, [bytes]), expected);
		t.deepEqual(watchStream(dialect, bytewise(bytes)), expected);
		for (const [index, cut] of halves(bytes).entries()) {
			t.deepEqual(watchStream(dialect, cut), expected, `cut at ${index}`);
		}
	});
}

const answers: ReadonlyArray<readonly [dialect: Dialect, body: unknown, tokens: Watched['tokens']]> = [
	['messages', {type: 'message', usage: {input_tokens: 1, cache_read_input_tokens: 2, cache_creation_input_tokens: 3, output_tokens: 4}}, {input: 6, output: 4, cacheRead: 2, cacheWrite: 3}],
	['chat', {choices: [], usage: {...usage, prompt_tokens_details: null}}, {input: 7, output: 3, cacheRead: 0, cacheWrite: 0}],
	['chat', {choices: [], usage: null}, undefined],
	['responses', {object: 'response', usage: {input_tokens: 6, output_tokens: 4}}, {input: 6, output: 4, cacheRead: 0, cacheWrite: 0}],
	['responses', {object: 'response', usage: null}, undefined],
	['gemini', {candidates: [], usageMetadata: {promptTokenCount: 6}}, {input: 6, output: 0, cacheRead: 0, cacheWrite: 0}],
	['gemini', [{usageMetadata: {promptTokenCount: 6}}, {usageMetadata: {promptTokenCount: 6, candidatesTokenCount: 5}}], {input: 6, output: 5, cacheRead: 0, cacheWrite: 0}],
	['gemini', 'no object', undefined],
];

for (const [dialect, body, tokens] of answers) {
	test(`reads the whole answer ${JSON.stringify(body)} of ${dialect}`, t => {
		t.deepEqual(watchWhole(dialect, JSON.stringify(body)).tokens, tokens);
	});
}
