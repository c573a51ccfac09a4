import test from 'ava';
import {completeConfig, type Config} from '../../../source/core/config/config.js';
import {decide, type RouteFacts} from '../../../source/core/route/decide.js';
import {resolveModel} from '../../../source/core/route/model.js';

function configOf(changes: Partial<Config> = {}): Config {
	return {...completeConfig({}, {}), ...changes};
}

const roles = configOf({
	model_tiers: {BIG: {default: 'big/one', cascade: ['big/two', 'big/one']}, MIDDLE: {default: 'anthropic:claude-sonnet-5', cascade: []}, SMALL: {default: 'ollama/qwen3:4b', cascade: ['small/two']}},
	fallbacks: ['last/resort', 'big/two'],
	profiles: {1: 'vendor/profile', big: {tier_overrides: {big: 'only/big'}}, all: {force_main: 'forced/one'}},
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

test('tries only the default where cascades are off', t => {
	t.like(decide(facts, {...roles, model_cascade: false}), {candidates: openrouter('big/one')});
});

test('refuses a profile nobody made, and an own login on a wire its vendor does not serve', t => {
	t.like(decide({...facts, profile: 'nope'}, roles), {type: 'refused', status: 404});
	t.like(decide({...facts, dialect: 'chat', credential: {type: 'own-login', vendor: 'anthropic'}}, roles), {type: 'refused', status: 403});
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
