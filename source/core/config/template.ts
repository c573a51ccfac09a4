import {keyedProviders} from './providers.js';
import {variables} from './variables.js';

/** The config file as `clutch init` writes it: every line that sets something is a comment, so that what is shipped stays in force until somebody says otherwise. */
export function configTemplate(schemaFile: string): string {
	return `{
	"$schema": ${JSON.stringify(schemaFile)},

	// The configuration of Clutch: JSON with comments. What is not said here has its shipped default.
	// Take the two slashes away to change something; \`clutch config check\` says whether it is understood.

	// The models of each role, tried in this order.
	// "model_tiers": {
	// 	"BIG": {"default": "moonshotai/kimi-k2.6:free", "cascade": ["openai/gpt-oss-120b:free"]},
	// 	"MIDDLE": {"default": "qwen/qwen3-next-80b-a3b-thinking", "cascade": []},
	// 	"SMALL": {"default": "openai/gpt-oss-120b:free", "cascade": []},
	// },

	// Tried after the cascade of every role.
	// "fallbacks": ["openai/gpt-oss-120b:free"],

	// Tried for requests that bring tools.
	// "toolcall_models": ["qwen/qwen3-next-80b-a3b-thinking"],

	// The last letter of a code, such as cipd: its model.
	// "tiers": {"d": "deepseek/deepseek-v4-flash:free"},

	// Named models, or bundles of settings; the digits 0 to 9 can end a code, such as cip1.
	// "profiles": {"1": "anthropic:claude-opus-5-5", "work": {"model": "openai/gpt-oss-120b:free", "approvals": "ask"}},

	// The profile of an agent's launches that name none, by its letter or its name.
	// "agents": {"x": {"profile": "work"}},

	// How often a model may be asked, and how long it rests when it refuses.
	// "quotas": {"deepseek/deepseek-v4-flash:free": {"max_requests_per_minute": 30, "cooldown_seconds": 10}},

	// Providers of your own. Keys belong into the .env beside this file.
	// "providers": {"box": {"base_url": "http://127.0.0.1:11434/v1", "wires": ["chat"]}},

	// Serves model ids that name no provider.
	// "default_provider": "openrouter",

	// Where the gateway listens; port 0 picks a free one. Beyond loopback it always asks for the key.
	// "gateway": {"host": "127.0.0.1", "port": 8082, "require_key": false},

	// How agents are started: whether they act without asking, extra arguments by their letter, extra environment.
	// "launch": {"approvals": "bypass", "args": {"c": []}, "env": {}},

	// How long sessions that are over are kept, whether they go on by themselves after the machine has started anew (ask, auto) or their agent has crashed (never, once, backoff).
	// "sessions": {"most": 64, "keep_days": 30, "restore": "ask", "crash": "once"},

	// What is said of a service that Clutch knows, and services of your own: a program, its port, how it is asked whether it is well.
	// "services": {"headroom": {"enabled": false}, "models": {"argv": ["llama-server", "--port", "{port}"], "port": 8081, "startup": {"http": "/health"}}},

	// Whether requests are made smaller before they are sent, and how long that may take.
	// "compression": {"headroom": "auto", "deadline_ms": 500},

	// Whether a launch starts the services it needs.
	// "proxy": {"auto_start": true},
}
`;
}

/** The `.env` as `clutch init` writes it, and `.env.example`. */
export function dotenvTemplate(): string {
	const shown = variables.filter(row => row.secret !== true);
	return [
		'# Keys and settings for Clutch. It reads this file beside its config file and nowhere else.',
		'# The environment of a command goes before this file, this file before the config file.',
		'# An empty value counts as not set. `clutch keys add NAME` stores a key here without showing it.',
		'',
		'# Keys of providers.',
		...keyedProviders.map(provider => `${provider.toUpperCase()}_API_KEY=`),
		'',
		'# A provider of your own: its address, and its key.',
		'# PROVIDERS_NAME_URL=https://example.com/v1',
		'# PROVIDERS_NAME_API_KEY=',
		'# A header for every request to every provider: CUSTOM_HEADER_X_TEAM becomes x-team.',
		'# CUSTOM_HEADER_X_TEAM=',
		'',
		'# What clients have to send to the gateway where it asks for a key.',
		'# PROXY_AUTH_KEY=',
		'',
		...shown.flatMap(row => [`# ${row.summary}`, `# ${row.variable}=`]),
		'',
	].join('\n');
}
