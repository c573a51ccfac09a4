import type {AboutConversation, AgentRow, GatewayInput, LaunchFile, StartInput} from '../agent.js';
import {fieldsOf, spoken, textOf} from './kept-lines.js';

/** Codex, as run on 0.169. Its configuration comes as `-c key=value`, each value a piece of TOML. */
export const codex: AgentRow = {
	letter: 'x',
	id: 'codex',
	title: 'Codex',
	executable: 'codex',
	minimumVersion: '0.169.0',
	evidence: 'run',
	unverified: ['What it shows while it asks its user something.'],
	install: 'npm install -g @openai/codex',
	npmName: '@openai/codex',
	habits: [
		'A conversation stays with the provider it began with: one by the gateway goes on by the gateway only, a direct one on route d only. With -s the other way round it ends with an error, with mode c it begins a new one.',
		'Its screen does not go on with what ran without one, unless by its id.',
		'Of a model that is not its vendor\'s it says that it has no metadata, unless a catalogue names it: by the gateway one does, with what Codex itself tells a model.',
	],
	loginCommand: 'codex login',
	dialect: 'responses',
	vendors: ['codex', 'openai'],
	refusesRoot: false,
	preassigns: [],
	traces: [
		{type: 'request-header', name: 'session-id'},
		{type: 'open-file', pattern: /\/thread-writer-locks\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\.lock$/},
		{type: 'exit-hint', pattern: /codex resume ([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})/},
	],
	store: ({env}) => ({
		folder: `${env.CODEX_HOME ?? `${env.HOME ?? ''}/.codex`}/sessions`,
		name: /^rollout-.+?-([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\.jsonl$/,
		isDated: true,
		about,
	}),
	dialogs: 'in a git repository it asks once whether the folder is trusted; where approvals are skipped, the launch says so by itself (`projects`), and no file is written',
	exitCodes: {1: 'the request failed, the session is not known, or there is no credential', 2: 'an argument it does not know'},
	start: input => ({args: args(input), set: environment(input.gateway), unset: [], files: files(input)}),
};

/** Before what its user says stand parts of its own, each in a tag. */
function about(lines: readonly unknown[]): AboutConversation {
	const payloads = lines.map(line => fieldsOf(fieldsOf(line).payload));
	const said = payloads.filter(({type, role}) => type === 'message' && role === 'user').map(({content}) => spoken(content));
	const [meta] = payloads;
	return {prompt: said.find(text => text !== undefined && !/^<\w+>/.test(text)), cwd: textOf(meta?.cwd), isAside: typeof meta?.source === 'object'};
}

const catalogueFile = 'models.json';

function environment(gateway: GatewayInput | undefined): Readonly<Record<string, string>> {
	const key = gateway?.key ?? gateway?.askedKey;
	return key === undefined ? {} : {CLUTCH_KEY: key};
}

/**
A catalogue of models for names it does not know: without it, it says that their metadata is missing, and takes a wrong window. What each field may be was found by asking 0.169 (`codex debug models`); what it tells a model is its own text.
*/
function files({gateway, model, instructions}: StartInput): readonly LaunchFile[] {
	if (gateway?.key === undefined || instructions === undefined) {
		return [];
	}

	const ids = [...new Set([model ?? gateway.main, gateway.main, gateway.small])];
	const models = ids.map((slug, index) => ({
		slug,
		display_name: slug,
		supported_reasoning_levels: [],
		shell_type: 'unified_exec',
		visibility: 'list',
		supported_in_api: true,
		priority: index + 1,
		support_verbosity: false,
		truncation_policy: {mode: 'tokens', limit: 10_000},
		experimental_supported_tools: [],
		base_instructions: instructions,
		...(gateway.window === undefined ? {} : {context_window: gateway.window}),
	}));
	return [{type: 'text', path: catalogueFile, content: `${JSON.stringify({models})}\n`}];
}

function args(input: StartInput): readonly string[] {
	const {headless, known, prompt, extra} = input;
	// What is left in the end is never read as an option, nor as a command of its own such as `review`.
	const words = [...(known === undefined ? [] : [known]), ...(prompt === undefined ? [] : [prompt])];
	return [
		...(headless ? ['exec'] : []),
		...command(input),
		...options(input),
		...extra,
		...(words.length === 0 ? [] : ['--', ...words]),
	];
}

function command({mode, known}: StartInput): readonly string[] {
	if (known !== undefined || mode === 's' || mode === 'r') {
		return ['resume'];
	}

	return mode === 'c' ? ['resume', '--last'] : [];
}

function options({headless, model, approvals, cwd, folder, gateway, instructions}: StartInput): readonly string[] {
	const asked = model ?? (gateway?.key === undefined ? undefined : gateway.main);
	return [
		...(gateway === undefined ? [] : configuration(gateway)),
		...(gateway?.key === undefined || instructions === undefined ? [] : ['-c', `model_catalog_json=${tomlText(`${folder}/${catalogueFile}`)}`]),
		...(gateway !== undefined && approvals === 'bypass' ? ['-c', `projects={${tomlText(cwd)}={trust_level="trusted"}}`] : []),
		...(asked === undefined ? [] : ['-m', asked]),
		// A server shared with other launches would have their gateway and their environment.
		...(headless ? ['--skip-git-repo-check', '--json'] : ['--no-daemon']),
		...approvalArguments({headless, approvals}),
	];
}

/** Its built-in provider tries WebSockets first and ignores the address in the environment, hence a provider of our own. With `requires_openai_auth` its own login travels, and no key is named. */
function configuration({address, key, askedKey, window, headers = {}}: GatewayInput): readonly string[] {
	const credential = key === undefined
		? `requires_openai_auth=true${askedKey === undefined ? '' : ',env_http_headers={"x-clutch-key"="CLUTCH_KEY"}'}`
		: 'env_key="CLUTCH_KEY"';
	const sent = Object.entries(headers).map(([name, value]) => `${tomlText(name)}=${tomlText(value)}`);
	const settings = [
		'model_provider="clutch"',
		`model_providers.clutch={name="Clutch",base_url=${tomlText(`${address}/v1`)},wire_api="responses",${credential}${sent.length === 0 ? '' : `,http_headers={${sent.join(',')}}`}}`,
		// It knows the windows of its vendor's models only.
		...(window === undefined || key === undefined ? [] : [`model_context_window=${window}`]),
		'analytics.enabled=false',
		'features.plugins=false',
		'features.apps=false',
		'check_for_update_on_startup=false',
	];
	return settings.flatMap(setting => ['-c', setting]);
}

/** Without a screen nobody can be asked: it then works in its read-only sandbox. */
function approvalArguments({headless, approvals}: Pick<StartInput, 'headless' | 'approvals'>): readonly string[] {
	if (approvals === 'bypass') {
		return ['--dangerously-bypass-approvals-and-sandbox'];
	}

	return headless ? [] : ['--ask-for-approval', 'on-request'];
}

/**
A text as a basic string of TOML: as in JSON, but that TOML wants the character DEL escaped too.

@example
tomlText('/home/u/a "b"') // → '"/home/u/a \\"b\\""'
*/
export function tomlText(text: string): string {
	return JSON.stringify(text).replaceAll('\u007F', String.raw`\u007F`);
}
