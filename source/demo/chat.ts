import {sseText} from '../core/dialect/sse.js';
import {countTokens, promptUsage, type Conversation, type Tool, type Turn} from './conversation.js';
import {answerTokens, type Sent} from './messages.js';
import {asArray, asText, firstHalf, isRecord, json, type Piece, type Response} from './piece.js';
import type {Answer} from './script.js';

type Timed = Sent & {readonly seconds: number};

/** Reads an OpenAI Chat Completions request; a string says what it lacks. */
export function readChat(body: unknown): Conversation | string {
	if (!isRecord(body) || typeof body.model !== 'string') {
		return 'you must provide a model parameter';
	}

	if (!Array.isArray(body.messages) || body.messages.length === 0) {
		return '[] is too short - \'messages\'';
	}

	const messages = body.messages.filter(message => isRecord(message));
	const isSystem = (message: Readonly<Record<string, unknown>>) => message.role === 'system' || message.role === 'developer';
	const maximum = body.max_completion_tokens ?? body.max_tokens;
	return {
		model: body.model,
		stream: body.stream === true,
		maximumTokens: typeof maximum === 'number' ? maximum : undefined,
		system: messages.filter(message => isSystem(message)).map(message => contentText(message.content)).join('\n'),
		turns: messages.filter(message => !isSystem(message)).map(message => readTurn(message)),
		tools: asArray(body.tools).filter(tool => isRecord(tool)).map(tool => readTool(tool)),
		caches: true,
		usageInStream: isRecord(body.stream_options) && body.stream_options.include_usage === true,
	};
}

export function writeChat(sent: Timed): Response {
	const {id, answer} = sent;
	const message = {role: 'assistant', content: answer.pieces.join(''), refusal: null, ...(answer.call ? {tool_calls: [{id: callId(id), type: 'function', function: callFunction(answer.call)}]} : {})};
	return json(200, {...opening(sent, 'chat.completion'), choices: [{index: 0, message, logprobs: null, finish_reason: finishReason(answer)}], usage: usage(sent)});
}

export function streamChat(sent: Timed): readonly Piece[] {
	const {id, answer, conversation} = sent;
	const chunk = (delta: unknown, finish_reason: string | null = null): Piece => data({...opening(sent, 'chat.completion.chunk'), choices: [{index: 0, delta, logprobs: null, finish_reason}]});
	const pieces = [chunk({role: 'assistant', content: '', refusal: null}), ...answer.pieces.map(content => ({...chunk({content}), paced: true}))];
	if (answer.call) {
		const {name, arguments: input} = callFunction(answer.call);
		const middle = Math.floor(input.length / 2);
		pieces.push(
			chunk({tool_calls: [{index: 0, id: callId(id), type: 'function', function: {name, arguments: ''}}]}),
			...[input.slice(0, middle), input.slice(middle)].map(part => chunk({tool_calls: [{index: 0, function: {arguments: part}}]})),
		);
	}

	pieces.push(chunk({}, finishReason(answer)));
	if (conversation.usageInStream) {
		pieces.push(data({...opening(sent, 'chat.completion.chunk'), choices: [], usage: usage(sent)}));
	}

	return [...pieces, data('[DONE]')];
}

export function chatErrorPieces(pieces: readonly Piece[]): readonly Piece[] {
	return [...firstHalf(pieces), data({error: {message: 'The demo broke off, as asked.', type: 'server_error', param: null, code: null}})];
}

export function chatError(status: number, message: string): Response {
	const kinds: Readonly<Record<number, string>> = {400: 'invalid_request_error', 401: 'invalid_request_error', 404: 'invalid_request_error', 429: 'rate_limit_exceeded'};
	return json(status, {error: {message, type: kinds[status] ?? 'server_error', param: null, code: status === 401 ? 'invalid_api_key' : null}}, status === 429 ? {'retry-after': '1'} : {});
}

function opening({id, conversation, seconds}: Timed, object: string) {
	return {id: `chatcmpl-${id}`, object, created: seconds, model: conversation.model, service_tier: 'default', system_fingerprint: null};
}

function usage({conversation, answer}: Sent) {
	const {input, cacheRead} = promptUsage(conversation);
	const output = answerTokens(answer);
	return {
		prompt_tokens: input,
		completion_tokens: output,
		total_tokens: input + output,
		prompt_tokens_details: {cached_tokens: cacheRead, audio_tokens: 0},
		completion_tokens_details: {reasoning_tokens: 0, audio_tokens: 0},
	};
}

function finishReason(answer: Answer): string {
	return answer.call ? 'tool_calls' : (answer.cut ? 'length' : 'stop');
}

function callFunction(call: NonNullable<Answer['call']>) {
	return {name: call.tool, arguments: JSON.stringify(call.input)};
}

function callId(id: string): string {
	return `call_${id}`;
}

function data(value: unknown): Piece {
	return {text: sseText(undefined, value), paced: false};
}

function readTurn(message: Readonly<Record<string, unknown>>): Turn {
	const text = contentText(message.content);
	if (message.role === 'assistant') {
		return {role: 'assistant', text: message.tool_calls === undefined ? text : `${text}\n${JSON.stringify(message.tool_calls)}`};
	}

	return {role: message.role === 'tool' ? 'tool' : 'user', text};
}

function readTool(tool: Readonly<Record<string, unknown>>): Tool {
	const described = isRecord(tool.function) ? tool.function : {};
	const schema = isRecord(described.parameters) ? described.parameters : {};
	return {name: asText(described.name), parameters: isRecord(schema.properties) ? schema.properties : {}, weight: countTokens(JSON.stringify(tool))};
}

function contentText(content: unknown): string {
	return typeof content === 'string' ? content : asArray(content).map(part => isRecord(part) ? asText(part.text) : '').join('\n');
}
