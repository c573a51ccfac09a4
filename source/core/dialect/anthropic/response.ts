import type {HubEvent} from '../hub.js';
import {messagesStop, messagesUsage, thinkingSignature} from './stream.js';

type Block =
	| {type: 'text'; text: string}
	| {type: 'thinking'; thinking: string; signature: string}
	| {type: 'tool_use'; id: string; name: string; call: number; input: string};

export type WrittenAnswer =
	| {readonly type: 'answer'; readonly body: Readonly<Record<string, unknown>>}
	| {readonly type: 'failed'; readonly status: number; readonly message: string};

/** Writes a whole answer as one message. */
export function writeMessage(events: readonly HubEvent[], {model, toolName}: {readonly model: string; readonly toolName: (alias: string) => string}): WrittenAnswer {
	const blocks: Block[] = [];
	let id = '';
	let answering = model;
	for (const event of events) {
		switch (event.type) {
			case 'start': {
				id = event.id;
				answering = event.model === '' ? model : event.model;
				break;
			}

			case 'text': {
				const last = blocks.at(-1);
				if (last?.type === 'text') {
					last.text += event.text;
				} else {
					blocks.push({type: 'text', text: event.text});
				}

				break;
			}

			case 'thinking': {
				const last = blocks.at(-1);
				if (last?.type === 'thinking') {
					last.thinking += event.text;
				} else {
					blocks.push({type: 'thinking', thinking: event.text, signature: thinkingSignature(model)});
				}

				break;
			}

			case 'tool-start': {
				blocks.push({type: 'tool_use', id: event.id, name: toolName(event.name), call: event.call, input: ''});
				break;
			}

			case 'tool-input': {
				const block = blocks.find(candidate => candidate.type === 'tool_use' && candidate.call === event.call);
				if (block?.type === 'tool_use') {
					block.input += event.json;
				}

				break;
			}

			case 'alive': {
				break;
			}

			case 'failed': {
				return event;
			}

			case 'end': {
				const body = {
					id: `msg_${id === '' ? 'clutch' : id}`,
					type: 'message',
					role: 'assistant',
					model: answering,
					content: blocks.map(block => block.type === 'tool_use' ? {type: 'tool_use', id: block.id, name: block.name, input: readInput(block.input)} : block),
					stop_reason: messagesStop(event.reason),
					stop_sequence: null,
					usage: messagesUsage(event.tokens),
				};
				return {type: 'answer', body};
			}
		}
	}

	return {type: 'failed', status: 502, message: 'the provider\'s answer has no end'};
}

/** The input of a tool is an object, whatever the model made of it. */
function readInput(text: string): unknown {
	try {
		const value: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
		if (value === null) {
			return {};
		}

		if (typeof value === 'object' && !Array.isArray(value)) {
			return value;
		}
	} catch {
		// Kept below as it is.
	}

	return {raw_arguments: text};
}
