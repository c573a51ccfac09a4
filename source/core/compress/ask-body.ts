import type {Span} from '../dialect/json-head.js';
import {itemsOf, memberOf, textOf, type JsonNode} from './json-tree.js';
import {splice} from './splice.js';
import type {ToolTexts} from './tool-texts.js';

type Asked = Pick<ToolTexts, 'span' | 'marks' | 'items'> & {readonly dialect: 'messages' | 'chat' | 'responses'; readonly model: string; readonly conversation: string};

/**
What is asked of Headroom: the messages as they came, without the client's marks about its cache. Those move with every request, and Headroom leaves alone what bears one: the newest answer of a tool, that is.

Items of Responses it would take too, but it answers with fewer than it was sent; so each is sent as the message of Chat that it would be.
*/
export function askBody(body: Uint8Array, {span, marks, items, dialect, model, conversation}: Asked): Uint8Array {
	const list = dialect === 'responses' ? encoder.encode(`[${items.map(item => chatMessage(body, item)).join(',')}]`) : withoutSpans(body, {span, gone: marks});
	const before = encoder.encode(`{"model":${JSON.stringify(model)},"config":{"session_id":${JSON.stringify(conversation)}},"messages":`);
	const whole = new Uint8Array(before.length + list.length + 1);
	whole.set(before);
	whole.set(list, before.length);
	whole[whole.length - 1] = 0x7D;
	return whole;
}

/** A piece of a body without the pieces that lie in it. */
export function withoutSpans(body: Uint8Array, {span, gone}: {readonly span: Span; readonly gone: readonly Span[]}): Uint8Array {
	const inside = gone.filter(({start, end}) => start >= span.start && end <= span.end);
	return splice(body.subarray(span.start, span.end), inside.map(({start, end}) => ({start: start - span.start, end: end - span.start, bytes: new Uint8Array(0)})));
}

function chatMessage(body: Uint8Array, item: JsonNode): string {
	const member = (name: string) => memberOf(item, name);
	const text = (node: JsonNode | undefined) => node?.type === 'text' ? decoder.decode(body.subarray(node.start, node.end)) : '""';
	const type = member('type');
	switch (type?.type === 'text' ? textOf(body, type) ?? '' : 'message') {
		case 'message': {
			return `{"role":${text(member('role'))},"content":${contentOf(member('content'), text)}}`;
		}

		case 'function_call': {
			return `{"role":"assistant","content":"","tool_calls":[{"id":${text(member('call_id'))},"type":"function","function":{"name":${text(member('name'))},"arguments":${text(member('arguments'))}}}]}`;
		}

		case 'function_call_output': {
			return `{"role":"tool","tool_call_id":${text(member('call_id'))},"content":${contentOf(member('output'), text)}}`;
		}

		default: {
			// Thoughts and the like are nobody's to read; they keep their place.
			return '{"role":"assistant","content":""}';
		}
	}
}

function contentOf(node: JsonNode | undefined, text: (node: JsonNode | undefined) => string): string {
	return node?.type === 'list' ? `[${itemsOf(node).map(part => `{"type":"text","text":${text(memberOf(part, 'text'))}}`).join(',')}]` : text(node);
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
