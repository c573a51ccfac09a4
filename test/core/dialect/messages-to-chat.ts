import {readFileSync} from 'node:fs';
import test from 'ava';
import {readMessagesRequest} from '../../../source/core/dialect/anthropic/request.js';
import {lossy} from '../../../source/core/dialect/lossy.js';
import {writeChatRequest} from '../../../source/core/dialect/openai-chat/request.js';
import {wire} from '../../helpers/wire.js';

function convert(body: Readonly<Record<string, unknown>>, limit: 'max_tokens' | 'max_completion_tokens' = 'max_tokens') {
	const read = readMessagesRequest({model: 'm', max_tokens: 10, messages: [], ...body});
	if (read.type === 'invalid') {
		throw new Error(read.message);
	}

	const written = writeChatRequest(read.request, {model: 'x/y', limit});
	return {...written, losses: [...new Set([...read.losses, ...written.losses])].toSorted()};
}

const longName = 'mcp__a_server_with_a_long_name__and_a_tool_with_an_even_longer_name_than_that';

test('writes a turn of Claude Code as Chat', t => {
	const {body, losses, names} = convert(JSON.parse(wire('claude-turn.request.json').toString()) as Record<string, unknown>);
	const alias = names.out(longName);
	t.regex(alias, /^[\w-]{1,64}$/);
	t.is(names.back(alias), longName);
	t.deepEqual(body, {
		model: 'x/y',
		messages: [
			{role: 'system', content: 'You are a Claude agent.\n\nBe brief.'},
			{role: 'user', content: '<system-reminder>\nattribution\n</system-reminder>\n\n\necho hi, please "model":"x"\n\n<system-reminder>\n# Environment\n - Platform: linux\n</system-reminder>'},
			{role: 'assistant', content: 'Both.', tool_calls: [
				{id: 'toolu_1', type: 'function', function: {name: 'Bash', arguments: '{"command":"echo hi"}'}},
				{id: 'toolu_2', type: 'function', function: {name: 'Read', arguments: '{"path":"shot.png"}'}},
			]},
			{role: 'tool', tool_call_id: 'toolu_1', content: 'Error: no such command'},
			{role: 'tool', tool_call_id: 'toolu_2', content: 'a picture'},
			{role: 'user', content: [{type: 'image_url', image_url: {url: 'data:image/png;base64,iVBORw0KGgo='}}, {type: 'text', text: 'and now?'}]},
		],
		tools: [
			{type: 'function', function: {name: 'Bash', description: 'Runs a command', parameters: {type: 'object', properties: {command: {type: 'string'}}, required: ['command']}}},
			{type: 'function', function: {name: 'Read', parameters: {type: 'object', properties: {path: {type: 'string'}}}}},
			{type: 'function', function: {name: alias, parameters: {type: 'object'}}},
		],
		tool_choice: 'auto',
		parallel_tool_calls: false,
		max_tokens: 32_000,
		temperature: 1,
		stop: ['A', 'B', 'C', 'D'],
		stream: true,
		stream_options: {include_usage: true},
	});
	t.deepEqual(losses, ['billing-header', 'cache-hints', 'context-management', 'deferred-tools', 'metadata', 'server-tools', 'service-options', 'stop-sequences', 'thinking-history', 'thinking-request', 'tool-error-flag', 'tool-names', 'top-k']);
});

test('writes the limit as newer models of OpenAI want it', t => {
	t.deepEqual(convert({messages: [{role: 'user', content: 'hi'}]}, 'max_completion_tokens').body, {model: 'x/y', messages: [{role: 'user', content: 'hi'}], max_completion_tokens: 10});
});

const call = (id: string) => ({type: 'tool_use', id, name: 'T', input: {}});
const result = (id: string, content: unknown = 'ok') => ({type: 'tool_result', tool_use_id: id, content});
const chatCall = (id: string) => ({id, type: 'function', function: {name: 'T', arguments: '{}'}});

const conversations: ReadonlyArray<readonly [title: string, messages: readonly unknown[], expected: readonly unknown[], losses: readonly string[]]> = [
	['keeps calls and results together when a system message stands between', [
		{role: 'user', content: 'a'}, {role: 'assistant', content: [call('1')]}, {role: 'system', content: 'note'}, {role: 'user', content: [result('1')]},
	], [
		{role: 'user', content: 'a'}, {role: 'assistant', content: null, tool_calls: [chatCall('1')]}, {role: 'tool', tool_call_id: '1', content: 'ok'}, {role: 'user', content: '<system-reminder>\nnote\n</system-reminder>'},
	], []],
	['takes two turns of the user in a row', [{role: 'user', content: 'a'}, {role: 'user', content: 'b'}], [{role: 'user', content: 'a\n\nb'}], []],
	['answers a call that has no result', [
		{role: 'user', content: 'a'}, {role: 'assistant', content: [call('1'), call('2')]}, {role: 'user', content: [result('2'), {type: 'text', text: 'stop'}]},
	], [
		{role: 'user', content: 'a'}, {role: 'assistant', content: null, tool_calls: [chatCall('1'), chatCall('2')]}, {role: 'tool', tool_call_id: '2', content: 'ok'},
		{role: 'tool', tool_call_id: '1', content: 'This call was cancelled; it has no result.'}, {role: 'user', content: 'stop'},
	], ['missing-results']],
	['keeps a result whose call is gone', [{role: 'user', content: [result('9', 'late')]}], [{role: 'user', content: 'Result of the tool call 9:\nlate'}], ['orphan-results']],
	['puts a system message at the very beginning on top', [{role: 'system', content: 'rules'}, {role: 'user', content: 'a'}], [{role: 'system', content: 'rules'}, {role: 'user', content: 'a'}], []],
	['keeps what a server tool found as text', [
		{role: 'assistant', content: [{type: 'web_search_tool_result', tool_use_id: 'x', content: []}]},
	], [{role: 'assistant', content: '{"type":"web_search_tool_result","tool_use_id":"x","content":[]}'}], ['server-blocks']],
	['carries pictures by address and documents', [
		{role: 'user', content: [{type: 'image', source: {type: 'url', url: 'https://x/y.png'}}, {type: 'document', title: 'a.pdf', source: {type: 'base64', media_type: 'application/pdf', data: 'QQ=='}}]},
	], [
		{role: 'user', content: [{type: 'image_url', image_url: {url: 'https://x/y.png'}}, {type: 'file', file: {filename: 'a.pdf', file_data: 'data:application/pdf;base64,QQ=='}}]},
	], []],
	['says where a file cannot go along', [
		{role: 'user', content: [{type: 'image', source: {type: 'file', file_id: 'f'}}, {type: 'document', source: {type: 'url', url: 'https://x/y.pdf'}}]},
	], [
		{role: 'user', content: '[image in a file store that cannot be reached from here]\n\n[document at https://x/y.pdf]'},
	], ['document-urls', 'file-references']],
	['has a word for a turn that was thinking only', [{role: 'assistant', content: [{type: 'thinking', thinking: 'x', signature: 'y'}]}], [{role: 'assistant', content: ''}], ['thinking-history']],
];

for (const [title, messages, expected, losses] of conversations) {
	test(title, t => {
		const converted = convert({messages});
		t.deepEqual(converted.body.messages, expected);
		t.deepEqual(converted.losses, losses);
	});
}

const choices: ReadonlyArray<readonly [choice: unknown, expected: unknown]> = [
	[{type: 'auto'}, 'auto'],
	[{type: 'any'}, 'required'],
	[{type: 'none'}, 'none'],
	[{type: 'tool', name: 'T'}, {type: 'function', function: {name: 'T'}}],
];

for (const [choice, expected] of choices) {
	test(`writes the tool choice ${JSON.stringify(choice)}`, t => {
		t.deepEqual(convert({tools: [{name: 'T', input_schema: {type: 'object'}}], tool_choice: choice}).body.tool_choice, expected);
		t.is(convert({tool_choice: choice}).body.tool_choice, undefined);
	});
}

test('asks for a schema', t => {
	t.deepEqual(convert({output_config: {format: {type: 'json_schema', schema: {type: 'object'}}}}).body.response_format, {type: 'json_schema', json_schema: {name: 'answer', schema: {type: 'object'}, strict: true}});
});

test('says what it cannot understand', t => {
	t.deepEqual(readMessagesRequest({model: 'm'}), {type: 'invalid', message: 'messages: Invalid input: expected array, received undefined'});
	t.like(readMessagesRequest(undefined), {type: 'invalid'});
});

test('has every loss in the docs', t => {
	const page = readFileSync(new URL('../../../docs/dialects.md', import.meta.url), 'utf8');
	for (const {id, where, what, instead} of lossy['messages-to-chat']) {
		t.true(page.includes(`| \`${id}\` | ${where} | ${what} | ${instead} |`), `docs/dialects.md lacks the row of ${id}`);
	}
});
