import {sseText} from '../core/dialect/sse.js';
import {countTokens, promptUsage, type Conversation, type Tool, type Turn} from './conversation.js';
import {asArray, asText, firstHalf, isRecord, json, type Piece, type Response} from './piece.js';
import type {Answer} from './script.js';

export type Sent = {readonly id: string; readonly conversation: Conversation; readonly answer: Answer};

/** Reads an Anthropic Messages request; a string says what it lacks. */
export function readMessages(body: unknown, purpose: 'answer' | 'count'): Conversation | string {
	if (!isRecord(body) || typeof body.model !== 'string') {
		return 'model: Field required';
	}

	if (!Array.isArray(body.messages) || body.messages.length === 0) {
		return 'messages: at least one message is required';
	}

	if (purpose === 'answer' && typeof body.max_tokens !== 'number') {
		return 'max_tokens: Field required';
	}

	const messages = body.messages.filter(message => isRecord(message));
	return {
		model: body.model,
		stream: body.stream === true,
		maximumTokens: typeof body.max_tokens === 'number' ? body.max_tokens : undefined,
		// Newer clients send environment notes as messages of the role `system`.
		system: [body.system, ...messages.filter(message => message.role === 'system').map(message => message.content)].map(part => blockText(part)).join('\n'),
		turns: messages.filter(message => message.role !== 'system').map(message => readTurn(message)),
		tools: asArray(body.tools).filter(tool => isRecord(tool)).map(tool => readTool(tool)),
		caches: JSON.stringify(body).includes('"cache_control"'),
		usageInStream: true,
	};
}

export function writeMessages(sent: Sent): Response {
	const {id, conversation, answer} = sent;
	const content = [{type: 'text', text: answer.pieces.join('')}, ...(answer.call ? [{type: 'tool_use', id: callId(id), name: answer.call.tool, input: answer.call.input}] : [])];
	return json(200, {...opening(sent), content, stop_reason: stopReason(answer), usage: {...inputUsage(conversation), output_tokens: answerTokens(answer)}}, {'request-id': `req_${id}`});
}

export function streamMessages(sent: Sent): readonly Piece[] {
	const {id, conversation, answer} = sent;
	const pieces: Piece[] = [
		event('message_start', {message: {...opening(sent), content: [], stop_reason: null, usage: {...inputUsage(conversation), output_tokens: 1}}}),
		event('content_block_start', {index: 0, content_block: {type: 'text', text: ''}}),
		event('ping', {}),
		...answer.pieces.map(text => ({...event('content_block_delta', {index: 0, delta: {type: 'text_delta', text}}), paced: true})),
		event('content_block_stop', {index: 0}),
	];
	if (answer.call) {
		const input = JSON.stringify(answer.call.input);
		const middle = Math.floor(input.length / 2);
		pieces.push(
			event('content_block_start', {index: 1, content_block: {type: 'tool_use', id: callId(id), name: answer.call.tool, input: {}}}),
			...['', input.slice(0, middle), input.slice(middle)].map(partial_json => event('content_block_delta', {index: 1, delta: {type: 'input_json_delta', partial_json}})),
			event('content_block_stop', {index: 1}),
		);
	}

	return [
		...pieces,
		event('message_delta', {delta: {stop_reason: stopReason(answer), stop_sequence: null}, usage: {output_tokens: answerTokens(answer)}}),
		event('message_stop', {}),
	];
}

export function messagesErrorPieces(pieces: readonly Piece[]): readonly Piece[] {
	return [...firstHalf(pieces), event('error', {error: {type: 'overloaded_error', message: 'The demo broke off, as asked.'}})];
}

export function messagesError(status: number, message: string, id: string): Response {
	const kinds: Readonly<Record<number, string>> = {400: 'invalid_request_error', 401: 'authentication_error', 404: 'not_found_error', 405: 'invalid_request_error', 413: 'request_too_large', 429: 'rate_limit_error', 529: 'overloaded_error'};
	return json(status, {type: 'error', error: {type: kinds[status] ?? 'api_error', message}, request_id: `req_${id}`}, {'request-id': `req_${id}`, ...(status === 429 ? {'retry-after': '1'} : {})});
}

export function answerTokens(answer: Answer): number {
	return countTokens(answer.pieces.join('')) + (answer.call ? countTokens(JSON.stringify(answer.call)) : 0);
}

function opening({id, conversation}: Sent) {
	return {id: `msg_${id}`, type: 'message', role: 'assistant', model: conversation.model, stop_sequence: null};
}

/** `input_tokens` of this wire is only what was neither read from the cache nor written to it. */
function inputUsage(conversation: Conversation) {
	const {input, cacheRead, cacheWrite} = promptUsage(conversation);
	return {input_tokens: input - cacheRead - cacheWrite, cache_creation_input_tokens: cacheWrite, cache_read_input_tokens: cacheRead};
}

function stopReason(answer: Answer): string {
	return answer.call ? 'tool_use' : (answer.cut ? 'max_tokens' : 'end_turn');
}

function callId(id: string): string {
	return `toolu_${id}`;
}

function event(type: string, data: Readonly<Record<string, unknown>>): Piece {
	return {text: sseText(type, {type, ...data}), paced: false};
}

function readTurn(message: Readonly<Record<string, unknown>>): Turn {
	if (message.role === 'assistant') {
		return {role: 'assistant', text: blockText(message.content)};
	}

	const results = asArray(message.content).filter(block => isRecord(block) && block.type === 'tool_result');
	return results.length === 0 ? {role: 'user', text: blockText(message.content)} : {role: 'tool', text: results.map(block => blockText((block as {content?: unknown}).content)).join('\n')};
}

function readTool(tool: Readonly<Record<string, unknown>>): Tool {
	const schema = isRecord(tool.input_schema) ? tool.input_schema : {};
	return {name: asText(tool.name), parameters: isRecord(schema.properties) ? schema.properties : {}, weight: countTokens(JSON.stringify(tool))};
}

function blockText(content: unknown): string {
	if (typeof content === 'string') {
		return content;
	}

	return asArray(content).map(block => isRecord(block) ? (typeof block.text === 'string' ? block.text : (block.type === 'tool_use' ? JSON.stringify(block.input) : '')) : '').join('\n');
}
