import type {Dialect} from '../dialect/dialect.js';
import type {Span} from '../dialect/json-head.js';
import {itemsOf, memberOf, textOf, type JsonNode} from './json-tree.js';

/** A text of what a tool answered: the only thing of a request that may be exchanged for a shorter one. */
export type ToolText = Span & {
	/** Where it stands in what a compressor is asked, and so in its answer: the message, then the steps to the text. */
	readonly path: readonly [message: number, ...steps: ReadonlyArray<number | string>];
	/** Which call it answers. */
	readonly call: string;
	/** The tool failed. */
	readonly isError: boolean;
	/** Nothing the model has said follows it: it has not been sent before. */
	readonly isNew: boolean;
};

export type ToolTexts = {
	readonly texts: readonly ToolText[];
	readonly items: readonly JsonNode[];
	/** Where the list of messages stands. */
	readonly span: Span;
	/** From the first message on to the first of the user: what stays the same as long as a conversation lasts. */
	readonly opening: Span;
	/** Marks of the client that say where a cache is to end. They move with every request. */
	readonly marks: readonly Span[];
};

type CompressedDialect = 'messages' | 'chat' | 'responses';

/** Finds them in the list of messages. Undefined where it is none, or one that has nothing to exchange. */
export function toolTexts(body: Uint8Array, {list, dialect}: {readonly list: JsonNode | undefined; readonly dialect: Dialect}): ToolTexts | undefined {
	if (list?.type !== 'list' || !(dialect === 'messages' || dialect === 'chat' || dialect === 'responses')) {
		return undefined;
	}

	const readText = (node: JsonNode | undefined) => node?.type === 'text' ? textOf(body, node) : undefined;
	const roles = list.items.map(item => readText(memberOf(item, 'role')));
	const types = list.items.map(item => readText(memberOf(item, 'type')));
	// A call is the model's word too.
	const said = (_: unknown, index: number) => roles[index] === 'assistant' || (dialect === 'responses' && roles[index] === undefined && types[index]?.endsWith('_output') !== true);
	const lastSaid = list.items.findLastIndex((item, index) => said(item, index));
	const texts = list.items.flatMap((item, index) => inMessage({item, index, role: roles[index], type: types[index]}, {body, dialect, readText}).map(text => ({...text, isNew: index > lastSaid})));
	const [first] = list.items;
	if (first === undefined || texts.length === 0) {
		return undefined;
	}

	const opening = list.items[roles.indexOf('user')] ?? first;
	return {
		texts,
		items: list.items,
		span: {start: list.start, end: list.end},
		opening: {start: first.start, end: opening.end},
		marks: list.items.flatMap(item => marksOf(item)),
	};
}

type Message = {readonly item: JsonNode; readonly index: number; readonly role: string | undefined; readonly type: string | undefined};
type Read = {readonly body: Uint8Array; readonly dialect: CompressedDialect; readonly readText: (node: JsonNode | undefined) => string | undefined};
type Found = Omit<ToolText, 'isNew'>;

function inMessage({item, index, role, type}: Message, {body, dialect, readText}: Read): readonly Found[] {
	switch (dialect) {
		case 'messages': {
			return role === 'user' ? itemsOf(memberOf(item, 'content')).flatMap((block, place) => readText(memberOf(block, 'type')) === 'tool_result'
				? textsOf(memberOf(block, 'content'), {path: [index, 'content', place, 'content'], call: readText(memberOf(block, 'tool_use_id')) ?? '', isError: isTrue(body, memberOf(block, 'is_error')), types: ['text'], readText})
				: []) : [];
		}

		case 'chat': {
			return role === 'tool' ? textsOf(memberOf(item, 'content'), {path: [index, 'content'], call: readText(memberOf(item, 'tool_call_id')) ?? '', isError: false, types: ['text'], readText}) : [];
		}

		case 'responses': {
			return type === 'function_call_output' ? textsOf(memberOf(item, 'output'), {path: [index, 'content'], call: readText(memberOf(item, 'call_id')) ?? '', isError: false, types: ['input_text', 'text'], readText}) : [];
		}
	}
}

/** Of one answer: itself, or the texts among its parts. */
function textsOf(node: JsonNode | undefined, {path, call, isError, types, readText}: {readonly path: ToolText['path']; readonly call: string; readonly isError: boolean; readonly types: readonly string[]; readonly readText: Read['readText']}): readonly Found[] {
	if (node?.type === 'text') {
		return [{start: node.start, end: node.end, path, call, isError}];
	}

	return itemsOf(node).flatMap((part, place): readonly Found[] => {
		const text = memberOf(part, 'text');
		return text?.type === 'text' && types.includes(readText(memberOf(part, 'type')) ?? '') ? [{start: text.start, end: text.end, path: [...path, place, 'text'], call, isError}] : [];
	});
}

function isTrue(body: Uint8Array, node: JsonNode | undefined): boolean {
	return node?.type === 'other' && body[node.start] === 0x74;
}

/** Each with the comma that goes with it. */
function marksOf(node: JsonNode): readonly Span[] {
	if (node.type === 'list') {
		return node.items.flatMap(item => marksOf(item));
	}

	if (node.type !== 'object') {
		return [];
	}

	const {members} = node;
	return members.flatMap(({key, value}, index) => {
		if (key !== 'cache_control') {
			return marksOf(value);
		}

		const [before, member, after] = [members[index - 1], members[index], members[index + 1]];
		if (member === undefined) {
			return [];
		}

		// The comma before it, or where it is the first member, the one behind.
		return [before === undefined ? {start: member.start, end: after?.start ?? member.end} : {start: before.end, end: member.end}];
	});
}
