import test from 'ava';
import {readAddress} from '../../../source/core/route/address.js';

const none = {profile: undefined, route: undefined, session: undefined};

const known: ReadonlyArray<readonly [url: string, expected: unknown]> = [
	['/v1/messages', {ask: {type: 'answer', dialect: 'messages'}, prefixes: none, query: ''}],
	['/v1/messages?beta=true', {ask: {type: 'answer', dialect: 'messages'}, prefixes: none, query: 'beta=true'}],
	['/v1/v1/messages', {ask: {type: 'answer', dialect: 'messages'}, prefixes: none, query: ''}],
	['/v1/messages/count_tokens?beta=true', {ask: {type: 'count', dialect: 'messages'}, prefixes: none, query: 'beta=true'}],
	['/s/abc123/v1/chat/completions', {ask: {type: 'answer', dialect: 'chat'}, prefixes: {...none, session: 'abc123'}, query: ''}],
	['/r/b/v1/responses', {ask: {type: 'answer', dialect: 'responses'}, prefixes: {...none, route: 'b'}, query: ''}],
	['/p/work/r/p/s/x1/v1/models?limit=1000', {ask: {type: 'models'}, prefixes: {profile: 'work', route: 'p', session: 'x1'}, query: 'limit=1000'}],
	['/p/my%2Eprofile/v1/models/', {ask: {type: 'models'}, prefixes: {...none, profile: 'my.profile'}, query: ''}],
	['/v1beta/models/gemini-3-pro:generateContent', {ask: {type: 'answer', dialect: 'gemini', model: 'gemini-3-pro', verb: 'generateContent'}, prefixes: none, query: ''}],
	['/p/1/v1beta/models/google/gemini-3:free:streamGenerateContent?alt=sse', {ask: {type: 'answer', dialect: 'gemini', model: 'google/gemini-3:free', verb: 'streamGenerateContent'}, prefixes: {...none, profile: '1'}, query: 'alt=sse'}],
	['/v1beta/models/m:countTokens', {ask: {type: 'count', dialect: 'gemini', model: 'm'}, prefixes: none, query: ''}],
	['/', {ask: {type: 'hello'}, prefixes: none, query: ''}],
	['/s/abc', {ask: {type: 'hello'}, prefixes: {...none, session: 'abc'}, query: ''}],
	['/r/p/s/abc/api/hello', {ask: {type: 'hello'}, prefixes: {...none, route: 'p', session: 'abc'}, query: ''}],
	['/health', {ask: {type: 'health'}, prefixes: none, query: ''}],
];

for (const [url, expected] of known) {
	test(`reads ${url}`, t => {
		t.like(readAddress(url), {type: 'ask', ...expected as object});
	});
}

const refused: ReadonlyArray<readonly [url: string, dialect: string]> = [
	['/v1/nothing', 'chat'],
	['/v1/messages/more', 'messages'],
	['/v1/responses/1', 'responses'],
	['/v1beta/models', 'gemini'],
	['/v1beta/models/m:delete', 'gemini'],
	['/v1/../health', 'chat'],
	['/v1/%2e%2e/health', 'chat'],
	['/v1/./messages', 'messages'],
	['//v1/messages', 'messages'],
	['/v1//messages', 'messages'],
	['/p/a%2Fb/v1/messages', 'messages'],
	['/p/a%5Cb/v1/messages', 'messages'],
	['/p/%252e%252e/v1/messages', 'messages'],
	['/p/../v1/messages', 'messages'],
	['/p/%E0%A4%A/v1/messages', 'messages'],
	['/p/%FF/v1/messages', 'messages'],
	['/p/a%00/v1/messages', 'messages'],
	['/p//v1/messages', 'messages'],
	['/p', 'messages'],
	['/r/x/v1/messages', 'messages'],
	['/r/d/v1/messages', 'messages'],
	['/s/toolongforasession1/v1/messages', 'messages'],
	['/s/a/p/b/v1/messages', 'messages'],
	['/s/a/s/b/v1/messages', 'messages'],
	[String.raw`/v1/messages\..`, 'chat'],
	['/v1/messages#x', 'chat'],
	['v1/messages', 'messages'],
	['http://evil.example/v1/messages', 'messages'],
	['*', 'messages'],
	['', 'messages'],
];

for (const [url, dialect] of refused) {
	test(`refuses ${JSON.stringify(url)}`, t => {
		t.like(readAddress(url), {type: 'unknown', dialect});
	});
}
