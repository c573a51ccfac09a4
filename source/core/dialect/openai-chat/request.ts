import type {HubMedia, HubPart, HubRequest, HubSource, HubTurn} from '../hub.js';
import type {LossId} from '../lossy.js';
import {toolNames, type ToolNames} from './tool-name.js';

export type WrittenRequest = {
	readonly body: Readonly<Record<string, unknown>>;
	readonly losses: readonly LossId[];
	/** The names of tools in the answer have to be read back with these. */
	readonly names: ToolNames;
};

type ChatMessage = Readonly<Record<string, unknown>>;

/** What OpenAI takes; others take more or fewer, and none more than these. */
const mostStops = 4;

/** Writes a request as a Chat body for `model`. */
export function writeChatRequest(request: HubRequest, {model, limit}: {readonly model: string; readonly limit: 'max_tokens' | 'max_completion_tokens'}): WrittenRequest {
	const losses = new Set<LossId>();
	const calls = request.turns.flatMap(turn => turn.parts.flatMap(part => part.type === 'tool-call' ? [part.name] : []));
	const names = toolNames([...request.tools.map(tool => tool.name), ...calls]);
	if (names.changed) {
		losses.add('tool-names');
	}

	if (request.stop.length > mostStops) {
		losses.add('stop-sequences');
	}

	const messages = [
		...(request.system.length === 0 ? [] : [{role: 'system', content: request.system.join('\n\n')}]),
		...writeTurns(mergeTurns(request.turns), {names, lose(id) {
			losses.add(id);
		}}),
	];
	const body = {
		model,
		messages,
		...writeTools(request, names),
		...(request.maxTokens === undefined ? {} : {[limit]: request.maxTokens}),
		...(request.temperature === undefined ? {} : {temperature: request.temperature}),
		...(request.topP === undefined ? {} : {top_p: request.topP}),
		...(request.stop.length === 0 ? {} : {stop: request.stop.slice(0, mostStops)}),
		...(request.schema === undefined ? {} : {response_format: {type: 'json_schema', json_schema: {name: 'answer', schema: request.schema, strict: true}}}),
		...(request.stream ? {stream: true, stream_options: {include_usage: true}} : {}),
	};
	return {body, losses: [...losses], names};
}

function writeTools({tools, toolChoice, parallelTools}: HubRequest, names: ToolNames): Readonly<Record<string, unknown>> {
	if (tools.length === 0) {
		return {};
	}

	const written = tools.map(({name, description, schema}) => ({
		type: 'function',
		function: {name: names.out(name), ...(description === undefined ? {} : {description}), parameters: withoutDollarSchema(schema)},
	}));
	const choice = toolChoice === undefined ? {} : {tool_choice: toolChoice.type === 'tool' ? {type: 'function', function: {name: names.out(toolChoice.name)}} : (toolChoice.type === 'any' ? 'required' : toolChoice.type)};
	return {tools: written, ...choice, ...(parallelTools === false ? {parallel_tool_calls: false} : {})};
}

function withoutDollarSchema(schema: unknown): unknown {
	const {$schema: _, ...rest} = schema as Readonly<Record<string, unknown>>;
	return rest;
}

/** Turns of one speaker in a row are one turn: results of tools can then not be parted from their calls. */
function mergeTurns(turns: readonly HubTurn[]): readonly HubTurn[] {
	const merged: HubTurn[] = [];
	for (const turn of turns) {
		const last = merged.at(-1);
		if (last?.role === turn.role) {
			merged[merged.length - 1] = {...last, parts: [...last.parts, ...turn.parts]};
		} else {
			merged.push(turn);
		}
	}

	return merged;
}

type Context = {readonly names: ToolNames; readonly lose: (id: LossId) => void};

/** Chat wants every call answered, once, right after the turn that made it. */
function writeTurns(turns: readonly HubTurn[], context: Context): readonly ChatMessage[] {
	const messages: ChatMessage[] = [];
	let open: readonly string[] = [];
	const answerOpen = () => {
		for (const id of open) {
			context.lose('missing-results');
			messages.push({role: 'tool', tool_call_id: id, content: 'This call was cancelled; it has no result.'});
		}

		open = [];
	};

	for (const turn of turns) {
		if (turn.role === 'assistant') {
			answerOpen();
			messages.push(writeAssistant(turn, context));
			open = turn.parts.flatMap(part => part.type === 'tool-call' ? [part.id] : []);
			continue;
		}

		const kept: HubMedia[] = [];
		for (const part of turn.parts) {
			if (part.type !== 'tool-result') {
				kept.push(...userPart(part));
				continue;
			}

			const {text, media} = resultText(part);
			if (open.includes(part.id)) {
				messages.push({role: 'tool', tool_call_id: part.id, content: text});
				open = open.filter(id => id !== part.id);
			} else {
				context.lose('orphan-results');
				kept.push({type: 'text', text: `Result of the tool call ${part.id}:\n${text}`});
			}

			// A tool message holds text only, so pictures follow as the user's.
			kept.push(...media);
		}

		answerOpen();
		if (kept.length > 0) {
			messages.push({role: 'user', content: writeMedia(kept)});
		}
	}

	answerOpen();
	return messages;
}

function userPart(part: Exclude<HubPart, {type: 'tool-result'}>): readonly HubMedia[] {
	// A user calls no tools; where a client says so all the same, it is kept as what it is.
	return part.type === 'tool-call' ? [{type: 'text', text: `${part.name}(${part.input})`}] : [part];
}

function writeAssistant({parts}: HubTurn, {names}: Context): ChatMessage {
	const text = parts.flatMap(part => part.type === 'text' ? [part.text] : []).join('');
	const calls = parts.flatMap(part => part.type === 'tool-call' ? [{id: part.id, type: 'function', function: {name: names.out(part.name), arguments: part.input}}] : []);
	return {role: 'assistant', content: text === '' && calls.length > 0 ? null : text, ...(calls.length === 0 ? {} : {tool_calls: calls})};
}

function resultText({content, isError}: Extract<HubPart, {type: 'tool-result'}>): {readonly text: string; readonly media: readonly HubMedia[]} {
	const media = content.filter(part => part.type !== 'text');
	const text = content.flatMap(part => part.type === 'text' ? [part.text] : []).join('\n');
	const said = text === '' && media.length > 0 ? 'The result follows as a picture or document.' : text;
	return {text: isError ? `Error: ${said}` : said, media};
}

function writeMedia(parts: readonly HubMedia[]): unknown {
	if (parts.every(part => part.type === 'text')) {
		return parts.map(part => part.text).join('\n\n');
	}

	return parts.map(part => writePart(part));
}

function writePart(part: HubMedia): unknown {
	switch (part.type) {
		case 'text': {
			return {type: 'text', text: part.text};
		}

		case 'image': {
			return {type: 'image_url', image_url: {url: sourceUrl(part.source)}};
		}

		case 'document': {
			return {type: 'file', file: {filename: part.title ?? 'document.pdf', file_data: sourceUrl(part.source)}};
		}
	}
}

function sourceUrl(source: HubSource): string {
	return source.type === 'url' ? source.url : `data:${source.mediaType};base64,${source.data}`;
}
