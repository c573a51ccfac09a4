import type {ConfigInput} from './schema.js';

/** What is in force where nobody said anything else. The chains are the ones the original's README draws. */
export const shippedConfig = {
	proxy: {auto_start: true},
	model_tiers: {
		BIG: {
			default: 'moonshotai/kimi-k2.6:free',
			cascade: ['nvidia/nemotron-3-super-120b-a12b:free', 'deepseek/deepseek-v4-flash:free', 'openai/gpt-oss-120b:free'],
		},
		MIDDLE: {
			default: 'qwen/qwen3-next-80b-a3b-thinking',
			cascade: ['deepseek/deepseek-v4-flash:free', 'nvidia/nemotron-3-super-120b-a12b:free'],
		},
		SMALL: {
			default: 'nvidia/nemotron-3-nano-omni-30b-a3b-reasoning:free',
			cascade: ['openai/gpt-oss-120b:free', 'nvidia/nemotron-3-super-120b-a12b:free'],
		},
	},
	model_cascade: true,
	fallbacks: [],
	fallback_method: 'cascade',
	toolcall_models: [],
	tiers: {
		d: 'deepseek/deepseek-v4-flash:free',
		n: 'nvidia/nemotron-3-super-120b-a12b:free',
		k: 'moonshotai/kimi-k2.6:free',
		q: 'qwen/qwen3-next-80b-a3b-thinking',
	},
	profiles: {},
	agents: {},
	selectors: {},
	quotas: {},
	local: {enabled: false, endpoint: 'http://127.0.0.1:11434/v1'},
	custom_headers: {},
	models: {},
	budget: {},
	prices: {},
	default_provider: 'openrouter',
	providers: {},
	gateway: {host: '127.0.0.1', port: 8082, require_key: false, request_timeout: 120, log_level: 'info'},
	services: {},
	compression: {headroom: 'auto', deadline_ms: 500, min_bytes: 2000},
	launch: {approvals: 'bypass', credential: 'auto', sandboxed: false, args: {}, env: {}},
	install: {without: []},
	sessions: {most: 64, keep_days: 30, scrollback: 5000, restore: 'ask', crash: 'once'},
	keys: {},
	ui: {theme: 'auto', borders: 'auto', symbols: 'auto', motion: 'full', notify: 'auto', tier_wait: 400},
} as const satisfies ConfigInput;
