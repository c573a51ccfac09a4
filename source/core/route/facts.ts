import type {Dialect} from '../dialect/dialect.js';
import type {Span} from '../dialect/json-head.js';

/** What a request shows of itself besides its model, as far as a route depends on it. */
export type RequestFacts = {
	/** `side`: not the conversation but something about it, such as its title, for which a small model will do. */
	readonly kind: 'main' | 'subagent' | 'side';
	readonly offersTools: boolean;
	/** The name of the only tool there is to call, or of the one that has to be called. */
	readonly onlyTool: string | undefined;
};

export type RequestParts = {
	readonly dialect: Dialect;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
	readonly body: Uint8Array;
	/** Where the values of the body's top level stand. */
	readonly values: ReadonlyMap<string, Span>;
};

type Fields = Readonly<Record<string, unknown>>;

const decoder = new TextDecoder();

/** Looks of these many bytes cost next to nothing: at the beginning of the instructions, and at the last turn of the conversation. */
const glance = 4096;
const lastGlance = 16 * 1024;

/** One tool alone is not larger than this; a list that is has several, and need not be read. */
const oneTool = 16 * 1024;

/** The first words of the instructions of side requests, hence the quote before them: OpenCode, Hermes (two), Qwen Code (two). */
const openings = /(?<!\\)"(?:You are a title generator|Generate a short, descriptive title|You are a security reviewer|You are a security classifier|You are now acting as the managed memory extraction subagent)/;

/** The first words of the last turn of those that Qwen Code hangs on to a conversation. */
const closings = /(?<!\\)"(?:\[SUGGESTION MODE:|You are now acting as the managed memory extraction subagent)(?!.*"role")/s;

/** Reads what kind of request it is and which tools it offers, without reading all of it. */
export function requestFacts(parts: RequestParts): RequestFacts {
	const tools = toolsOf(parts);
	return {kind: kindOf(parts, tools.offered), offersTools: tools.offered, onlyTool: tools.only};
}

function kindOf(parts: RequestParts, offersTools: boolean): RequestFacts['kind'] {
	// Claude Code says it, where it was asked to.
	const said = parts.headers['x-claude-code-request-class'];
	switch (String(said)) {
		case 'subagent':
		case 'workflow': {
			return 'subagent';
		}

		case 'auxiliary':
		case 'side_reply': {
			return 'side';
		}

		// A compaction needs the model of its conversation: that has the prompt in its cache.
		case 'main':
		case 'compaction': {
			return 'main';
		}

		default: {
			return isSide(parts, offersTools) ? 'side' : 'main';
		}
	}
}

function isSide(parts: RequestParts, offersTools: boolean): boolean {
	const {dialect} = parts;
	// Titles of Claude Code and Codex: an answer in a given form, and nothing to do it with.
	if (!offersTools && ((dialect === 'messages' && beginningOf(parts, 'output_config').includes('"json_schema"')) || (dialect === 'responses' && beginningOf(parts, 'text').includes('"codex_output_schema"')))) {
		return true;
	}

	const instructions = {messages: ['system', 'messages'], chat: ['messages'], responses: ['instructions', 'input'], gemini: ['systemInstruction', 'contents']}[dialect];
	return instructions.some(name => openings.test(beginningOf(parts, name))) || closings.test(endOf(parts, instructions.at(-1) ?? ''));
}

function toolsOf(parts: RequestParts): {readonly offered: boolean; readonly only: string | undefined} {
	const span = parts.values.get('tools');
	return span === undefined || /^(?:\[\s*]|null)\s*$/.test(beginningOf(parts, 'tools')) ? {offered: false, only: undefined} : {offered: true, only: forcedTool(parts) ?? singleTool(parts, span)};
}

/** The tool that has to be called, however the dialect says that. */
function forcedTool(parts: RequestParts): string | undefined {
	const gemini = parts.dialect === 'gemini';
	const choice = object(valueOf(parts, gemini ? 'toolConfig' : 'tool_choice'));
	if (choice === undefined) {
		return undefined;
	}

	if (gemini) {
		const {mode, allowedFunctionNames: allowed} = object(choice.functionCallingConfig) ?? {};
		return mode === 'ANY' && Array.isArray(allowed) && allowed.length === 1 ? text(allowed[0]) : undefined;
	}

	return text(choice.name) ?? text(object(choice.function)?.name) ?? (parts.dialect === 'responses' && !['function', 'custom', 'allowed_tools', 'mcp'].includes(String(choice.type)) ? text(choice.type) : undefined);
}

function singleTool(parts: RequestParts, {start, end}: Span): string | undefined {
	const tools = end - start > oneTool ? undefined : valueOf(parts, 'tools');
	const [tool, ...others] = Array.isArray(tools) ? tools.map(each => object(each) ?? {}) : [];
	if (tool === undefined || others.length > 0) {
		return undefined;
	}

	if (parts.dialect !== 'gemini') {
		return text(tool.name) ?? text(object(tool.function)?.name) ?? text(tool.type);
	}

	const declared: readonly unknown[] = Array.isArray(tool.functionDeclarations) ? tool.functionDeclarations : [];
	// Tools of the service are keys without functions: `{"googleSearch": {}}`.
	return declared.length > 1 ? undefined : (text(object(declared[0])?.name) ?? Object.keys(tool)[0]);
}

function valueOf({body, values}: RequestParts, name: string): unknown {
	const span = values.get(name);
	if (span === undefined || span.end - span.start > oneTool) {
		return undefined;
	}

	try {
		return JSON.parse(decoder.decode(body.subarray(span.start, span.end)));
	} catch {
		// What is wrong with a body is for the one who reads it all to say.
		return undefined;
	}
}

function beginningOf({body, values}: RequestParts, name: string): string {
	const span = values.get(name);
	return span === undefined ? '' : decoder.decode(body.subarray(span.start, Math.min(span.end, span.start + glance)));
}

function endOf({body, values}: RequestParts, name: string): string {
	const span = values.get(name);
	return span === undefined ? '' : decoder.decode(body.subarray(Math.max(span.start, span.end - lastGlance), span.end));
}

function object(value: unknown): Fields | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Fields : undefined;
}

function text(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}
