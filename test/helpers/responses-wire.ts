import {countTokens, promptUsage, type Conversation, type Turn} from '../../source/demo/conversation.js';
import {asArray, asText, isRecord, json, type Piece, type Response} from '../../source/demo/piece.js';
import {answerTo, type Answer} from '../../source/demo/script.js';
import {wantedTrouble} from '../../source/demo/trouble.js';
import {sseText} from '../../source/core/dialect/sse.js';

/** The scripted model of the demo on the Responses wire, as Codex was recorded to be answered. */
export function respondResponses(body: unknown, id: string): Response {
	if (!isRecord(body) || typeof body.model !== 'string' || body.input === undefined) {
		return json(400, {error: {message: 'Missing required parameter: input', type: 'invalid_request_error', param: 'input', code: null}});
	}

	const {conversation, wantsTitle} = readResponses(body, body.model);
	const trouble = wantedTrouble(conversation, undefined);
	if (trouble.type === 'status') {
		return json(trouble.status, {error: {message: `${trouble.status}, as asked`, type: trouble.status === 429 ? 'rate_limit_exceeded' : 'server_error', param: null, code: null}});
	}

	const answer = wantsTitle ? {pieces: ['{"title":"A talk with the test"}'], call: undefined, cut: false} : answerTo(conversation);
	const events = answerEvents({answer, conversation, id});
	const whole = events.at(-1);
	return conversation.stream ? {type: 'stream', pieces: events.map((event, index) => piece(event, index)), rate: 'usual', ending: 'complete'} : json(200, whole?.response);
}

type Event = Readonly<Record<string, unknown>> & {readonly type: string; readonly response?: unknown};

function piece(event: Event, index: number): Piece {
	return {text: sseText(event.type, {...event, sequence_number: index}), paced: event.type.endsWith('.delta')};
}

function readResponses(body: Readonly<Record<string, unknown>>, model: string): {readonly conversation: Conversation; readonly wantsTitle: boolean} {
	const items = typeof body.input === 'string' ? [{type: 'message', role: 'user', content: body.input}] : asArray(body.input).filter(item => isRecord(item));
	const format = isRecord(body.text) && isRecord(body.text.format) ? body.text.format : {};
	return {
		wantsTitle: format.name === 'codex_output_schema',
		conversation: {
			model,
			stream: body.stream === true,
			maximumTokens: undefined,
			system: [asText(body.instructions), ...items.filter(item => item.role === 'developer' || item.role === 'system').map(item => contentText(item.content))].join('\n'),
			turns: items.map(item => readItem(item)).filter(turn => turn !== undefined),
			tools: asArray(body.tools).filter(tool => isRecord(tool)).filter(tool => tool.type === 'function').map(tool => ({
				name: asText(tool.name),
				parameters: isRecord(tool.parameters) && isRecord(tool.parameters.properties) ? tool.parameters.properties : {},
				weight: countTokens(JSON.stringify(tool)),
			})),
			caches: true,
			usageInStream: true,
		},
	};
}

function readItem(item: Readonly<Record<string, unknown>>): Turn | undefined {
	switch (item.type) {
		case 'function_call': {
			return {role: 'assistant', text: JSON.stringify({name: item.name, arguments: item.arguments})};
		}

		case 'function_call_output': {
			return {role: 'tool', text: contentText(item.output)};
		}

		case 'message':
		case undefined: {
			const role = asText(item.role);
			return role === 'user' || role === 'assistant' ? {role, text: contentText(item.content)} : undefined;
		}

		default: {
			return undefined;
		}
	}
}

function contentText(content: unknown): string {
	return typeof content === 'string' ? content : asArray(content).map(part => isRecord(part) ? asText(part.text) : '').join('\n');
}

function answerEvents({answer, conversation, id}: {readonly answer: Answer; readonly conversation: Conversation; readonly id: string}): readonly Event[] {
	const text = answer.pieces.join('');
	const message = {id: `msg_${id}`, type: 'message', status: 'completed', role: 'assistant', content: [{type: 'output_text', text, annotations: []}]};
	const call = answer.call && {id: `fc_${id}`, type: 'function_call', status: 'completed', call_id: `call_${id}`, name: answer.call.tool, arguments: JSON.stringify(answer.call.input)};
	const {input, cacheRead} = promptUsage(conversation);
	const output = answer.pieces.length;
	const base = {id: `resp_${id}`, object: 'response', created_at: 1_767_225_600, error: null, incomplete_details: null, instructions: null, model: conversation.model, parallel_tool_calls: true, store: false, temperature: 1, tool_choice: 'auto', tools: [], top_p: 1};
	const open = {...base, status: 'in_progress', output: [], usage: null};
	const usage = {input_tokens: input, input_tokens_details: {cached_tokens: cacheRead}, output_tokens: output, output_tokens_details: {reasoning_tokens: 0}, total_tokens: input + output};
	const part = {item_id: message.id, output_index: 0, content_index: 0};
	const called = call && {item_id: call.id, output_index: 1};
	return [
		{type: 'response.created', response: open},
		{type: 'response.in_progress', response: open},
		{type: 'response.output_item.added', output_index: 0, item: {...message, status: 'in_progress', content: []}},
		{type: 'response.content_part.added', ...part, part: {type: 'output_text', text: '', annotations: []}},
		...answer.pieces.map(delta => ({type: 'response.output_text.delta', ...part, delta})),
		{type: 'response.output_text.done', ...part, text},
		{type: 'response.content_part.done', ...part, part: message.content[0]},
		{type: 'response.output_item.done', output_index: 0, item: message},
		...(call && called ? [
			{type: 'response.output_item.added', output_index: 1, item: {...call, status: 'in_progress', arguments: ''}},
			{type: 'response.function_call_arguments.delta', ...called, delta: call.arguments},
			{type: 'response.function_call_arguments.done', ...called, arguments: call.arguments},
			{type: 'response.output_item.done', output_index: 1, item: call},
		] : []),
		{type: 'response.completed', response: {...base, status: 'completed', output: call ? [message, call] : [message], usage}},
	];
}
