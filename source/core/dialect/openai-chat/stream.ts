import type {Tokens} from '../../usage/usage.js';
import type {HubEvent, HubStop} from '../hub.js';
import type {SseEvent} from '../sse.js';
import {readFailure} from '../failure-text.js';
import {parseChunk, type ChatChunk, type ChatSaid, type ChatUsage} from './schema.js';

/** What is known of an answer so far. */
export type ChatReader = {
	readonly started: boolean;
	readonly id: string;
	/** Calls in the order in which they began. */
	readonly calls: readonly Call[];
	readonly reason: HubStop | undefined;
	readonly tokens: Tokens | undefined;
	/** `end` or `failed` has been said: what still comes is not read. */
	readonly closed: boolean;
};

type Call = {
	/** The number the provider gives it, where it gives one. */
	readonly index: number | undefined;
	readonly id: string;
	/** Undefined until it is known; input that comes earlier waits. */
	readonly name: string | undefined;
	readonly waiting: string;
};

type Step = readonly [ChatReader, readonly HubEvent[]];

export const emptyChatReader: ChatReader = {started: false, id: '', calls: [], reason: undefined, tokens: undefined, closed: false};

/** Takes in one event of a Chat stream. */
export function feedChat(reader: ChatReader, event: SseEvent): Step {
	if (reader.closed) {
		return [reader, []];
	}

	if (event.type === 'comment') {
		return [reader, [{type: 'alive'}]];
	}

	if (event.data.trim() === '[DONE]') {
		return endChat(reader);
	}

	const value = parseJson(event.data);
	const chunk = parseChunk(value);
	if (chunk === undefined) {
		return failed(reader, {status: 502, message: 'the provider sent a piece of the answer that cannot be understood'});
	}

	return readChunk(reader, chunk);
}

/** The stream is over. With a reason to stop it was whole, even where the provider left out its last line. */
export function endChat(reader: ChatReader): Step {
	if (reader.closed) {
		return [reader, []];
	}

	if (reader.reason === undefined) {
		return failed(reader, {status: 502, message: 'the provider\'s stream ended in the middle of the answer'});
	}

	// Calls whose name never came are lost; with a name they have begun already.
	const reason = reader.reason === 'end' && reader.calls.some(call => call.name !== undefined) ? 'tools' : reader.reason;
	return [{...reader, closed: true}, [{type: 'end', reason, tokens: reader.tokens}]];
}

/** A whole Chat answer as the events it would have come in. */
export function readChatAnswer(value: unknown): readonly HubEvent[] {
	const chunk = parseChunk(value);
	if (chunk === undefined || (chunk.error === undefined && (chunk.choices ?? []).length === 0)) {
		return [{type: 'failed', status: 502, message: 'the provider\'s answer cannot be understood'}];
	}

	const [reader, events] = readChunk(emptyChatReader, chunk);
	// A whole answer is whole, whatever it says about why it stopped.
	const [, last] = endChat(reader.reason === undefined ? {...reader, reason: 'end'} : reader);
	return [...events, ...last];
}

export function readChatUsage(usage: ChatUsage): Tokens | undefined {
	const {prompt_tokens: input, completion_tokens: output, prompt_tokens_details: details} = usage;
	return typeof input === 'number' || typeof output === 'number'
		? {input: input ?? 0, output: output ?? 0, cacheRead: details?.cached_tokens ?? 0, cacheWrite: details?.cache_write_tokens ?? 0}
		: undefined;
}

function readChunk(before: ChatReader, chunk: ChatChunk): Step {
	if (chunk.error !== undefined && chunk.error !== null) {
		return failed(before, readFailure(chunk.error));
	}

	const events: HubEvent[] = [];
	let reader = before;
	if (!reader.started) {
		reader = {...reader, started: true, id: chunk.id ?? ''};
		events.push({type: 'start', id: chunk.id ?? '', model: chunk.model ?? ''});
	}

	if (chunk.usage) {
		reader = {...reader, tokens: readChatUsage(chunk.usage) ?? reader.tokens};
	}

	const choice = chunk.choices?.find(candidate => (candidate.index ?? 0) === 0);
	if (choice === undefined) {
		return [reader, events];
	}

	const said = choice.delta ?? choice.message;
	if (said) {
		const [next, more] = readSaid(reader, said);
		reader = next;
		events.push(...more);
	}

	switch (choice.finish_reason) {
		case undefined:
		case null:
		case '': {
			return [reader, events];
		}

		case 'error': {
			const [last, more] = failed(reader, {status: 502, message: 'the provider broke off the answer'});
			return [last, [...events, ...more]];
		}

		default: {
			return [{...reader, reason: reader.reason === 'refusal' ? 'refusal' : reasonOf(choice.finish_reason)}, events];
		}
	}
}

function readSaid(before: ChatReader, said: ChatSaid): Step {
	const events: HubEvent[] = [];
	let reader = before;
	const thinking = said.reasoning_content ?? said.reasoning ?? '';
	if (thinking !== '') {
		events.push({type: 'thinking', text: thinking});
	}

	const text = typeof said.content === 'string' ? said.content : (said.content ?? []).map(part => part.text ?? '').join('');
	if (text !== '') {
		events.push({type: 'text', text});
	}

	if (said.refusal) {
		events.push({type: 'text', text: said.refusal});
		reader = {...reader, reason: 'refusal'};
	}

	const legacy = said.function_call ? [{index: 0, id: undefined, function: said.function_call}] : [];
	for (const piece of [...(said.tool_calls ?? []), ...legacy]) {
		const [next, more] = readCall(reader, {
			index: piece.index ?? undefined,
			id: piece.id === '' ? undefined : piece.id ?? undefined,
			name: piece.function?.name === '' ? undefined : piece.function?.name ?? undefined,
			input: argumentsText(piece.function?.arguments),
		});
		reader = next;
		events.push(...more);
	}

	return [reader, events];
}

type CallPiece = {readonly index: number | undefined; readonly id: string | undefined; readonly name: string | undefined; readonly input: string};

function readCall(reader: ChatReader, piece: CallPiece): Step {
	const place = placeOf(reader.calls, piece);
	const known = place === -1 ? undefined : reader.calls[place];
	const position = known === undefined ? reader.calls.length : place;
	const call: Call = known ?? {index: piece.index, id: piece.id ?? `call_${reader.id === '' ? 'clutch' : reader.id}_${position}`, name: undefined, waiting: ''};
	const name = call.name ?? piece.name;
	const events: HubEvent[] = [];
	let waiting = call.waiting + piece.input;
	if (name !== undefined && call.name === undefined) {
		events.push({type: 'tool-start', call: position, id: call.id, name});
	}

	if (name !== undefined && waiting !== '') {
		events.push({type: 'tool-input', call: position, json: waiting});
		waiting = '';
	}

	return [{...reader, calls: known === undefined ? [...reader.calls, {...call, name, waiting}] : reader.calls.with(position, {...call, name, waiting})}, events];
}

/** Which call a piece belongs to. Some providers leave the index out, some give every call the index 0: a fresh id with a name begins a fresh call. */
function placeOf(calls: readonly Call[], {index, id, name}: CallPiece): number {
	const byId = id === undefined ? -1 : calls.findIndex(call => call.id === id);
	if (byId !== -1) {
		return byId;
	}

	if (id !== undefined && name !== undefined) {
		return -1;
	}

	const byIndex = index === undefined ? -1 : calls.findLastIndex(call => call.index === index);
	return byIndex === -1 && index === undefined && id === undefined && name === undefined ? calls.length - 1 : byIndex;
}

function argumentsText(value: unknown): string {
	if (typeof value === 'string') {
		return value;
	}

	return value === undefined || value === null ? '' : JSON.stringify(value);
}

function reasonOf(reason: string): HubStop {
	switch (reason) {
		case 'length': {
			return 'length';
		}

		case 'tool_calls':
		case 'function_call': {
			return 'tools';
		}

		case 'content_filter': {
			return 'refusal';
		}

		default: {
			return 'end';
		}
	}
}

function failed(reader: ChatReader, {status, message}: {readonly status: number; readonly message: string}): Step {
	return [{...reader, closed: true}, [{type: 'failed', status, message}]];
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// `parseChunk` refuses it, and says so.
		return undefined;
	}
}
