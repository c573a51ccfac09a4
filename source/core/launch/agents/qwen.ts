import type {AboutConversation, AgentRow, GatewayInput, LaunchFile, StartInput} from '../agent.js';
import {dashed, fieldsOf, ownSession, spoken, textOf} from './kept-lines.js';

/** Qwen Code, as run on 0.24. */
export const qwen: AgentRow = {
	letter: 'q',
	id: 'qwen',
	title: 'Qwen Code',
	executable: 'qwen',
	minimumVersion: '0.24.0',
	evidence: 'run',
	unverified: [],
	install: 'npm install -g @qwen-code/qwen-code',
	npmName: '@qwen-code/qwen-code',
	loginCommand: 'qwen, then /auth',
	dialect: 'chat',
	vendors: [],
	refusesRoot: false,
	preassigns: ['i', 'n'],
	traces: [
		{type: 'runtime-file', file: (env, pid) => `${homeOf(env)}/sessions/${pid}.json`, read: ownSession},
		{type: 'exit-hint', pattern: /qwen --resume ([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})/},
	],
	store: ({env, cwd}) => ({folder: `${homeOf(env)}/projects/${dashed(cwd)}/chats`, others: {root: `${homeOf(env)}/projects`, inner: 'chats'}, name: /^([\da-f-]{36})\.jsonl$/, isDated: false, about}),
	dialogs: 'none by the gateway; direct and without a provider of its own it asks for one',
	exitCodes: {1: 'the request failed or the session is not known', 55: 'a limit of its own was reached: time or tool calls'},
	start: input => ({
		args: args(input),
		set: environment(input),
		unset: [],
		files: input.gateway === undefined ? [] : [settingsOf(input, input.gateway)],
	}),
};

function homeOf(env: StartInput['env']): string {
	return env.QWEN_HOME ?? `${env.HOME ?? ''}/.qwen`;
}

function about(lines: readonly unknown[]): AboutConversation {
	const said = lines.map(line => fieldsOf(line)).filter(({type}) => type === 'user');
	return {prompt: said.map(({message}) => spoken(fieldsOf(message).parts)).find(text => text !== undefined), cwd: textOf(said[0]?.cwd)};
}

function environment({model, folder, gateway}: StartInput): Readonly<Record<string, string>> {
	if (gateway === undefined) {
		return {};
	}

	return {
		OPENAI_BASE_URL: `${gateway.address}/v1`,
		OPENAI_API_KEY: gateway.key ?? '',
		OPENAI_MODEL: model ?? gateway.main,
		QWEN_CODE_SYSTEM_SETTINGS_PATH: `${folder}/${settingsFile}`,
		QWEN_USAGE_STATISTICS_ENABLED: '0',
		// Any other word than this one counts as no.
		QWEN_CODE_SKIP_UPDATE_CHECK_ONCE: 'true',
	};
}

const settingsFile = 'qwen-settings.json';

/**
A model that its user's or a folder's own settings know by the same name would be asked where those say, past the gateway. The machine's settings are the last word over both, so the launch brings a copy of them that knows ours and no others.
*/
function settingsOf({env, model}: StartInput, {address, main, small, window}: GatewayInput): LaunchFile {
	const limit = window === undefined ? {} : {generationConfig: {contextWindowSize: window}};
	const models = [...new Set([model ?? main, main, small])].map(id => ({id, name: id, baseUrl: `${address}/v1`, envKey: 'OPENAI_API_KEY', ...limit}));
	return {
		type: 'changed',
		path: settingsFile,
		from: env.QWEN_CODE_SYSTEM_SETTINGS_PATH ?? '/etc/qwen-code/settings.json',
		change: text => `${JSON.stringify({...settingsIn(text ?? ''), modelProviders: {openai: models}})}\n`,
	};
}

/** Settings may have comments and commas too many. Nothing is taken over of a text that is no settings at all, as the agent does. */
function settingsIn(text: string): Readonly<Record<string, unknown>> {
	const plain = text.replaceAll(/("(?:\\.|[^"\\])*")|\/\/.*|\/\*[\s\S]*?\*\//g, '$1').replaceAll(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, '$1');
	try {
		const value: unknown = JSON.parse(plain);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Readonly<Record<string, unknown>> : {};
	} catch {
		// Not there, or no settings.
		return {};
	}
}

function args({mode, headless, model, prompt, fresh, known, approvals, extra, gateway}: StartInput): readonly string[] {
	const asked = model ?? gateway?.main;
	return [
		...session(mode, {fresh, known}),
		// Else the user's settings may choose another way in.
		...(gateway === undefined ? [] : ['--auth-type', 'openai']),
		...(asked === undefined ? [] : ['-m', asked]),
		...(headless ? ['-o', 'json'] : []),
		...(approvals === 'bypass' ? ['--yolo'] : ['--approval-mode', 'default']),
		...extra,
		// As one word with its option, so that neither a dash nor the name of a command (`update`) is read out of it.
		...(prompt === undefined ? [] : [`${headless ? '--prompt' : '--prompt-interactive'}=${prompt}`]),
	];
}

function session(mode: StartInput['mode'], {fresh, known}: Pick<StartInput, 'fresh' | 'known'>): readonly string[] {
	if (known !== undefined) {
		return ['--resume', known];
	}

	if (mode === 'c') {
		return ['--continue'];
	}

	// Without an id it shows its picker.
	return mode === 's' || mode === 'r' ? ['--resume'] : (fresh === undefined ? [] : ['--session-id', fresh]);
}
