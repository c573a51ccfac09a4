import type {AboutConversation, AgentRow, ConversationStore, GatewayInput, StartInput} from '../agent.js';
import {fieldsOf, spoken, textOf} from './kept-lines.js';

/** Pi, as run on 1.5. */
export const pi: AgentRow = {
	letter: 'p',
	id: 'pi',
	title: 'Pi',
	executable: 'pi',
	minimumVersion: '1.5.0',
	evidence: 'run',
	unverified: [],
	install: 'npm install -g @earendil-works/pi-coding-agent',
	npmName: '@earendil-works/pi-coding-agent',
	habits: ['A prompt that begins with `@` gets a blank before it: it would be the name of a file.'],
	loginCommand: 'pi auth login',
	dialect: 'chat',
	vendors: [],
	refusesRoot: false,
	preassigns: ['i', 'n'],
	// The header only where it speaks Responses, which it does not by the gateway.
	traces: [{type: 'request-header', name: 'session-id'}, {type: 'exit-hint', pattern: /pi --session ([\w-]+)/}],
	store,
	dialogs: 'in a project with extensions or settings of its own it asks whether to trust them',
	exitCodes: {1: 'the request failed, the session is not known, or there is no credential'},
	refuses: ({code, ask}) => ask ? {sentence: 'Pi never asks before it acts, so --ask would promise what it does not keep.', choice: `xx ${code} without --ask`} : undefined,
	start: input => ({
		args: args(input),
		set: environment(input),
		unset: [],
		files: input.gateway === undefined ? [] : [{type: 'text', path: providerFile, content: providerText(input.gateway, input.model)}],
	}),
};

/** In a folder that is named, those of all folders lie side by side. */
function store({env, cwd}: {readonly env: StartInput['env']; readonly cwd: string}): ConversationStore {
	const agent = env.PI_CODING_AGENT_DIR ?? `${env.HOME ?? ''}/.pi/agent`;
	return {
		folder: env.PI_CODING_AGENT_SESSION_DIR ?? `${agent}/sessions/--${cwd.replace(/^\//, '').replaceAll('/', '-')}--`,
		...(env.PI_CODING_AGENT_SESSION_DIR === undefined ? {others: {root: `${agent}/sessions`}} : {}),
		name: /^[\dTZ-]+_(.+)\.jsonl$/,
		isDated: false,
		about,
	};
}

function about(lines: readonly unknown[]): AboutConversation {
	const messages = lines.map(line => fieldsOf(fieldsOf(line).message)).filter(({role}) => role === 'user');
	return {prompt: messages.map(({content}) => spoken(content)).find(text => text !== undefined), cwd: textOf(fieldsOf(lines[0]).cwd)};
}

function environment({gateway}: StartInput): Readonly<Record<string, string>> {
	return gateway === undefined ? {} : {CLUTCH_KEY: gateway.key ?? '', PI_OFFLINE: '1'};
}

const providerFile = 'provider.ts';

function args({mode, headless, model, prompt, fresh, known, extra, folder, gateway}: StartInput): readonly string[] {
	const asked = gateway === undefined ? model : `clutch/${model ?? gateway.main}`;
	return [
		...(gateway === undefined ? [] : ['-e', `${folder}/${providerFile}`]),
		...(asked === undefined ? [] : ['--model', asked]),
		...session(mode, {fresh, known}),
		...(headless ? ['-p'] : []),
		...extra,
		...(prompt === undefined ? [] : ['--', asMessage(prompt)]),
	];
}

function session(mode: StartInput['mode'], {fresh, known}: Pick<StartInput, 'fresh' | 'known'>): readonly string[] {
	if (known !== undefined) {
		return ['--session', known];
	}

	if (mode === 'c') {
		return ['--continue'];
	}

	return mode === 's' || mode === 'r' ? ['--resume'] : (fresh === undefined ? [] : ['--session-id', fresh]);
}

/** A first word that begins with `@` would be read as a file. */
function asMessage(prompt: string): string {
	return prompt.startsWith('@') ? ` ${prompt}` : prompt;
}

/** It takes an address from nothing but a provider that is registered; an extension of the launch's own does that without a word in the user's files. */
function providerText({address, main, small, window}: GatewayInput, model: string | undefined): string {
	const limits = window === undefined ? '' : `, contextWindow: ${window}, maxTokens: ${Math.min(32_000, Math.floor(window / 4))}`;
	const models = [...new Set([model ?? main, main, small])].map(id => `\t\t\t{id: ${JSON.stringify(id)}, name: ${JSON.stringify(id)}, reasoning: false, input: ['text', 'image'], cost: {input: 0, output: 0, cacheRead: 0, cacheWrite: 0}${limits}},`);
	return `// Made for one launch by Clutch.
export default function (pi) {
	pi.registerProvider('clutch', {
		name: 'Clutch',
		baseUrl: ${JSON.stringify(`${address}/v1`)},
		apiKey: '$CLUTCH_KEY',
		api: 'openai-completions',
		models: [
${models.join('\n')}
		],
	});
}
`;
}
