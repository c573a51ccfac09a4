import type {HubEvent, HubStop} from '../hub.js';
import type {Tokens} from '../../usage/usage.js';
import {errorEvent} from '../error-body.js';
import {sseText} from '../sse.js';

/** What has been written of a stream, and what waits because an earlier block is still open: blocks of this wire never overlap. */
export type MessagesWriter = {
	readonly model: string;
	/** Gives the tool its own name back. */
	readonly toolName: (alias: string) => string;
	readonly begun: boolean;
	/** The index of the block that is open or comes next. */
	readonly index: number;
	readonly blocks: readonly Block[];
	readonly closed: boolean;
};

type Block =
	| {readonly type: 'text' | 'thinking'; readonly open: boolean; readonly waiting: string}
	| {readonly type: 'tool'; readonly call: number; readonly id: string; readonly name: string; readonly open: boolean; readonly waiting: string; readonly input: string};

type Step = readonly [MessagesWriter, string];

export function createMessagesWriter({model, toolName}: {readonly model: string; readonly toolName: (alias: string) => string}): MessagesWriter {
	return {model, toolName, begun: false, index: 0, blocks: [], closed: false};
}

/** Takes in one event and gives the text that can be sent for it now. */
export function writeMessages(writer: MessagesWriter, event: HubEvent): Step {
	if (writer.closed) {
		return [writer, ''];
	}

	if (event.type === 'failed') {
		return [{...writer, closed: true}, errorEvent('messages', event)];
	}

	const [begun, head] = begin(writer, event);
	switch (event.type) {
		case 'start': {
			return [begun, head];
		}

		case 'alive': {
			return [begun, head + sseText('ping', {type: 'ping'})];
		}

		case 'text':
		case 'thinking': {
			return prefixed(head, flush(addText(begun, event), false));
		}

		case 'tool-start': {
			const block: Block = {type: 'tool', call: event.call, id: event.id, name: begun.toolName(event.name), open: false, waiting: '', input: ''};
			return prefixed(head, flush({...begun, blocks: [...begun.blocks, block]}, false));
		}

		case 'tool-input': {
			const blocks = begun.blocks.map(block => block.type === 'tool' && block.call === event.call ? {...block, waiting: block.waiting + event.json, input: block.input + event.json} : block);
			return prefixed(head, flush({...begun, blocks}, false));
		}

		case 'end': {
			const [flushed, text] = flush(begun, true);
			return [{...flushed, closed: true}, head + text + ending(event)];
		}
	}
}

/** Usage as this wire counts it: what was cached is not part of `input_tokens`. */
export function messagesUsage(tokens: Tokens | undefined): Readonly<Record<string, number>> {
	const {input, output, cacheRead, cacheWrite} = tokens ?? {input: 0, output: 0, cacheRead: 0, cacheWrite: 0};
	return {input_tokens: Math.max(0, input - cacheRead - cacheWrite), cache_creation_input_tokens: cacheWrite, cache_read_input_tokens: cacheRead, output_tokens: output};
}

export function messagesStop(reason: HubStop): string {
	switch (reason) {
		case 'end': {
			return 'end_turn';
		}

		case 'length': {
			return 'max_tokens';
		}

		case 'tools': {
			return 'tool_use';
		}

		case 'refusal': {
			return 'refusal';
		}
	}
}

/** Stands where a signature has to: it says where the thinking comes from, and no provider takes it for its own. */
export function thinkingSignature(model: string): string {
	return `clutch:chat:${model}`;
}

function begin(writer: MessagesWriter, event: HubEvent): Step {
	if (writer.begun) {
		return [writer, ''];
	}

	const {id, model} = event.type === 'start' ? event : {id: '', model: ''};
	const message = {
		id: `msg_${id === '' ? 'clutch' : id}`,
		type: 'message',
		role: 'assistant',
		model: model === '' ? writer.model : model,
		content: [],
		stop_reason: null,
		stop_sequence: null,
		usage: messagesUsage(undefined),
	};
	return [{...writer, begun: true}, sseText('message_start', {type: 'message_start', message})];
}

function addText(writer: MessagesWriter, {type, text}: {readonly type: 'text' | 'thinking'; readonly text: string}): MessagesWriter {
	const last = writer.blocks.at(-1);
	if (text === '') {
		return writer;
	}

	return last?.type === type
		? {...writer, blocks: writer.blocks.with(-1, {...last, waiting: last.waiting + text})}
		: {...writer, blocks: [...writer.blocks, {type, open: false, waiting: text}]};
}

/** Writes what can go out: all of the first block, and of the next ones as soon as those before them are whole. */
function flush(before: MessagesWriter, final: boolean): Step {
	let writer = before;
	let text = '';
	for (;;) {
		const [first, ...others] = writer.blocks;
		if (first === undefined) {
			return [writer, text];
		}

		const whole = final || (others.length > 0 && isWhole(first));
		const [written, more] = writeBlock(first, {writer, whole});
		text += more;
		if (!whole) {
			return [{...writer, blocks: [written, ...others]}, text];
		}

		writer = {...writer, blocks: others, index: writer.index + 1};
	}
}

function writeBlock(block: Block, {writer, whole}: {readonly writer: MessagesWriter; readonly whole: boolean}): readonly [Block, string] {
	const {index} = writer;
	const start = block.open ? '' : sseText('content_block_start', {type: 'content_block_start', index, content_block: emptyBlock(block)});
	const stop = whole ? sseText('content_block_stop', {type: 'content_block_stop', index}) : '';
	const delta = (value: Readonly<Record<string, string>>) => sseText('content_block_delta', {type: 'content_block_delta', index, delta: value});
	switch (block.type) {
		case 'text': {
			return [{...block, open: true, waiting: ''}, start + (block.waiting === '' ? '' : delta({type: 'text_delta', text: block.waiting})) + stop];
		}

		case 'thinking': {
			const said = block.waiting === '' ? '' : delta({type: 'thinking_delta', thinking: block.waiting});
			const signed = whole ? delta({type: 'signature_delta', signature: thinkingSignature(writer.model)}) : '';
			return [{...block, open: true, waiting: ''}, start + said + signed + stop];
		}

		case 'tool': {
			// Clients read the input from deltas only; an empty one and `null` both mean that there is none.
			const unsaid = /^\s*(?:n|nu|nul|null)?\s*$/.test(block.waiting) && block.waiting === block.input;
			const json = unsaid ? (whole ? '{}' : '') : block.waiting;
			return [{...block, open: true, waiting: unsaid ? block.waiting : ''}, start + (json === '' ? '' : delta({type: 'input_json_delta', partial_json: json})) + stop];
		}
	}
}

function emptyBlock(block: Block): unknown {
	switch (block.type) {
		case 'text': {
			return {type: 'text', text: ''};
		}

		case 'thinking': {
			return {type: 'thinking', thinking: '', signature: ''};
		}

		case 'tool': {
			return {type: 'tool_use', id: block.id, name: block.name, input: {}};
		}
	}
}

/** Whether a block that another one follows can be closed. A tool call can still get input while the next one has begun. */
function isWhole(block: Block): boolean {
	if (block.type !== 'tool') {
		return true;
	}

	try {
		JSON.parse(block.input);
		return true;
	} catch {
		// Not yet; the end of the stream closes it in any case.
		return false;
	}
}

function ending({reason, tokens}: Extract<HubEvent, {type: 'end'}>): string {
	return sseText('message_delta', {type: 'message_delta', delta: {stop_reason: messagesStop(reason), stop_sequence: null}, usage: messagesUsage(tokens)}) + sseText('message_stop', {type: 'message_stop'});
}

function prefixed(head: string, [writer, text]: Step): Step {
	return [writer, head + text];
}
