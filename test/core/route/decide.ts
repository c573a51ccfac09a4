import {readFileSync} from 'node:fs';
import test from 'ava';
import {completeConfig, type Config} from '../../../source/core/config/config.js';
import {decide, routeRules, type RouteFacts} from '../../../source/core/route/decide.js';
import type {RequestFacts} from '../../../source/core/route/facts.js';
import {resolveModel} from '../../../source/core/route/model.js';

function configOf(changes: Partial<Config> = {}): Config {
	return {...completeConfig({}, {}), ...changes};
}

const roles = configOf({
	model_tiers: {BIG: {default: 'big/one', cascade: ['big/two', 'big/one']}, MIDDLE: {default: 'anthropic:claude-sonnet-5', cascade: []}, SMALL: {default: 'ollama/qwen3:4b', cascade: ['small/two']}},
	fallbacks: ['last/resort', 'big/two'],
	profiles: {1: 'vendor/profile', big: {tier_overrides: {big: 'only/big'}}, all: {force_main: 'forced/one'}, raw: {route: 'b'}},
});

const facts: RouteFacts = {dialect: 'messages', requestedModel: 'claude-opus-5-5', profile: undefined, route: undefined, credential: {type: 'none'}};

const openrouter = (...models: readonly string[]) => models.map(model => ({provider: 'openrouter', model}));

const cases: ReadonlyArray<readonly [title: string, facts: Partial<RouteFacts>, rule: string, candidates: ReadonlyArray<{readonly provider: string; readonly model: string}>]> = [
	['opus is BIG: default, cascade, fallbacks, each once', {}, 'role', openrouter('big/one', 'big/two', 'last/resort')],
	['fable is BIG', {requestedModel: 'claude-fable-5-2'}, 'role', openrouter('big/one', 'big/two', 'last/resort')],
	['an id nobody knows is BIG', {requestedModel: 'gpt-5.2'}, 'role', openrouter('big/one', 'big/two', 'last/resort')],
	['sonnet is MIDDLE', {requestedModel: 'claude-sonnet-4-6[1m]'}, 'role', [{provider: 'anthropic', model: 'claude-sonnet-5'}, ...openrouter('last/resort', 'big/two')]],
	['haiku is SMALL', {requestedModel: 'claude-haiku-5-5'}, 'role', [{provider: 'ollama', model: 'qwen3:4b'}, ...openrouter('small/two', 'last/resort', 'big/two')]],
	['our own alias is its role', {requestedModel: 'claude-clutch-small'}, 'role', [{provider: 'ollama', model: 'qwen3:4b'}, ...openrouter('small/two', 'last/resort', 'big/two')]],
	['a named provider is explicit', {requestedModel: 'openrouter/x/y'}, 'explicit-model', openrouter('x/y', 'last/resort', 'big/two')],
	['a model the config names is explicit', {requestedModel: 'small/two'}, 'explicit-model', openrouter('small/two', 'last/resort', 'big/two')],
	['a model with a vendor is explicit', {requestedModel: 'other/model'}, 'explicit-model', openrouter('other/model', 'last/resort', 'big/two')],
	['route b leaves the model alone', {route: 'b', requestedModel: 'claude-opus-5-5'}, 'bypass', [{provider: 'anthropic', model: 'claude-opus-5-5'}]],
	['a profile may leave the model alone', {profile: 'raw', requestedModel: 'claude-opus-5-5'}, 'bypass', [{provider: 'anthropic', model: 'claude-opus-5-5'}]],
	['route p goes before what a profile says of the route', {profile: 'raw', route: 'p'}, 'role', openrouter('big/one', 'big/two', 'last/resort')],
	['profile demo is the demo', {profile: 'demo', requestedModel: 'claude-haiku-5-5'}, 'demo', [{provider: 'demo', model: 'demo-small'}]],
	['a profile names the model of every role', {profile: '1'}, 'profile', openrouter('vendor/profile', 'last/resort', 'big/two')],
	['a profile leaves an explicit model alone', {profile: '1', requestedModel: 'other/model'}, 'explicit-model', openrouter('other/model', 'last/resort', 'big/two')],
	['a profile may name one role only', {profile: 'big', requestedModel: 'claude-haiku-5-5'}, 'role', [{provider: 'ollama', model: 'qwen3:4b'}, ...openrouter('small/two', 'last/resort', 'big/two')]],
	['a profile may force its model', {profile: 'all', requestedModel: 'other/model'}, 'force-main', openrouter('forced/one', 'last/resort', 'big/two')],
	['an own login goes to its vendor and nowhere else', {credential: {type: 'own-login', vendor: 'anthropic'}, requestedModel: 'other/model', route: 'p', profile: '1'}, 'own-login', [{provider: 'anthropic', model: 'other/model'}]],
];

for (const [title, changes, rule, candidates] of cases) {
	test(title, t => {
		const decision = decide({...facts, ...changes}, roles);
		t.like(decision, {type: 'route', rule, candidates, ownLogin: rule === 'own-login'});
		t.is(decision.type === 'route' ? decision.candidates.length : 0, candidates.length);
	});
}

const side: RequestFacts = {kind: 'side', offersTools: false, onlyTool: undefined};
const subagent: RequestFacts = {kind: 'subagent', offersTools: true, onlyTool: undefined};
const main: RequestFacts = {kind: 'main', offersTools: true, onlyTool: undefined};
const searching: RequestFacts = {kind: 'main', offersTools: true, onlyTool: 'web_search'};

const ruled = configOf({
	model_tiers: {BIG: {default: 'big/one', cascade: ['big/two']}, MIDDLE: {default: 'middle/one', cascade: ['middle/two']}, SMALL: {default: 'small/one', cascade: []}},
	fallbacks: ['last/resort'],
	toolcall_models: ['tools/own'],
	profiles: {
		plain: {notes: 'nothing'},
		forced: {force_main: 'forced/one', model: 'every/role'},
		tiers: {tier_overrides: {big: 'over/big', small: 'over/small'}, tier_providers: {big: 'groq', middle: 'claude'}, model: 'every/role'},
		tools: {toolcall_models: ['tools/one', 'tools/two'], tier_overrides: {big: 'over/big'}},
		search: {web_search: 'search/one', force_main: 'forced/one'},
		pattern: {web_search: 'search/one', web_search_pattern: '^look'},
		quiet: {web_search: 'search/one', web_search_intercept: false},
		wrong: {web_search: 'search/one', web_search_pattern: '('},
		one: {provider_override: 'groq', tier_providers: {big: 'mistral'}},
		helpers: {subagent_model: 'helper/one', force_main: 'forced/one'},
	},
});

const profileCases: ReadonlyArray<readonly [title: string, facts: Partial<RouteFacts>, rule: string, candidates: ReadonlyArray<{readonly provider: string; readonly model: string}>]> = [
	['force_main answers the main conversation', {profile: 'forced', request: main}, 'force-main', openrouter('forced/one', 'last/resort')],
	['force_main answers it whatever model it names', {profile: 'forced', requestedModel: 'openrouter/other/model', request: main}, 'force-main', openrouter('forced/one', 'last/resort')],
	['force_main leaves the small model alone', {profile: 'forced', requestedModel: 'claude-haiku-5-5', request: main}, 'profile', openrouter('every/role', 'last/resort')],
	['force_main leaves side requests alone', {profile: 'forced', request: side}, 'profile', openrouter('every/role', 'last/resort')],
	['force_main leaves subagents alone', {profile: 'forced', request: subagent}, 'toolcall-models', openrouter('tools/own', 'last/resort')],
	['tier_overrides name the model of a role, tier_providers who serves it', {profile: 'tiers'}, 'tier-override', [{provider: 'groq', model: 'over/big'}, ...openrouter('last/resort')]],
	['a role without an override has the profile\'s model, served as the role is', {profile: 'tiers', requestedModel: 'claude-sonnet-5'}, 'profile', [{provider: 'anthropic', model: 'every/role'}, ...openrouter('last/resort')]],
	['an override is no other role\'s', {profile: 'tiers', requestedModel: 'clutch-small'}, 'tier-override', openrouter('over/small', 'last/resort')],
	['toolcall_models come first where tools are offered', {profile: 'tools', request: main}, 'toolcall-models', openrouter('tools/one', 'tools/two', 'last/resort')],
	['toolcall_models are for nothing else', {profile: 'tools', request: {...main, offersTools: false}}, 'tier-override', openrouter('over/big', 'last/resort')],
	['toolcall_models leave an explicit model alone', {profile: 'tools', requestedModel: 'other/model', request: main}, 'explicit-model', openrouter('other/model', 'last/resort')],
	['toolcall_models leave the small model alone', {profile: 'tools', requestedModel: 'claude-haiku-5-5', request: main}, 'role', openrouter('small/one', 'last/resort')],
	['the config\'s toolcall_models are for MIDDLE', {requestedModel: 'claude-sonnet-5', request: main}, 'toolcall-models', openrouter('tools/own', 'last/resort')],
	['the config\'s toolcall_models are not for BIG', {request: main}, 'role', openrouter('big/one', 'big/two', 'last/resort')],
	['web_search answers where a search is all there is', {profile: 'search', request: searching}, 'web-search', openrouter('search/one', 'last/resort')],
	['web_search answers nothing else', {profile: 'search', request: {...main, onlyTool: 'shell'}}, 'force-main', openrouter('forced/one', 'last/resort')],
	['web_search_pattern names the tools', {profile: 'pattern', request: {...main, onlyTool: 'lookup'}}, 'web-search', openrouter('search/one', 'last/resort')],
	['web_search_pattern names all of them', {profile: 'pattern', request: searching}, 'role', openrouter('big/one', 'big/two', 'last/resort')],
	['web_search_intercept turns it off', {profile: 'quiet', request: searching}, 'role', openrouter('big/one', 'big/two', 'last/resort')],
	['a pattern that is none matches nothing', {profile: 'wrong', request: searching}, 'role', openrouter('big/one', 'big/two', 'last/resort')],
	['provider_override serves everything', {profile: 'one'}, 'role', ['big/one', 'big/two', 'last/resort'].map(model => ({provider: 'groq', model}))],
	['provider_override serves an explicit model too', {profile: 'one', requestedModel: 'mistral:codestral'}, 'explicit-model', ['codestral', 'last/resort'].map(model => ({provider: 'groq', model}))],
	['subagent_model answers subagents', {profile: 'helpers', request: subagent}, 'subagent-model', openrouter('helper/one', 'last/resort')],
	['subagent_model leaves a small one alone', {profile: 'helpers', requestedModel: 'claude-haiku-5-5', request: subagent}, 'role', openrouter('small/one', 'last/resort')],
	['subagent_model leaves an explicit model alone', {profile: 'helpers', requestedModel: 'other/model', request: subagent}, 'explicit-model', openrouter('other/model', 'last/resort')],
	['a subagent is MIDDLE', {profile: 'plain', request: {...subagent, offersTools: false}}, 'subagent', openrouter('middle/one', 'middle/two', 'last/resort')],
	['a side request is SMALL', {request: side}, 'side-request', openrouter('small/one', 'last/resort')],
	['a side request for the small model is no more than that', {requestedModel: 'clutch-small', request: side}, 'role', openrouter('small/one', 'last/resort')],
	['a side request that names its model gets it', {requestedModel: 'other/model', request: side}, 'explicit-model', openrouter('other/model', 'last/resort')],
	['a side request stays with its model on route b', {route: 'b', requestedModel: 'other/model', request: side}, 'bypass', openrouter('other/model')],
	['a launch\'s role goes before the profile\'s', {profile: 'tiers', request: main, settings: {roles: {BIG: 'mine/big'}}}, 'role', [{provider: 'groq', model: 'mine/big'}, ...openrouter('last/resort')]],
	['a launch\'s role goes before force_main and toolcall_models', {profile: 'forced', requestedModel: 'claude-sonnet-5', request: main, settings: {roles: {MIDDLE: 'mine/middle'}}}, 'role', openrouter('mine/middle', 'last/resort')],
	['a launch\'s provider goes before the profile\'s', {profile: 'one', settings: {provider: 'xai'}}, 'role', ['big/one', 'big/two', 'last/resort'].map(model => ({provider: 'xai', model}))],
	['a switched session has its model before every rule of the profile', {profile: 'search', request: searching, settings: {model: 'groq:new'}}, 'switched', [{provider: 'groq', model: 'new'}, ...openrouter('last/resort')]],
	['a switched session keeps its small model', {settings: {model: 'groq:new'}, request: side}, 'side-request', openrouter('small/one', 'last/resort')],
	['a session can be switched to a role', {settings: {model: 'middle'}}, 'switched', openrouter('middle/one', 'middle/two', 'last/resort')],
	['a session switched to a vendor\'s name gets that model and no role', {settings: {model: 'claude-sonnet-4-6'}}, 'switched', [{provider: 'anthropic', model: 'claude-sonnet-4-6'}, ...openrouter('last/resort')]],
	['a provider\'s alias before the model is understood', {settings: {model: 'claude/claude-opus-4-8'}}, 'switched', [{provider: 'anthropic', model: 'claude-opus-4-8'}, ...openrouter('last/resort')]],
	['a switched session has that model only on route b', {route: 'b', settings: {model: 'openrouter/new/model'}}, 'switched', openrouter('new/model')],
	['an own login is not switched', {credential: {type: 'own-login', vendor: 'anthropic'}, settings: {model: 'groq:new', provider: 'groq'}, profile: 'one', request: searching}, 'own-login', [{provider: 'anthropic', model: 'claude-opus-5-5'}]],
	['the login of Codex goes to its vendor', {dialect: 'responses', credential: {type: 'own-login', vendor: 'codex'}, requestedModel: 'gpt-5.5', profile: 'forced'}, 'own-login', [{provider: 'codex', model: 'gpt-5.5'}]],
];

for (const [title, changes, rule, candidates] of profileCases) {
	test(title, t => {
		const decision = decide({...facts, ...changes}, ruled);
		t.deepEqual(decision.type === 'route' ? [decision.rule, decision.candidates] : decision, [rule, candidates]);
	});
}

test('tries one model of toolcall_models where cascades are off', t => {
	t.like(decide({...facts, profile: 'tools', request: main}, {...ruled, model_cascade: false}), {rule: 'toolcall-models', candidates: openrouter('tools/one')});
});

test('has a line in the documentation for every rule, in their order', t => {
	const page = readFileSync(new URL('../../../docs/gateway.md', import.meta.url), 'utf8');
	const rows = page.slice(page.indexOf('| rule |'), page.indexOf('With `model_cascade`')).matchAll(/^\| ((?:`[\w-]+`(?:, )?)+) \|/gm);
	t.deepEqual([...rows].flatMap(([, names = '']) => names.replaceAll('`', '').split(', ')), [...routeRules]);
});

test('tries only the default where cascades are off', t => {
	t.like(decide(facts, {...roles, model_cascade: false}), {candidates: openrouter('big/one')});
});

test('refuses a profile nobody made, and an own login on a wire its vendor does not serve', t => {
	t.like(decide({...facts, profile: 'nope'}, roles), {type: 'refused', status: 404});
	for (const [dialect, vendor] of [['chat', 'anthropic'], ['responses', 'anthropic'], ['messages', 'codex'], ['gemini', 'codex']] as const) {
		t.like(decide({...facts, dialect, credential: {type: 'own-login', vendor}}, roles), {type: 'refused', status: 403});
	}
});

const withKeys = configOf({providers: {deepseek: {api_key: 'k'}, box: {base_url: 'http://127.0.0.1:1/v1'}}});

const models: ReadonlyArray<readonly [text: string, provider: string, model: string]> = [
	['deepseek/deepseek-v4-flash:free', 'openrouter', 'deepseek/deepseek-v4-flash:free'],
	['deepseek:deepseek-chat', 'deepseek', 'deepseek-chat'],
	['openai/gpt-oss-120b:free', 'openrouter', 'openai/gpt-oss-120b:free'],
	['box/llama3.1:70b', 'box', 'llama3.1:70b'],
	['box:llama', 'box', 'llama'],
	['ollama/qwen3', 'ollama', 'qwen3'],
	['claude/claude-opus-5-5', 'anthropic', 'claude-opus-5-5'],
	['anthropic/claude-opus-5', 'openrouter', 'anthropic/claude-opus-5'],
	['anthropic-direct/claude-opus-5', 'anthropic', 'claude-opus-5'],
	['claude-opus-5-5', 'anthropic', 'claude-opus-5-5'],
	['gemini-3-pro', 'gemini', 'gemini-3-pro'],
	['llama3.1:70b', 'openrouter', 'llama3.1:70b'],
	['demo/demo-big', 'demo', 'demo-big'],
];

for (const [text, provider, model] of models) {
	test(`resolves ${text} to ${provider}`, t => {
		t.like(resolveModel(text, withKeys), {provider, model});
	});
}

test('leaves plain names to a default provider of one\'s own', t => {
	t.like(resolveModel('claude-opus-5-5', {...withKeys, default_provider: 'box'}), {provider: 'box', model: 'claude-opus-5-5'});
});
