import test from 'ava';
import {completeConfig, type Config} from '../../../source/core/config/config.js';
import {asNamed} from '../../../source/core/launch/named-model.js';
import {decide} from '../../../source/core/route/decide.js';

const shipped = completeConfig({}, {});
const local: Config = {...shipped, default_provider: 'ollama', tiers: {z: 'qwen3:4b'}};

for (const [config, model, expected] of [
	[shipped, 'gpt-4o', 'openai:gpt-4o'],
	[shipped, 'claude-opus-5-5', 'anthropic:claude-opus-5-5'],
	[shipped, 'gemini-2.5-pro', 'gemini:gemini-2.5-pro'],
	[shipped, 'openai/gpt-4o', 'openai/gpt-4o'],
	[shipped, 'claude/sonnet-4', 'claude/sonnet-4'],
	[shipped, 'groq:llama', 'groq:llama'],
	[shipped, 'opus', 'opus'],
	[shipped, 'opus[1m]', 'opus[1m]'],
	[shipped, 'clutch-big', 'clutch-big'],
	[shipped, 'opusplan', 'opusplan'],
	[local, 'llama3.1', 'ollama:llama3.1'],
	[local, 'qwen3:4b', 'qwen3:4b'],
	[local, 'sonnet', 'sonnet'],
] as const) {
	test(`-m ${model} with ${config.default_provider} asks for ${expected}`, t => {
		t.is(asNamed(model, config), expected);
	});
}

test('a model that is named is the one the gateway asks, and no role', t => {
	const decision = decide({dialect: 'messages', requestedModel: asNamed('gpt-4o', shipped), profile: undefined, route: undefined, credential: {type: 'ours'}}, shipped);
	t.like(decision, {rule: 'explicit-model', candidates: [{provider: 'openai', model: 'gpt-4o'}]});
});
