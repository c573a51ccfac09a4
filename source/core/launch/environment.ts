/** Set in the environment of each service, and of nothing else: by it those are found that a service has left behind. What is started from the terminal of one is no part of it. */
export const serviceMark = 'CLUTCH_SERVICE_MARK';

/**
What may leak from the environment of Clutch into a child and change where it talks, as whom, or what it writes: removed from every child before its route sets its own.

Two are traps: `CLAUDE_CODE_CHILD_SESSION` makes Claude Code write no transcript, so that nothing can be resumed; `CLAUDE_CODE_SKIP_PROMPT_HISTORY` does the same in mode n. The multiplexer's names make agents change their escape sequences.
*/
export const unsetInChildren: readonly string[] = [
	'ANTHROPIC_API_KEY',
	'ANTHROPIC_AUTH_TOKEN',
	'ANTHROPIC_BASE_URL',
	'ANTHROPIC_MODEL',
	...['OPUS', 'SONNET', 'HAIKU', 'FABLE'].map(name => `ANTHROPIC_DEFAULT_${name}_MODEL`),
	'ANTHROPIC_SMALL_FAST_MODEL',
	'ANTHROPIC_CUSTOM_HEADERS',
	'ANTHROPIC_BETAS',
	...['BEDROCK', 'VERTEX', 'FOUNDRY', 'MANTLE', 'GATEWAY'].map(name => `CLAUDE_CODE_USE_${name}`),
	'OPENAI_API_KEY',
	'OPENAI_BASE_URL',
	'OPENAI_MODEL',
	'CODEX_API_KEY',
	'GEMINI_API_KEY',
	'GOOGLE_API_KEY',
	'GOOGLE_GEMINI_BASE_URL',
	'CLOUD_CODE_URL',
	'OPENCODE_CONFIG_CONTENT',
	'OPENCODE_PERMISSION',
	'MODEL_BASE_URL',
	'OPENROUTER_API_KEY',
	'OPENAI_API_BASE',
	'OPENAI_COMPATIBLE_BASE_URL',
	'OPENAI_COMPATIBLE_API_KEY',
	'GEMINI_BASE_URL',
	'HERMES_INFERENCE_MODEL',
	'CLUTCH_KEY',
	'CLAUDECODE',
	'CLAUDE_CODE_ENTRYPOINT',
	'CLAUDE_CODE_SESSION_ID',
	'CLAUDE_CODE_CHILD_SESSION',
	'CLAUDE_CODE_SKIP_PROMPT_HISTORY',
	'TMUX',
	'STY',
	'ZELLIJ',
	'TERM_PROGRAM',
	serviceMark,
];

/** A pane is a terminal of its own: what the outer terminal says about itself is not true in it. */
export const unsetInPanes: readonly string[] = ['TERM_PROGRAM_VERSION', 'TMUX_PANE', 'VTE_VERSION', 'KITTY_WINDOW_ID', 'KITTY_PID', 'WEZTERM_PANE', 'ITERM_SESSION_ID', 'WT_SESSION', 'ALACRITTY_WINDOW_ID', 'LINES', 'COLUMNS'];

export const setInPanes: Readonly<Record<string, string>> = {TERM: 'xterm-256color', COLORTERM: 'truecolor'};

type Environment = Readonly<Record<string, string | undefined>>;

/**
The environment without what `npm start` of Clutch itself put there: npm's own variables, and our `node_modules/.bin` at the front of the PATH, where an agent would find our Node and our tools before the user's.
*/
export function withoutNpm(env: Environment, root: string): Environment {
	if (env.npm_package_json !== `${root}/package.json`) {
		return env;
	}

	const kept = Object.entries(env).filter(([name]) => !/^npm_/i.test(name) && name !== 'INIT_CWD');
	const ours = (folder: string) => folder.endsWith('/node-gyp-bin') || (folder.endsWith('/node_modules/.bin') && `${root}/`.startsWith(folder.slice(0, -'node_modules/.bin'.length)));
	return {...Object.fromEntries(kept), PATH: (env.PATH ?? '').split(':').filter(folder => !ours(folder)).join(':')};
}

/** A whole environment for a child: the parent's, without what must go, with what is set. */
export function childEnvironment(parent: Environment, change: {readonly unset: readonly string[]; readonly set: Readonly<Record<string, string>>}): Readonly<Record<string, string>> {
	const gone = new Set(change.unset);
	const kept = Object.entries(parent).filter((entry): entry is [string, string] => entry[1] !== undefined && !gone.has(entry[0]));
	return {...Object.fromEntries(kept), ...change.set};
}
