import type {AgentRow, StartInput} from '../agent.js';

/** The Antigravity CLI, as its users report it: nobody of us could run it. */
export const antigravity: AgentRow = {
	letter: 'g',
	id: 'antigravity',
	title: 'Antigravity',
	executable: 'agy',
	// From here on several projects report that the setting below and the address in the environment are honoured.
	minimumVersion: '1.1.17',
	evidence: 'documented',
	unverified: [
		'Every flag and variable of this row was read in its documentation and in reports, and not run.',
		'That its screen takes a first prompt by -i.',
		'That a run without a screen can go on with a conversation.',
		'Its exit codes.',
	],
	install: 'the install script of its vendor (see the documentation of Antigravity)',
	npmName: undefined,
	loginCommand: 'agy',
	dialect: 'gemini',
	vendors: [],
	refusesRoot: false,
	preassigns: [],
	traces: [],
	dialogs: 'its screen asks in a new folder whether to trust it (`trustedWorkspaces` in its settings)',
	exitCodes: {},
	// There is no documented place for settings of one launch only, and without this one it would go on talking to its vendor.
	neededSetting: {file: '.gemini/antigravity-cli/settings.json', key: 'modelProvider', value: 'gemini'},
	start: input => ({
		args: args(input),
		set: environment(input),
		unset: [],
		files: [],
		notes: input.mode === 'r' && input.known === undefined ? ['Antigravity has no picker to start with: type /resume for its list of conversations.'] : [],
	}),
};

function environment({gateway}: StartInput): Readonly<Record<string, string>> {
	return gateway === undefined ? {} : {
		GOOGLE_GEMINI_BASE_URL: gateway.address,
		GEMINI_API_KEY: gateway.key ?? '',
		AGY_CLI_DISABLE_AUTO_UPDATE: '1',
	};
}

function args({mode, headless, model, prompt, known, approvals, extra, gateway}: StartInput): readonly string[] {
	const asked = model ?? gateway?.main;
	const conversation = known === undefined ? (mode === 'c' ? ['--continue'] : []) : ['--conversation', known];
	return [
		...conversation,
		...(asked === undefined ? [] : ['--model', asked]),
		// By itself it ends after five minutes.
		...(headless ? ['--output-format', 'json', '--print-timeout', '30m'] : []),
		...(approvals === 'bypass' ? ['--dangerously-skip-permissions'] : []),
		...extra,
		// Its flags take the next word whatever it is; one word with the flag is safe.
		...(prompt === undefined ? [] : [`${headless ? '-p' : '-i'}=${prompt}`]),
	];
}
