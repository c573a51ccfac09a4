import type {Tokens} from '../usage/usage.js';
import type {Dialect} from './dialect.js';
import {readFailure, type FailureText} from './failure-text.js';
import type {SseEvent} from './sse.js';

/** What is read on the side of an answer whose bytes pass untouched. */
export type Watched = {
	/** Something of the answer itself has come: text, thinking, input of a tool. */
	readonly semantic: boolean;
	/** The stream said that it is whole. */
	readonly finished: boolean;
	readonly tokens: Tokens | undefined;
	/** The stream said that it failed. */
	readonly failure: FailureText | undefined;
};

export const emptyWatched: Watched = {semantic: false, finished: false, tokens: undefined, failure: undefined};

type Fields = Readonly<Record<string, unknown>>;

/** Pieces of text that only events of interest contain; once the answer has begun, everything else passes unread. */
const marks: Readonly<Record<Dialect, RegExp>> = {
	messages: /"usage"|message_stop|"error"/,
	chat: /"usage":\s*{|"finish_reason":\s*"|"error"|^\s*\[DONE]/,
	responses: /response\.(?:completed|incomplete|failed)|"type":\s*"error"/,
	gemini: /usageMetadata|"error"|finishReason/,
};

/** Takes in one event of a stream in a dialect. */
export function watch(dialect: Dialect, watched: Watched, event: SseEvent): Watched {
	if (event.type === 'comment' || (watched.semantic && !marks[dialect].test(event.data))) {
		return watched;
	}

	if (dialect === 'chat' && event.data.trim() === '[DONE]') {
		return {...watched, semantic: true, finished: true};
	}

	const value = object(parse(event.data));
	return value === undefined ? watched : readers[dialect](watched, value);
}

/** Reads the usage of a whole answer. */
export function watchWhole(dialect: Dialect, text: string): Watched {
	const value = parse(text);
	// Gemini streams a list where nobody asked for events; the last element has the sum.
	const parts = (Array.isArray(value) ? value : [value]).map(part => object(part)).filter(part => part !== undefined);
	let watched = emptyWatched;
	for (const part of parts) {
		watched = dialect === 'messages' && part.type === 'message' ? {...watched, tokens: messagesTokens(object(part.usage), undefined)} : (dialect === 'responses' && part.object === 'response' ? {...watched, tokens: responsesTokens(object(part.usage))} : readers[dialect](watched, part));
	}

	return {...watched, semantic: true, finished: true};
}

const readers: Readonly<Record<Dialect, (watched: Watched, value: Fields) => Watched>> = {messages: watchMessages, chat: watchChat, responses: watchResponses, gemini: watchGemini};

function watchMessages(watched: Watched, value: Fields): Watched {
	switch (value.type) {
		case 'message_start': {
			return {...watched, tokens: messagesTokens(object(object(value.message)?.usage), watched.tokens)};
		}

		case 'content_block_delta': {
			const delta = object(value.delta) ?? {};
			return {...watched, semantic: watched.semantic || ['text', 'thinking', 'partial_json', 'signature'].some(name => typeof delta[name] === 'string' && delta[name] !== '') || delta.type === 'citations_delta'};
		}

		case 'content_block_stop': {
			return {...watched, semantic: true};
		}

		case 'message_delta': {
			return {...watched, semantic: true, tokens: messagesTokens(object(value.usage), watched.tokens)};
		}

		case 'message_stop': {
			return {...watched, semantic: true, finished: true};
		}

		case 'error': {
			return {...watched, failure: readFailure(value.error)};
		}

		default: {
			return watched;
		}
	}
}

function watchChat(watched: Watched, value: Fields): Watched {
	if (value.error !== undefined && value.error !== null) {
		return {...watched, failure: readFailure(value.error)};
	}

	const tokens = chatTokens(object(value.usage)) ?? watched.tokens;
	const choices = Array.isArray(value.choices) ? value.choices.map(choice => object(choice) ?? {}) : [];
	const finished = choices.some(choice => typeof choice.finish_reason === 'string' && choice.finish_reason !== '');
	const semantic = choices.some(choice => {
		const delta = object(choice.delta) ?? {};
		const calls = Array.isArray(delta.tool_calls) ? delta.tool_calls.map(call => object(object(call)?.function)) : [];
		return ['content', 'reasoning_content', 'reasoning', 'refusal'].some(name => typeof delta[name] === 'string' && delta[name] !== '') || calls.some(call => typeof call?.arguments === 'string' && call.arguments !== '');
	});
	return {...watched, tokens, semantic: watched.semantic || semantic || finished, finished: watched.finished || finished};
}

function watchResponses(watched: Watched, value: Fields): Watched {
	const type = typeof value.type === 'string' ? value.type : '';
	const response = object(value.response);
	switch (type) {
		case 'response.completed':
		case 'response.incomplete': {
			return {...watched, semantic: true, finished: true, tokens: responsesTokens(object(response?.usage)) ?? watched.tokens};
		}

		case 'response.failed': {
			return {...watched, failure: readFailure(response?.error), tokens: responsesTokens(object(response?.usage)) ?? watched.tokens};
		}

		case 'error': {
			return {...watched, failure: readFailure(value.error ?? value)};
		}

		default: {
			const semantic = type === 'response.output_item.done' || (type.endsWith('.delta') && value.delta !== '');
			return semantic ? {...watched, semantic: true} : watched;
		}
	}
}

function watchGemini(watched: Watched, value: Fields): Watched {
	if (value.error !== undefined && value.error !== null) {
		return {...watched, failure: readFailure(value.error)};
	}

	const candidates = Array.isArray(value.candidates) ? value.candidates.map(candidate => object(candidate) ?? {}) : [];
	const finished = candidates.some(candidate => typeof candidate.finishReason === 'string');
	const said = candidates.some(candidate => {
		const parts = object(candidate.content)?.parts;
		return Array.isArray(parts) && parts.length > 0;
	});
	return {...watched, tokens: geminiTokens(object(value.usageMetadata)) ?? watched.tokens, semantic: watched.semantic || said || finished, finished: watched.finished || finished};
}

/** Later figures of this wire are sums that replace the earlier ones. */
function messagesTokens(usage: Fields | undefined, before: Tokens | undefined): Tokens | undefined {
	if (usage === undefined) {
		return before;
	}

	const cacheRead = number(usage.cache_read_input_tokens) ?? before?.cacheRead ?? 0;
	const cacheWrite = number(usage.cache_creation_input_tokens) ?? before?.cacheWrite ?? 0;
	const uncached = number(usage.input_tokens) ?? (before === undefined ? 0 : before.input - before.cacheRead - before.cacheWrite);
	return {input: uncached + cacheRead + cacheWrite, output: number(usage.output_tokens) ?? before?.output ?? 0, cacheRead, cacheWrite};
}

function chatTokens(usage: Fields | undefined): Tokens | undefined {
	const details = object(usage?.prompt_tokens_details);
	return usage === undefined ? undefined : {
		input: number(usage.prompt_tokens) ?? 0,
		output: number(usage.completion_tokens) ?? 0,
		cacheRead: number(details?.cached_tokens) ?? 0,
		cacheWrite: number(details?.cache_write_tokens) ?? 0,
	};
}

function responsesTokens(usage: Fields | undefined): Tokens | undefined {
	return usage === undefined ? undefined : {
		input: number(usage.input_tokens) ?? 0,
		output: number(usage.output_tokens) ?? 0,
		cacheRead: number(object(usage.input_tokens_details)?.cached_tokens) ?? 0,
		cacheWrite: 0,
	};
}

/** Thinking is counted apart from the answer here, and what tools of the service brought apart from the prompt. */
function geminiTokens(usage: Fields | undefined): Tokens | undefined {
	return usage === undefined ? undefined : {
		input: (number(usage.promptTokenCount) ?? 0) + (number(usage.toolUsePromptTokenCount) ?? 0),
		output: (number(usage.candidatesTokenCount) ?? 0) + (number(usage.thoughtsTokenCount) ?? 0),
		cacheRead: number(usage.cachedContentTokenCount) ?? 0,
		cacheWrite: 0,
	};
}

function number(value: unknown): number | undefined {
	return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function object(value: unknown): Fields | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Fields : undefined;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// Not ours to judge: the bytes pass as they are.
		return undefined;
	}
}
