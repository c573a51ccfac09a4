import test from 'ava';
import type {Dialect} from '../../../source/core/dialect/dialect.js';
import {readHead} from '../../../source/core/dialect/json-head.js';
import {requestFacts, type RequestFacts} from '../../../source/core/route/facts.js';
import {wire} from '../../helpers/wire.js';

type Case = readonly [title: string, dialect: Dialect, body: unknown, facts: Partial<RequestFacts>, headers?: Readonly<Record<string, string>>];

const encode = (body: unknown) => new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));

function factsOf(dialect: Dialect, body: Uint8Array, headers: Readonly<Record<string, string>> = {}): RequestFacts {
	return requestFacts({dialect, headers, body, values: readHead(body)?.values ?? new Map()});
}

const shell = {type: 'function', function: {name: 'shell', parameters: {}}};
const user = (content: unknown) => ({role: 'user', content});
const long = 'x'.repeat(40_000);

const cases: readonly Case[] = [
	['a plain question', 'messages', {messages: [user('hi')]}, {kind: 'main', offersTools: false, onlyTool: undefined}],
	['a title of Claude Code', 'messages', {model: 'm', system: 'Generate a title', messages: [user('hi')], tools: [], output_config: {effort: 'low', format: {type: 'json_schema', schema: {}}}}, {kind: 'side', offersTools: false}],
	['a schema beside tools', 'messages', {messages: [user('hi')], tools: [{name: 'Bash', input_schema: {}}], output_config: {format: {type: 'json_schema', schema: {}}}}, {kind: 'main', offersTools: true, onlyTool: 'Bash'}],
	['an effort without a schema', 'messages', {messages: [user('"json_schema"')], output_config: {effort: 'high'}}, {kind: 'main'}],
	['a title of Codex', 'responses', {input: [{role: 'developer', content: 'x'}], text: {format: {type: 'json_schema', name: 'codex_output_schema', schema: {}}}}, {kind: 'side'}],
	['an answer of Codex after a schema of the user', 'responses', {input: [], tools: [{type: 'function', name: 'exec_command'}, {type: 'web_search'}], text: {format: {type: 'json_schema', name: 'codex_output_schema', schema: {}}}}, {kind: 'main', offersTools: true, onlyTool: undefined}],
	['a title of OpenCode', 'chat', {model: 'm', messages: [{role: 'system', content: 'You are a title generator. You output ONLY a thread title.'}, user('hi')]}, {kind: 'side'}],
	['a title of OpenCode in Messages', 'messages', {system: [{type: 'text', text: 'You are a title generator. You output'}], messages: [user('hi')]}, {kind: 'side'}],
	['a title of OpenCode in Responses', 'responses', {input: [{role: 'developer', content: 'You are a title generator. You output'}]}, {kind: 'side'}],
	['a title of Hermes', 'chat', {messages: [{role: 'system', content: 'Generate a short, descriptive title (3-7 words) for this'}, user('hi')]}, {kind: 'side'}],
	['a review of Hermes', 'chat', {messages: [{role: 'system', content: 'You are a security reviewer for an agent.'}, user('rm -r /tmp/x')]}, {kind: 'side'}],
	['the memory of Qwen Code, with tools', 'chat', {messages: [{role: 'system', content: 'You are Qwen Code'}, user(long), user([{type: 'text', text: 'You are now acting as the managed memory extraction subagent. Look'}])], tools: [shell, shell]}, {kind: 'side', offersTools: true}],
	['a suggestion of Qwen Code', 'chat', {messages: [{role: 'system', content: 'You are Qwen Code'}, user(long), {role: 'assistant', content: 'ok'}, user('[SUGGESTION MODE: Suggest what the user might say]')], tools: [shell]}, {kind: 'side'}],
	['the classifier of Qwen Code', 'chat', {messages: [{role: 'system', content: 'You are a security classifier. Judge'}, user('ls')], tools: [shell]}, {kind: 'side', onlyTool: 'shell'}],
	['a title in Gemini', 'gemini', {systemInstruction: {parts: [{text: 'You are a title generator'}]}, contents: []}, {kind: 'side'}],
	['a user who quotes such words', 'chat', {messages: [{role: 'system', content: 'You are pi'}, user('my prompt is "You are a title generator" and "[SUGGESTION MODE: x"')]}, {kind: 'main'}],
	['a suggestion that was made earlier', 'chat', {messages: [user('[SUGGESTION MODE: x]'), {role: 'assistant', content: 'y'}, user('go on')]}, {kind: 'main'}],
	['a main request that says so', 'messages', {messages: [], output_config: {format: {type: 'json_schema'}}}, {kind: 'main'}, {'x-claude-code-request-class': 'main'}],
	['a compaction', 'messages', {messages: []}, {kind: 'main'}, {'x-claude-code-request-class': 'compaction'}],
	['a subagent', 'messages', {messages: []}, {kind: 'subagent'}, {'x-claude-code-request-class': 'subagent'}],
	['a workflow', 'messages', {messages: []}, {kind: 'subagent'}, {'x-claude-code-request-class': 'workflow'}],
	['an auxiliary request', 'messages', {messages: []}, {kind: 'side'}, {'x-claude-code-request-class': 'auxiliary'}],
	['a side reply', 'messages', {messages: []}, {kind: 'side'}, {'x-claude-code-request-class': 'side_reply'}],
	['a class nobody knows', 'messages', {messages: []}, {kind: 'main'}, {'x-claude-code-request-class': 'other'}],
	['no tools in white space', 'chat', '{"tools" : [ \n ] , "messages":[]}', {offersTools: false, onlyTool: undefined}],
	['tools that are null', 'chat', {tools: null}, {offersTools: false}],
	['a tool by its type', 'responses', {input: 'x', tools: [{type: 'web_search'}]}, {onlyTool: 'web_search'}],
	['a search of Claude Code', 'messages', {tools: [{type: 'web_search_20250305', name: 'web_search', max_uses: 8}], tool_choice: {type: 'auto'}}, {onlyTool: 'web_search'}],
	['a tool that must be called', 'messages', {tools: [{name: 'a'}, {name: 'b'}], tool_choice: {type: 'tool', name: 'b'}}, {onlyTool: 'b'}],
	['a function that must be called', 'chat', {tools: [shell, shell], tool_choice: {type: 'function', function: {name: 'fetch_url'}}}, {onlyTool: 'fetch_url'}],
	['a tool of the service that must be called', 'responses', {tools: [shell, shell], tool_choice: {type: 'web_search'}}, {onlyTool: 'web_search'}],
	['any of several tools', 'chat', {tools: [shell, shell], tool_choice: 'required'}, {offersTools: true, onlyTool: undefined}],
	['one of several allowed ones', 'responses', {tools: [shell, shell], tool_choice: {type: 'allowed_tools', mode: 'auto', tools: []}}, {onlyTool: undefined}],
	['a function of Gemini', 'gemini', {tools: [{functionDeclarations: [{name: 'google_search'}]}]}, {onlyTool: 'google_search'}],
	['several functions of Gemini', 'gemini', {tools: [{functionDeclarations: [{name: 'a'}, {name: 'b'}]}]}, {offersTools: true, onlyTool: undefined}],
	['a search of Gemini', 'gemini', {tools: [{googleSearch: {}}]}, {onlyTool: 'googleSearch'}],
	['the only function allowed of Gemini', 'gemini', {tools: [{functionDeclarations: [{name: 'a'}, {name: 'b'}]}], toolConfig: {functionCallingConfig: {mode: 'ANY', allowedFunctionNames: ['b']}}}, {onlyTool: 'b'}],
	['tools that are nonsense', 'chat', '{"tools": [}, "x": 1}', {kind: 'main'}],
	['values of the wrong kind', 'messages', {tools: 5, tool_choice: 7, system: {}, messages: 'x', output_config: 'json_schema'}, {kind: 'main', onlyTool: undefined}],
	['nothing at all', 'gemini', '', {kind: 'main', offersTools: false, onlyTool: undefined}],
];

for (const [title, dialect, body, expected, headers] of cases) {
	test(`reads ${title}`, t => {
		t.like(factsOf(dialect, encode(body), headers), expected);
	});
}

test('reads a turn of Claude Code as its main conversation', t => {
	t.like(factsOf('messages', wire('claude-turn.request.json')), {kind: 'main', offersTools: true, onlyTool: undefined});
});

test('looks at a large body without reading it all', t => {
	const body = encode({model: 'm', system: 'You are an agent', messages: Array.from({length: 400}, () => user(long)), tools: Array.from({length: 200}, () => ({name: 'a', description: 'x'.repeat(200)}))});
	const {values} = readHead(body) ?? {values: new Map<string, never>()};
	let looked = 0;
	const counted = Object.assign(body, {
		subarray(from: number, to: number) {
			looked += to - from;
			return Uint8Array.prototype.subarray.call(body, from, to);
		},
	});
	t.like(requestFacts({dialect: 'messages', headers: {}, body: counted, values}), {kind: 'main', offersTools: true});
	t.true(looked > 0 && looked < 40 * 1024, `${looked} of ${body.length} bytes`);
});
