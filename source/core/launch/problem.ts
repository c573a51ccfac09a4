import type {AgentRow} from './agent.js';

/** What a choice does, for a screen that can do it; `text` says it to people who have to do it themselves. */
export type LaunchChoice = {readonly text: string; readonly action: 'ask' | 'demo' | 'add-key' | 'log-in' | 'install' | 'start' | 'none'};

/** Why nothing is started: a sentence, and numbered next steps. */
export type LaunchProblem = {
	readonly id: 'usage' | 'folder' | 'not-installed' | 'refuses-root' | 'gateway-down' | 'no-credential' | 'profile';
	readonly sentence: string;
	readonly choices: readonly LaunchChoice[];
};

/** `sentence 1 this   2 that`, as every screen shows it. */
export function launchProblemText(problem: LaunchProblem): {readonly sentence: string; readonly choices: string} {
	return {sentence: problem.sentence, choices: problem.choices.map((choice, index) => `${index + 1} ${choice.text}`).join('   ')};
}

export const problems = {
	notInstalled: (agent: AgentRow): LaunchProblem => ({
		id: 'not-installed',
		sentence: `${agent.title} is not installed: there is no ${agent.executable} on the PATH.`,
		choices: [{text: agent.install, action: 'install'}],
	}),
	refusesRoot: (agent: AgentRow): LaunchProblem => ({
		id: 'refuses-root',
		sentence: `${agent.title} refuses to skip approvals as root.`,
		choices: [
			{text: 'keep approvals on (--ask)', action: 'ask'},
			{text: 'set IS_SANDBOX=1 if this machine is a sandbox', action: 'none'},
			{text: 'start it as another user', action: 'none'},
		],
	}),
	gatewayDown: (address: string): LaunchProblem => ({
		id: 'gateway-down',
		sentence: `The gateway at ${address} is not running, and proxy.auto_start is off.`,
		choices: [{text: 'clutch up', action: 'start'}, {text: 'go direct: route d', action: 'none'}],
	}),
	folder: (folder: string): LaunchProblem => ({
		id: 'folder',
		sentence: `There is no folder ${folder}.`,
		choices: [{text: 'make it, or name another one (--cwd)', action: 'none'}],
	}),
	usage: (sentence: string, choice: string): LaunchProblem => ({id: 'usage', sentence, choices: [{text: choice, action: 'none'}]}),
	profile: (name: string, known: readonly string[]): LaunchProblem => ({
		id: 'profile',
		sentence: `No profile "${name}" in the config${known.length === 0 ? '' : ` (it has ${known.join(', ')})`}.`,
		choices: [{text: `add profiles.${name} to the config (clutch config path)`, action: 'none'}],
	}),
	noCredential: (agent: AgentRow, {providers, keyName, loginPossible}: {readonly providers: readonly string[]; readonly keyName: string; readonly loginPossible: boolean}): LaunchProblem => ({
		id: 'no-credential',
		sentence: loginPossible ? `No key for ${providers.join(', ')} and no login of ${agent.title}.` : `No key for ${providers.join(', ')}, and the own login is turned off.`,
		choices: [
			{text: 'try the demo (clutch demo)', action: 'demo'},
			{text: `add a key (clutch keys add ${keyName})`, action: 'add-key'},
			...(loginPossible ? [{text: `log in (${agent.loginCommand})`, action: 'log-in'} as const] : []),
		],
	}),
};
