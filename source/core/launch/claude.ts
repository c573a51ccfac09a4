import type {AgentRow, StartInput} from './agent.js';
import type {ModeLetter} from './grammar.js';

/** Claude Code, as measured on 2.1: flags, variables and ids were each seen to work. */
export const claude: AgentRow = {
	letter: 'c',
	id: 'claude',
	title: 'Claude Code',
	executable: 'claude',
	minimumVersion: '2.1.0',
	evidence: 'run',
	unverified: [],
	install: 'npm install -g @anthropic-ai/claude-code',
	loginCommand: 'claude /login',
	dialect: 'messages',
	vendors: ['anthropic'],
	refusesRoot: true,
	preassigns: ['i', 'n'],
	traces: [{type: 'request-header', name: 'x-claude-code-session-id'}, {type: 'exit-hint', pattern: /claude --resume ([\da-f-]{36})/}],
	dialogs: 'theme, security notes and trust of a folder show once; launch.sandboxed skips the trust question; the warning about skipped approvals is turned off for the launch',
	exitCodes: {1: 'the request failed, the session is not known, or there is no credential'},
	start: input => ({args: args(input), set: environment(input), unset: input.gateway?.key === undefined ? [] : ['CLAUDE_CODE_OAUTH_TOKEN'], files: []}),
};

function environment({gateway}: StartInput): Readonly<Record<string, string>> {
	if (gateway === undefined) {
		return {};
	}

	const {address, key, askedKey} = gateway;
	return {
		// Without `/v1`: the agent adds that itself.
		ANTHROPIC_BASE_URL: address,
		...(key === undefined ? {} : {ANTHROPIC_AUTH_TOKEN: key}),
		...(key === undefined && askedKey !== undefined ? {ANTHROPIC_CUSTOM_HEADERS: `x-clutch-key: ${askedKey}`} : {}),
		CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
		CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL: '1',
	};
}

function args({mode, headless, model, prompt, fresh, known, approvals, extra}: StartInput): readonly string[] {
	const options = [
		...(model === undefined ? [] : ['--model', model]),
		...(headless ? ['--output-format', 'json'] : []),
		...approvalArguments(approvals),
		...extra,
	];
	const first = known === undefined ? newOrLast(mode, fresh) : ['--resume', known];
	return withPrompt(headless ? ['-p', ...first] : first, {prompt, options});
}

function newOrLast(mode: ModeLetter, fresh: string | undefined): readonly string[] {
	switch (mode) {
		case 'i':
		case 'n': {
			return fresh === undefined ? [] : ['--session-id', fresh];
		}

		case 'c': {
			return ['--continue'];
		}

		// Without an id the flag of mode s is mode r's picker.
		case 's':
		case 'r': {
			return ['--resume'];
		}
	}
}

/**
The flag alone would show a warning whose default answer is to leave, hence the setting. Asking has to be said too: without a mode the agent falls into `auto`, which trusts the server to judge each command, and a gateway's upstream does not judge.
*/
function approvalArguments(approvals: 'bypass' | 'ask'): readonly string[] {
	return approvals === 'bypass' ? ['--dangerously-skip-permissions', '--settings', '{"skipDangerousModePermissionPrompt":true}'] : ['--permission-mode', 'manual'];
}

/** The prompt stands before the options, because an extra one may take all words that follow; one that begins with a dash must not be read as an option and goes behind them all. */
function withPrompt(first: readonly string[], {prompt, options}: {readonly prompt: string | undefined; readonly options: readonly string[]}): readonly string[] {
	if (prompt === undefined) {
		return [...first, ...options];
	}

	return prompt.startsWith('-') ? [...first, ...options, '--', prompt] : [...first, prompt, ...options];
}
