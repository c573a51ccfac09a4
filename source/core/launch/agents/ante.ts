import type {AgentRow, Refusal, StartInput, Wanted} from '../agent.js';

/** Ante, as its documentation has it: nobody of us could run it. */
export const ante: AgentRow = {
	letter: 'a',
	id: 'ante',
	title: 'Ante',
	executable: 'ante',
	minimumVersion: '0.0.0',
	evidence: 'documented',
	unverified: [
		'Every flag and variable of this row was read in its documentation and not run.',
		'That the names of its sessions sort by time, which is how the last one is found.',
		'That a run without a screen can go on with a session.',
		'Its exit codes and what it asks at its first start.',
	],
	install: 'the install script of its vendor (see the documentation of Ante)',
	npmName: undefined,
	loginCommand: 'ante',
	dialect: 'chat',
	vendors: [],
	refusesRoot: false,
	preassigns: [],
	traces: [{type: 'exit-hint', pattern: /ante --resume (ses_\w+)/}],
	dialogs: 'an introduction at the first start, unless its settings say `has_completed_onboarding`',
	exitCodes: {2: 'a flag that is given twice or that it does not know'},
	conversations: env => `${env.ANTE_HOME ?? `${env.HOME ?? ''}/.ante`}/sessions`,
	refuses,
	start: input => ({
		args: args(input),
		set: environment(input),
		unset: [],
		files: [],
		notes: input.mode === 'r' && input.known === undefined ? ['Ante has no picker to start with: type /resume for its list of sessions.'] : [],
	}),
};

function environment({gateway}: StartInput): Readonly<Record<string, string>> {
	return gateway === undefined ? {} : {
		OPENAI_COMPATIBLE_BASE_URL: `${gateway.address}/v1`,
		OPENAI_COMPATIBLE_API_KEY: gateway.key ?? '',
		ANTE_TELEMETRY: '0',
	};
}

function refuses({code, mode, headless, prompt, known, ask, latest}: Wanted): Refusal | undefined {
	if (prompt !== undefined && !headless) {
		return {sentence: 'Ante takes no first prompt in its screen.', choice: `xx an${code.slice(2)} -p "…" answers it without one`};
	}

	if (ask && headless) {
		return {sentence: 'Ante skips all approvals when it runs without a screen, so --ask would promise what it does not keep.', choice: `xx ${code} without --ask`};
	}

	return mode === 'c' && known === undefined && latest === undefined ? {sentence: 'Ante has no conversation to go on with.', choice: `xx ai${code.slice(2)} begins one`} : undefined;
}

function args({mode, headless, model, prompt, known, latest, approvals, extra, gateway}: StartInput): readonly string[] {
	const asked = model ?? gateway?.main;
	const conversation = known ?? (mode === 'c' ? latest : undefined);
	return [
		...(conversation === undefined ? [] : ['--resume', conversation]),
		...(gateway === undefined ? [] : ['--provider', 'openai-compatible']),
		...(asked === undefined ? [] : ['-m', asked]),
		// Without a screen it never asks, and needs no flag for it.
		...(headless ? ['--output-format', 'json'] : (approvals === 'bypass' ? ['--yolo'] : ['--permission-mode', 'strict'])),
		...extra,
		...(prompt === undefined ? [] : (prompt.startsWith('-') ? [`-p=${prompt}`] : ['-p', prompt])),
	];
}
