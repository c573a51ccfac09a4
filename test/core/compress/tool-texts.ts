import test from 'ava';
import {readTree} from '../../../source/core/compress/json-tree.js';
import {toolTexts} from '../../../source/core/compress/tool-texts.js';
import type {Dialect} from '../../../source/core/dialect/dialect.js';

const find = (dialect: Dialect, list: unknown) => {
	const body = Buffer.from(JSON.stringify(list));
	const found = toolTexts(body, {list: readTree(body, 0), dialect});
	return found?.texts.map(text => [body.subarray(text.start, text.end).toString(), text.call, text.isNew, text.isError]);
};

test('finds what tools answered in Messages, and nothing else', t => {
	t.deepEqual(find('messages', [
		{role: 'user', content: 'plain'},
		{role: 'assistant', content: [{type: 'thinking', thinking: 'x', signature: 's'}, {type: 'tool_use', id: 'a', name: 'Bash', input: {type: 'tool_result', content: 'no'}}, {type: 'server_tool_use', id: 'z', input: {}}, {type: 'web_search_tool_result', tool_use_id: 'z', content: 'no'}]},
		{role: 'user', content: [{type: 'tool_result', tool_use_id: 'a', content: 'old'}, {type: 'text', text: 'no'}]},
		{role: 'assistant', content: 'said'},
		{role: 'user', content: [{type: 'tool_result', tool_use_id: 'b', is_error: true, content: [{type: 'text', text: 'one'}, {type: 'image', source: {type: 'base64', data: 'AAAA'}}, {type: 'text', text: 'two'}]}, {type: 'tool_result', tool_use_id: 'c'}, {type: 'document', content: 'no'}]},
	]), [['"old"', 'a', false, false], ['"one"', 'b', true, true], ['"two"', 'b', true, true]]);
});

test('finds what tools answered in Chat, and nothing else', t => {
	t.deepEqual(find('chat', [
		{role: 'system', content: 'no'},
		{role: 'user', content: 'no'},
		{role: 'assistant', content: null, tool_calls: [{id: 'a', function: {arguments: '{}'}}]},
		{role: 'tool', tool_call_id: 'a', content: 'one'},
		{role: 'tool', tool_call_id: 'b', content: [{type: 'text', text: 'two'}]},
		{role: 'user', content: 'no'},
	]), [['"one"', 'a', true, false], ['"two"', 'b', true, false]]);
});

test('finds what tools answered in Responses, and nothing else', t => {
	t.deepEqual(find('responses', [
		{role: 'developer', content: 'no'},
		{role: 'user', content: [{type: 'input_text', text: 'no'}]},
		{type: 'function_call', call_id: 'a', arguments: '{}'},
		{type: 'function_call_output', call_id: 'a', output: 'old'},
		{type: 'reasoning', encrypted_content: 'no'},
		{type: 'function_call', call_id: 'b', arguments: '{}'},
		{type: 'custom_tool_call', call_id: 'c', input: 'no'},
		{type: 'function_call_output', call_id: 'b', output: [{type: 'input_text', text: 'new'}, {type: 'input_image', image_url: 'no'}]},
		{type: 'custom_tool_call_output', call_id: 'c', output: 'no'},
	]), [['"old"', 'a', false, false], ['"new"', 'b', true, false]]);
});

test('finds nothing where there is no list of messages', t => {
	t.deepEqual([find('messages', {}), find('chat', 'x'), find('responses', 'text'), find('messages', []), find('gemini', [{role: 'tool', content: 'x'}])], [undefined, undefined, undefined, undefined, undefined]);
});

test('finds the marks of a client with their commas', t => {
	const body = Buffer.from('[{"role":"user","content":[{"cache_control":{"type":"ephemeral"},"type":"tool_result","tool_use_id":"a","content":"x"}, {"type":"text","text":"y" , "cache_control" : {"type":"ephemeral"} }]},{"cache_control":null}]');
	const found = toolTexts(body, {list: readTree(body, 0), dialect: 'messages'});
	let left = body.toString();
	for (const {start, end} of (found?.marks ?? []).toReversed()) {
		left = left.slice(0, start) + left.slice(end);
	}

	t.deepEqual(JSON.parse(left), [{role: 'user', content: [{type: 'tool_result', tool_use_id: 'a', content: 'x'}, {type: 'text', text: 'y'}]}, {}]);
});
