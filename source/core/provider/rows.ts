import type {Dialect} from '../dialect/dialect.js';

/** How a provider wants its key: the header's name, and what stands before the key. */
export type AuthStyle = 'bearer' | 'x-api-key' | 'x-goog-api-key';

export type WireRow = {
	/** The address with its version: what comes after it is the same everywhere (`/messages`, `/chat/completions`, `/responses`, `/models/…`). */
	readonly base: string;
	readonly auth: AuthStyle;
};

export type ProviderRow = {
	readonly id: string;
	readonly title: string;
	readonly wires: Readonly<Partial<Record<Dialect, WireRow>>>;
	/** Other names under which a model string may call it. */
	readonly aliases?: readonly string[];
	/** Its name stands before a slash too (`ollama/qwen3`). Most vendors' names do not: `deepseek/…` is also how OpenRouter calls its models. */
	readonly beforeSlash?: boolean;
	/** Newer models of OpenAI refuse `max_tokens`; most others know nothing else. */
	readonly chatLimit?: 'max_completion_tokens';
	/** It answers its client's own login and nobody else, so no key of ours is for it. */
	readonly loginOnly?: boolean;
	/** A service of the same id, where that runs, says where it is. */
	readonly runs?: boolean;
	/** What it speaks, where only a running one says where. */
	readonly serves?: readonly Dialect[];
	/** Its addresses have no version: one in the config stands as it is. */
	readonly versionless?: boolean;
};

const chat = (base: string) => ({chat: {base, auth: 'bearer'}}) as const;
const messages = (base: string, auth: AuthStyle = 'bearer') => ({messages: {base, auth}}) as const;
const responses = (base: string) => ({responses: {base, auth: 'bearer'}}) as const;

/** Who serves what, as their documentation says. The config adds to this and changes it. */
export const providerRows: readonly ProviderRow[] = [
	{
		id: 'anthropic', title: 'Anthropic', aliases: ['claude', 'anthropic-direct'],
		wires: {...messages('https://api.anthropic.com/v1', 'x-api-key')},
	},
	{
		id: 'openrouter', title: 'OpenRouter', beforeSlash: true,
		wires: {...messages('https://openrouter.ai/api/v1'), ...chat('https://openrouter.ai/api/v1'), ...responses('https://openrouter.ai/api/v1')},
	},
	{
		id: 'openai', title: 'OpenAI', chatLimit: 'max_completion_tokens',
		wires: {...chat('https://api.openai.com/v1'), ...responses('https://api.openai.com/v1')},
	},
	{
		// Where a ChatGPT login of Codex belongs.
		id: 'codex', title: 'Codex', loginOnly: true, versionless: true,
		wires: responses('https://chatgpt.com/backend-api/codex'),
	},
	{
		id: 'gemini', title: 'Google Gemini',
		wires: {gemini: {base: 'https://generativelanguage.googleapis.com/v1beta', auth: 'x-goog-api-key'}, ...chat('https://generativelanguage.googleapis.com/v1beta/openai')},
	},
	{id: 'deepseek', title: 'DeepSeek', wires: {...messages('https://api.deepseek.com/anthropic/v1'), ...chat('https://api.deepseek.com/v1')}},
	{id: 'moonshot', title: 'Moonshot', wires: {...messages('https://api.moonshot.ai/anthropic/v1'), ...chat('https://api.moonshot.ai/v1')}},
	{id: 'zai', title: 'Z.ai', wires: {...messages('https://api.z.ai/api/anthropic/v1'), ...chat('https://api.z.ai/api/paas/v4')}},
	{id: 'groq', title: 'Groq', wires: chat('https://api.groq.com/openai/v1')},
	{id: 'mistral', title: 'Mistral', wires: chat('https://api.mistral.ai/v1')},
	{id: 'xai', title: 'xAI', wires: chat('https://api.x.ai/v1')},
	{id: 'minimax', title: 'MiniMax', wires: chat('https://api.minimax.io/v1')},
	{id: 'qwen', title: 'Qwen', wires: chat('https://dashscope-intl.aliyuncs.com/compatible-mode/v1')},
	{id: 'nvidia', title: 'NVIDIA', wires: chat('https://integrate.api.nvidia.com/v1')},
	{id: 'cerebras', title: 'Cerebras', wires: chat('https://api.cerebras.ai/v1')},
	{id: 'together', title: 'Together', wires: chat('https://api.together.xyz/v1')},
	{id: 'fireworks', title: 'Fireworks', wires: chat('https://api.fireworks.ai/inference/v1')},
	{
		id: 'ollama', title: 'Ollama', beforeSlash: true, runs: true,
		wires: {...messages('http://127.0.0.1:11434/v1'), ...chat('http://127.0.0.1:11434/v1'), ...responses('http://127.0.0.1:11434/v1')},
	},
	{id: 'lm-studio', title: 'LM Studio', beforeSlash: true, wires: chat('http://127.0.0.1:1234/v1')},
	{id: 'llama-cpp', title: 'llama.cpp', beforeSlash: true, wires: chat('http://127.0.0.1:8080/v1')},
	{id: 'vllm', title: 'vLLM', beforeSlash: true, wires: chat('http://127.0.0.1:8000/v1')},
	// Where they are is known only at run time: from `local.endpoint`, and from where the services say they listen.
	{id: 'local', title: 'Local model server', beforeSlash: true, wires: {}},
	{id: 'demo', title: 'Demo', beforeSlash: true, runs: true, serves: ['messages', 'chat'], wires: {}},
	{id: 'cli-proxy', title: 'CLI proxy', beforeSlash: true, runs: true, serves: ['messages', 'chat', 'responses'], wires: {}},
];

/** The row of an id or alias. */
export function providerRow(name: string): ProviderRow | undefined {
	return providerRows.find(row => row.id === name || row.aliases?.includes(name) === true);
}
