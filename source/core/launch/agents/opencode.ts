import type {AgentRow, GatewayInput, StartInput} from '../agent.js';

/** OpenCode, as run on 1.18. */
export const opencode: AgentRow = {
	letter: 'o',
	id: 'opencode',
	title: 'OpenCode',
	executable: 'opencode',
	minimumVersion: '1.18.0',
	evidence: 'run',
	unverified: ['Whether its screen takes a first prompt beside a session; some say it does not.'],
	install: 'npm install -g opencode-ai',
	npmName: 'opencode-ai',
	habits: ['Without a screen it puts a prompt that has blanks between quotation marks.'],
	loginCommand: 'opencode auth login',
	dialect: 'chat',
	vendors: [],
	refusesRoot: false,
	preassigns: [],
	traces: [{type: 'request-header', name: 'x-session-id'}, {type: 'exit-hint', pattern: /opencode -s (ses_\w+)/}],
	dialogs: 'none',
	exitCodes: {1: 'the request failed or the session is not known'},
	start: input => ({
		args: args(input),
		set: {
			...(input.gateway === undefined ? {} : environment(input.gateway, input.model)),
			// By itself it runs commands without asking.
			...(input.approvals === 'ask' ? {OPENCODE_PERMISSION: '{"edit":"ask","bash":"ask","webfetch":"ask"}'} : {}),
		},
		unset: [],
		files: [],
		notes: input.mode === 'r' && input.known === undefined ? ['OpenCode has no picker to start with: press Ctrl-X, then l, for its list of sessions.'] : [],
	}),
};

/** The whole configuration in one variable, over the user's own. With no other provider than ours a model of its vendor can never answer in our place. */
function environment({address, key, main, small, window}: GatewayInput, model: string | undefined): Readonly<Record<string, string>> {
	const asked = model ?? main;
	const limit = window === undefined ? {} : {limit: {context: window, output: Math.min(32_000, Math.floor(window / 4))}};
	const models = Object.fromEntries([...new Set([asked, main, small])].map(id => [id, {name: id, ...limit}]));
	return {
		CLUTCH_KEY: key ?? '',
		OPENCODE_CONFIG_CONTENT: JSON.stringify({
			provider: {clutch: {npm: '@ai-sdk/openai-compatible', name: 'Clutch', options: {baseURL: `${address}/v1`, apiKey: '{env:CLUTCH_KEY}'}, models}},
			model: `clutch/${asked}`,
			small_model: `clutch/${small}`,
			enabled_providers: ['clutch'],
			autoupdate: false,
		}),
		OPENCODE_DISABLE_MODELS_FETCH: '1',
		OPENCODE_DISABLE_AUTOUPDATE: '1',
	};
}

function args({mode, headless, model, prompt, known, approvals, extra, gateway}: StartInput): readonly string[] {
	const asked = gateway === undefined ? model : `clutch/${model ?? gateway.main}`;
	return [
		...(headless ? ['run'] : []),
		...(asked === undefined ? [] : ['-m', asked]),
		...(headless ? ['--format', 'json'] : []),
		...(approvals === 'bypass' ? ['--auto'] : []),
		...session(mode, known),
		...extra,
		...promptArguments({headless, prompt}),
	];
}

function session(mode: StartInput['mode'], known: string | undefined): readonly string[] {
	if (known !== undefined) {
		return ['-s', known];
	}

	return mode === 'c' ? ['-c'] : [];
}

function promptArguments({headless, prompt}: Pick<StartInput, 'headless' | 'prompt'>): readonly string[] {
	if (prompt === undefined) {
		return [];
	}

	return headless ? ['--', prompt] : [`--prompt=${prompt}`];
}
