import {emptySse, feedSse, type SseState} from '../core/dialect/sse.js';
import {asText, isRecord} from './piece.js';

/** What the agent learns from a streamed Messages answer. */
export type Said =
	| {readonly type: 'text'; readonly text: string}
	| {readonly type: 'call'; readonly id: string; readonly name: string; readonly input: unknown}
	| {readonly type: 'end'}
	| {readonly type: 'failed'; readonly message: string};

/** `call` is a tool call whose input is still arriving. */
export type ReaderState = {readonly sse: SseState; readonly call: {readonly id: string; readonly name: string; readonly input: string} | undefined};

export const emptyReader: ReaderState = {sse: emptySse, call: undefined};

export function feedAnswer(state: ReaderState, chunk: Uint8Array): readonly [ReaderState, readonly Said[]] {
	const [sse, events] = feedSse(state.sse, chunk);
	const said: Said[] = [];
	let {call} = state;
	for (const event of events) {
		if (event.type === 'event') {
			const read = readEvent(JSON.parse(event.data) as unknown, call);
			call = read.call;
			said.push(...(read.said ? [read.said] : []));
		}
	}

	return [{sse, call}, said];
}

function readEvent(event: unknown, call: ReaderState['call']): {readonly call: ReaderState['call']; readonly said?: Said} {
	if (!isRecord(event)) {
		return {call};
	}

	const delta = isRecord(event.delta) ? event.delta : {};
	switch (event.type) {
		case 'content_block_start': {
			const block = isRecord(event.content_block) ? event.content_block : {};
			return block.type === 'tool_use' ? {call: {id: asText(block.id), name: asText(block.name), input: ''}} : {call};
		}

		case 'content_block_delta': {
			if (delta.type === 'text_delta') {
				return {call, said: {type: 'text', text: asText(delta.text)}};
			}

			return call && delta.type === 'input_json_delta' ? {call: {...call, input: call.input + asText(delta.partial_json)}} : {call};
		}

		case 'content_block_stop': {
			return call ? {call: undefined, said: {type: 'call', id: call.id, name: call.name, input: JSON.parse(call.input === '' ? '{}' : call.input)}} : {call};
		}

		case 'message_stop': {
			return {call, said: {type: 'end'}};
		}

		case 'error': {
			return {call, said: {type: 'failed', message: errorMessage(event)}};
		}

		default: {
			return {call};
		}
	}
}

/** The sentence in an error of this wire; the whole thing where there is none. */
export function errorMessage(body: unknown): string {
	const error = isRecord(body) && isRecord(body.error) ? body.error : {};
	return typeof error.message === 'string' ? error.message : JSON.stringify(body);
}
