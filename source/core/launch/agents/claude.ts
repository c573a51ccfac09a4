import type {AboutConversation, AgentRow, GatewayInput, LaunchFile, StartInput} from '../agent.js';
import type {ModeLetter} from '../grammar.js';
import {dashed, fieldsOf, ownSession, spoken, textOf} from './kept-lines.js';

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
	npmName: '@anthropic-ai/claude-code',
	habits: ['A first prompt of one small word, such as `doctor`, gets a blank before it: in its screen it would be a command.'],
	loginCommand: 'claude /login',
	dialect: 'messages',
	vendors: ['anthropic'],
	refusesRoot: true,
	preassigns: ['i', 'n'],
	traces: [
		{type: 'request-header', name: 'x-claude-code-session-id'},
		{type: 'runtime-file', file: (env, pid) => `${homeOf(env)}/sessions/${pid}.json`, read: ownSession},
		{type: 'exit-hint', pattern: /claude --resume ([\da-f-]{36})/},
	],
	store: ({env, cwd}) => ({folder: `${homeOf(env)}/projects/${dashed(cwd)}`, others: {root: `${homeOf(env)}/projects`}, name: /^([\da-f-]{36})\.jsonl$/, isDated: false, about}),
	dialogs: 'theme, security notes and trust of a folder show once; launch.sandboxed skips the trust question; the warning about skipped approvals is turned off for the launch',
	exitCodes: {1: 'the request failed, the session is not known, or there is no credential'},
	start: input => ({args: args(input), set: environment(input), unset: input.gateway?.key === undefined ? [] : ['CLAUDE_CODE_OAUTH_TOKEN'], files: files(input)}),
};

function homeOf(env: StartInput['env']): string {
	return env.CLAUDE_CONFIG_DIR ?? `${env.HOME ?? ''}/.claude`;
}

function about(lines: readonly unknown[]): AboutConversation {
	const said = lines.map(line => fieldsOf(line)).filter(({type, isMeta}) => type === 'user' && isMeta !== true);
	const [first] = said;
	return {prompt: said.map(({message}) => spoken(fieldsOf(message).content)).find(text => text !== undefined), cwd: textOf(first?.cwd), isAside: first?.isSidechain === true};
}

function environment({model, gateway}: StartInput): Readonly<Record<string, string>> {
	if (gateway === undefined) {
		return {};
	}

	const {address, key, askedKey, headers = {}} = gateway;
	const sent = Object.entries({...(key === undefined && askedKey !== undefined ? {'x-clutch-key': askedKey} : {}), ...headers});
	return {
		// Without `/v1`: the agent adds that itself.
		ANTHROPIC_BASE_URL: address,
		...(sent.length === 0 ? {} : {ANTHROPIC_CUSTOM_HEADERS: sent.map(([name, value]) => `${name}: ${value}`).join('\n')}),
		CLAUDE_CODE_GATEWAY_HINT_HEADERS: '1',
		CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
		CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL: '1',
		...(key === undefined ? {} : {ANTHROPIC_AUTH_TOKEN: key, CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY: '1', ...modelVariables(gateway, model)}),
	};
}

/**
Where another vendor answers, the agent must not believe that it talks to a model of its own vendor: of those it knows the window, and would not be told another. So it asks for roles by names it does not know, which the gateway does. On route b the names go out as they stand, and nobody would understand a role.
*/
function modelVariables({route, foreign, window}: GatewayInput, model: string | undefined): Readonly<Record<string, string>> {
	const [big, middle, small] = ['claude-clutch-big', 'claude-clutch-middle', 'claude-clutch-small'] as const;
	return {
		...(route === 'p' ? {ANTHROPIC_DEFAULT_HAIKU_MODEL: small, ANTHROPIC_SMALL_FAST_MODEL: small} : {}),
		...(route === 'p' && foreign ? {ANTHROPIC_DEFAULT_OPUS_MODEL: big, ANTHROPIC_DEFAULT_FABLE_MODEL: big, ANTHROPIC_DEFAULT_SONNET_MODEL: middle} : {}),
		...(route === 'p' && foreign && model === undefined ? {ANTHROPIC_MODEL: big} : {}),
		...(window === undefined ? {} : {CLAUDE_CODE_MAX_CONTEXT_TOKENS: String(window)}),
		// A block at the front of every prompt that differs with each session: another vendor's cache would never hit.
		...(foreign ? {CLAUDE_CODE_ATTRIBUTION_HEADER: '0'} : {}),
	};
}

const settingsFile = 'settings.json';

/** What its warning about skipped approvals is turned off by; its default answer is to leave. */
const quietBypass = {skipDangerousModePermissionPrompt: true};

/**
The variables once more, as settings: those that its user's or a folder's own settings bring (`env`) would win over the environment, and another address in them would lead past the gateway. Settings that are named at the start win over both. In a file, since a key may be among them.
*/
function files(input: StartInput): readonly LaunchFile[] {
	return input.gateway === undefined ? [] : [{type: 'text', path: settingsFile, content: `${JSON.stringify({...(input.approvals === 'bypass' ? quietBypass : {}), env: environment(input)})}\n`}];
}

function args(input: StartInput): readonly string[] {
	const {mode, headless, model, prompt, fresh, known, extra} = input;
	const options = [
		...(model === undefined ? [] : ['--model', model]),
		...(headless ? ['--output-format', 'json'] : []),
		...approvalArguments(input),
		...extra,
	];
	const first = known === undefined ? newOrLast(mode, fresh) : ['--resume', known];
	return headless ? withPrompt(['-p', ...first], {prompt, options}) : withPrompt(first, {prompt: notCommand(prompt), options});
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

/** Asking has to be said too: without a mode the agent falls into `auto`, which trusts the server to judge each command, and a gateway's upstream does not judge. */
function approvalArguments({approvals, gateway, folder}: StartInput): readonly string[] {
	const mode = approvals === 'bypass' ? ['--dangerously-skip-permissions'] : ['--permission-mode', 'manual'];
	if (gateway !== undefined) {
		return [...mode, '--settings', `${folder}/${settingsFile}`];
	}

	return approvals === 'bypass' ? [...mode, '--settings', JSON.stringify(quietBypass)] : mode;
}

/** In its screen one small word is read as a command of its own, such as `doctor`, wherever it stands; with a blank before it, it is a prompt. */
function notCommand(prompt: string | undefined): string | undefined {
	return prompt !== undefined && /^[a-z][a-z-]*$/.test(prompt) ? ` ${prompt}` : prompt;
}

/** The prompt stands before the options, because an extra one may take all words that follow; one that begins with a dash must not be read as an option and goes behind them all. */
function withPrompt(first: readonly string[], {prompt, options}: {readonly prompt: string | undefined; readonly options: readonly string[]}): readonly string[] {
	if (prompt === undefined) {
		return [...first, ...options];
	}

	return prompt.startsWith('-') ? [...first, ...options, '--', prompt] : [...first, prompt, ...options];
}
