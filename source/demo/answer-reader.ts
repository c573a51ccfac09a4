import {asText, isRecord} from './piece.js';

/** What the agent learns from a streamed Messages answer. */
export type Said =
	| {readonly type: 'text'; readonly text: string}
	| {readonly type: 'call'; readonly id: string; readonly name: string; readonly input: unknown}
	| {readonly type: 'end'}
	| {readonly type: 'failed'; readonly message: string};

/** `buffer` is the part of an event that has not come to its blank line yet; `call` a tool call whose input is still arriving. */
export type ReaderState = {readonly buffer: string; readonly call: {readonly id: string; readonly name: string; readonly input: string} | undefined};

export const emptyReader: ReaderState = {buffer: '', call: undefined};

export function feedAnswer(state: ReaderState, chunk: string): readonly [ReaderState, readonly Said[]] {
	const blocks = (state.buffer + chunk).split('\n\n');
	const said: Said[] = [];
	let {call} = state;
	for (const block of blocks.slice(0, -1)) {
		const data = block.split('\n').find(line => line.startsWith('data: '))?.slice(6);
		const read = readEvent(data === undefined ? undefined : JSON.parse(data) as unknown, call);
		call = read.call;
		if (read.said) {
			said.push(read.said);
		}
	}

	return [{buffer: blocks.at(-1) ?? '', call}, said];
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
