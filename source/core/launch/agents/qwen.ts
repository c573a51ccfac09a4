import type {AgentRow, StartInput} from '../agent.js';

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
	traces: [{type: 'exit-hint', pattern: /qwen --resume ([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})/}],
	dialogs: 'none by the gateway; direct and without a provider of its own it asks for one',
	exitCodes: {1: 'the request failed or the session is not known', 55: 'a limit of its own was reached: time or tool calls'},
	start: input => ({
		args: args(input),
		set: environment(input),
		unset: [],
		files: [],
	}),
};

function environment({model, gateway}: StartInput): Readonly<Record<string, string>> {
	if (gateway === undefined) {
		return {};
	}

	return {
		OPENAI_BASE_URL: `${gateway.address}/v1`,
		OPENAI_API_KEY: gateway.key ?? '',
		OPENAI_MODEL: model ?? gateway.main,
		QWEN_USAGE_STATISTICS_ENABLED: '0',
		// Any other word than this one counts as no.
		QWEN_CODE_SKIP_UPDATE_CHECK_ONCE: 'true',
	};
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
