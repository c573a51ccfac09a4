import test, {type ExecutionContext} from 'ava';
import {withGateway, type Call} from '../helpers/gateway.js';
import {wire} from '../helpers/wire.js';
import {eventStream, withUpstream} from '../helpers/with-upstream.js';

/** One provider that serves every wire; all roles and all rules of the profile have models of their own. */
async function start(t: ExecutionContext) {
	const recordings: ReadonlyArray<readonly [path: RegExp, recording: string]> = [[/messages$/, 'messages-tool.sse'], [/completions$/, 'chat-text.sse'], [/responses$/, 'responses-tool.sse'], [/streamGenerateContent$/, 'gemini-text.sse']];
	const upstream = await withUpstream(t, request => ({headers: eventStream, chunks: [wire(recordings.find(([path]) => path.test(request.url.replace(/\?.*/, '')))?.[1] ?? '')]}));
	const gateway = await withGateway(t, {
		default_provider: 'box', model_tiers: {BIG: {default: 'big'}, MIDDLE: {default: 'middle'}, SMALL: {default: 'small'}},
		profiles: {
			work: {tier_overrides: {small: 'work-small'}, toolcall_models: ['work-tools'], web_search: 'work-search', subagent_model: 'work-helper', model: 'work'},
			main: {force_main: 'work-main'},
			moved: {provider_override: 'other', tier_providers: {big: 'box'}},
		},
		providers: {box: {base_url: upstream.address, wires: ['messages', 'chat', 'responses', 'gemini']}, other: {base_url: `${upstream.address}/other`, wires: ['messages', 'chat', 'responses', 'gemini']}},
	});
	return {upstream, gateway};
}

const tool = {name: 'shell', input_schema: {}};
const messages = (body: object = {}, headers: Readonly<Record<string, string>> = {}): Call => ({path: '/v1/messages', body: {model: 'claude-opus-5-5', stream: true, ...body}, headers});
const titleOfCodex = {model: 'clutch-big', stream: true, input: [{role: 'developer', content: 'x'}], text: {format: {type: 'json_schema', name: 'codex_output_schema', schema: {}}}};
const titleOfOpenCode = {model: 'clutch-big', stream: true, messages: [{role: 'system', content: 'You are a title generator. You output'}]};

const cases: ReadonlyArray<readonly [title: string, profile: string, call: Call, rule: string, model: string]> = [
	['the model of a profile', 'work', messages(), 'profile', 'work'],
	['a request with tools', 'work', messages({tools: [tool, tool]}), 'toolcall-models', 'work-tools'],
	['a search', 'work', messages({tools: [{type: 'web_search_20250305', name: 'web_search'}]}), 'web-search', 'work-search'],
	['a subagent', 'work', messages({tools: [tool]}, {'x-claude-code-request-class': 'subagent'}), 'subagent-model', 'work-helper'],
	['a title', 'work', messages({}, {'x-claude-code-request-class': 'auxiliary'}), 'tier-override', 'work-small'],
	['the main conversation', 'main', messages({tools: [tool]}), 'force-main', 'work-main'],
	['a title of Codex', '', {path: '/v1/responses', body: titleOfCodex}, 'side-request', 'small'],
	['a title of OpenCode', '', {path: '/v1/chat/completions', body: titleOfOpenCode}, 'side-request', 'small'],
	['a title in Gemini', '', {path: '/v1beta/models/clutch-big:streamGenerateContent?alt=sse', body: {systemInstruction: {parts: [{text: 'You are a title generator'}]}}}, 'side-request', 'small'],
	['a request of Gemini', '', {path: '/v1beta/models/clutch-big:streamGenerateContent?alt=sse', body: {contents: []}}, 'role', 'big'],
];

for (const [title, profile, call, rule, model] of cases) {
	test(`sends ${title} where the rule ${rule} says`, async t => {
		const {upstream, gateway} = await start(t);
		const answer = await gateway.call({...call, path: `${profile === '' ? '' : `/p/${profile}`}/s/abc${call.path ?? ''}`});
		t.is(answer.status, 200);
		t.like(await gateway.clutchd.only(), {rule, provider: 'box', model, profile: profile === '' ? undefined : profile, session: 'abc', outcome: 'ok'});
		const [request] = upstream.requests;
		const sent = JSON.parse(request?.body.toString() ?? '') as Readonly<Record<string, unknown>>;
		t.is(/models\/(.+):/.exec(request?.url ?? '')?.[1] ?? sent.model, model);
		// All but the model is as it was.
		t.deepEqual({...sent, model: 0}, {...call.body as object, model: 0});
	});
}

test('sends everything of a profile to its one provider', async t => {
	const {upstream, gateway} = await start(t);
	t.like(await gateway.call({path: '/p/moved/v1/chat/completions', body: {model: 'clutch-big', stream: true}}), {status: 200});
	t.is(upstream.requests[0]?.url, '/other/v1/chat/completions');
	t.like(await gateway.clutchd.only(), {rule: 'role', provider: 'other', model: 'big'});
});
