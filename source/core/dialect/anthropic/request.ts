import type {HubMedia, HubPart, HubRequest, HubSource, HubTool, HubToolChoice, HubTurn} from '../hub.js';
import type {LossId} from '../lossy.js';
import {parseBlock, parseMessages, type MessagesBlock, type MessagesRequest, type MessagesSource, type MessagesTool} from './schema.js';

export type ReadRequest =
	| {readonly type: 'request'; readonly request: HubRequest; readonly losses: readonly LossId[]}
	| {readonly type: 'invalid'; readonly message: string};

type Lose = (id: LossId) => void;

/** Reads a Messages body for conversion, and says what of it cannot go along. */
export function readMessagesRequest(body: unknown): ReadRequest {
	const read = parseMessages(body);
	if (typeof read === 'string') {
		return {type: 'invalid', message: read};
	}

	const losses = new Set<LossId>();
	const lose: Lose = id => {
		losses.add(id);
	};

	loseOptions(read, lose);
	const {system, turns} = readTurns(read, lose);
	const tools = (read.tools ?? []).flatMap(tool => readTool(tool, lose));
	return {
		type: 'request',
		request: {
			model: read.model,
			system,
			turns,
			tools,
			toolChoice: readToolChoice(read),
			parallelTools: read.tool_choice?.disable_parallel_tool_use === true ? false : undefined,
			maxTokens: read.max_tokens ?? undefined,
			temperature: read.temperature ?? undefined,
			topP: read.top_p ?? undefined,
			stop: read.stop_sequences ?? [],
			schema: read.output_config?.format?.type === 'json_schema' ? read.output_config.format.schema : undefined,
			stream: read.stream === true,
		},
		losses: [...losses],
	};
}

/** Options that are only looked at to say that they stay behind. */
const options: ReadonlyArray<readonly [LossId, readonly string[]]> = [
	['thinking-request', ['thinking']],
	['context-management', ['context_management', 'compaction']],
	['metadata', ['metadata']],
	['server-tools', ['mcp_servers', 'container']],
	['top-k', ['top_k']],
	['cache-hints', ['cache_control']],
	['service-options', ['service_tier', 'speed', 'inference_geo', 'safeguards', 'fallbacks', 'fallback_credit_token', 'thread', 'billing_policy', 'diagnostics', 'tags']],
];

function loseOptions(read: MessagesRequest, lose: Lose): void {
	for (const [id, names] of options) {
		if (names.some(name => read[name] !== undefined && read[name] !== null)) {
			lose(id);
		}
	}

	if (read.output_config?.effort !== undefined) {
		lose('thinking-request');
	}
}

/**
System text inside the list stays where it is, folded into the turn of the user before it: at the top it would change the beginning of the prompt with every turn, which no cache survives.
*/
function readTurns(read: MessagesRequest, lose: Lose): {readonly system: readonly string[]; readonly turns: readonly HubTurn[]} {
	const system = [...readSystem(read.system ?? [], lose)];
	const turns: HubTurn[] = [];
	for (const {role, content} of read.messages) {
		if (role !== 'user' && role !== 'assistant') {
			const said = readSystem(content ?? [], lose).join('\n\n');
			const last = turns.at(-1);
			if (last === undefined) {
				system.push(said);
			} else if (said !== '') {
				const part: HubPart = {type: 'text', text: `<system-reminder>\n${said}\n</system-reminder>`};
				if (last.role === 'user') {
					turns[turns.length - 1] = {...last, parts: [...last.parts, part]};
				} else {
					turns.push({role: 'user', parts: [part]});
				}
			}

			continue;
		}

		turns.push({role, parts: typeof content === 'string' ? [{type: 'text', text: content}] : (content ?? []).flatMap(block => readPart(block, lose) ?? [])});
	}

	return {system: system.filter(text => text !== ''), turns};
}

function readSystem(content: string | readonly MessagesBlock[], lose: Lose): readonly string[] {
	if (typeof content === 'string') {
		return [content];
	}

	return content.flatMap(block => {
		const part = readPart(block, lose);
		const text = part?.type === 'text' ? part.text : '';
		if (text.startsWith('x-anthropic-billing-header:')) {
			lose('billing-header');
			return [];
		}

		return [text];
	});
}

/** Undefined for what stays behind. */
function readPart(block: MessagesBlock, lose: Lose): HubPart | undefined {
	if (block.cache_control !== undefined && block.cache_control !== null) {
		lose('cache-hints');
	}

	if (block.type === 'thinking' || block.type === 'redacted_thinking') {
		lose('thinking-history');
		return undefined;
	}

	const known = parseBlock(block);
	switch (known?.type) {
		case 'tool_use': {
			return {type: 'tool-call', id: known.block.id, name: known.block.name, input: JSON.stringify(known.block.input ?? {})};
		}

		case 'tool_result': {
			const {tool_use_id: id, content, is_error: isError} = known.block;
			if (isError === true) {
				lose('tool-error-flag');
			}

			const parts = typeof content === 'string' ? [{type: 'text', text: content} as const] : (content ?? []).map(inner => readMedia(inner, lose));
			return {type: 'tool-result', id, content: parts, isError: isError === true};
		}

		case 'text':
		case 'image':
		case 'document':
		case undefined: {
			return readMedia(block, lose);
		}
	}
}

function readMedia(block: MessagesBlock, lose: Lose): HubMedia {
	const known = parseBlock(block);
	if (block.citations !== undefined && block.citations !== null) {
		lose('citations');
	}

	switch (known?.type) {
		case 'text': {
			return {type: 'text', text: known.block.text};
		}

		case 'image': {
			const source = readSource(known.block.source);
			return source === undefined ? placeholder('image', lose) : {type: 'image', source};
		}

		case 'document': {
			return readDocument(known.block, lose);
		}

		case 'tool_use':
		case 'tool_result':
		case undefined: {
			lose('server-blocks');
			return {type: 'text', text: JSON.stringify(block)};
		}
	}
}

function readDocument({source, title}: {readonly source: MessagesSource; readonly title?: string | null | undefined}, lose: Lose): HubMedia {
	if (source.type === 'text') {
		return {type: 'text', text: `${title ? `${title}\n\n` : ''}${source.data ?? ''}`};
	}

	if (source.type === 'content') {
		return {type: 'text', text: typeof source.content === 'string' ? source.content : JSON.stringify(source.content)};
	}

	const read = readSource(source);
	if (read?.type === 'url') {
		lose('document-urls');
		return {type: 'text', text: `[document at ${read.url}]`};
	}

	return read === undefined ? placeholder('document', lose) : {type: 'document', source: read, title: title ?? undefined};
}

function readSource({type, data, media_type: mediaType, url}: MessagesSource): HubSource | undefined {
	if (type === 'base64' && data !== undefined) {
		return {type: 'base64', mediaType: mediaType ?? 'application/octet-stream', data};
	}

	return type === 'url' && url !== undefined ? {type: 'url', url} : undefined;
}

function placeholder(kind: string, lose: Lose): HubMedia {
	lose('file-references');
	return {type: 'text', text: `[${kind} in a file store that cannot be reached from here]`};
}

function readTool(tool: MessagesTool, lose: Lose): HubTool | never[] {
	if (tool.cache_control !== undefined && tool.cache_control !== null) {
		lose('cache-hints');
	}

	const hasSchema = typeof tool.input_schema === 'object' && tool.input_schema !== null;
	if (tool.name === 'DeferredToolPlaceholder' || (tool.defer_loading === true && !hasSchema)) {
		lose('deferred-tools');
		return [];
	}

	if (!hasSchema && typeof tool.type === 'string' && tool.type !== 'custom') {
		lose('server-tools');
		return [];
	}

	return {name: tool.name, description: tool.description ?? undefined, schema: hasSchema ? tool.input_schema : {type: 'object', properties: {}}};
}

function readToolChoice({tool_choice: choice}: MessagesRequest): HubToolChoice | undefined {
	if (choice?.type === 'tool') {
		return choice.name === undefined ? {type: 'any'} : {type: 'tool', name: choice.name};
	}

	return choice?.type === 'auto' || choice?.type === 'any' || choice?.type === 'none' ? {type: choice.type} : undefined;
}
