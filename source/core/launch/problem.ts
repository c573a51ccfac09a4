import type {AgentRow} from './agent.js';

/** What a choice does, for a screen that can do it; `text` says it to people who have to do it themselves. */
export type LaunchChoice = {readonly text: string; readonly action: 'ask' | 'demo' | 'add-key' | 'log-in' | 'install' | 'start' | 'none'};

/** Why nothing is started: a sentence, and numbered next steps. */
export type LaunchProblem = {
	readonly id: 'usage' | 'folder' | 'not-installed' | 'too-old' | 'setting' | 'refuses-root' | 'gateway-down' | 'no-credential' | 'profile';
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
	tooOld: (agent: AgentRow, version: string): LaunchProblem => ({
		id: 'too-old',
		sentence: `${agent.title} ${version} is too old: Clutch knows it from ${agent.minimumVersion} on.`,
		choices: [{text: agent.install, action: 'install'}],
	}),
	setting: (agent: AgentRow, {file, key, value}: {readonly file: string; readonly key: string; readonly value: string}): LaunchProblem => ({
		id: 'setting',
		sentence: `${agent.title} takes the gateway's address only where its settings say "${key}": "${value}"; without that it would talk to its vendor.`,
		choices: [{text: `add it to ~/${file}`, action: 'none'}, {text: 'go direct: route d', action: 'none'}],
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
	/** `login`: what an own login of the agent could do: there is no such thing, it is turned off, it cannot reach the model that was named, or it is missing. */
	noCredential: (agent: AgentRow, {providers, keyName, login}: {readonly providers: readonly string[]; readonly keyName: string; readonly login: 'none' | 'off' | 'useless' | 'missing'}): LaunchProblem => ({
		id: 'no-credential',
		sentence: `No key for ${providers.join(', ')}${noLogin(agent, login)}.`,
		choices: [
			{text: 'try the demo (clutch demo)', action: 'demo'},
			{text: `add a key (clutch keys add ${keyName})`, action: 'add-key'},
			...(login === 'missing' ? [{text: `log in (${agent.loginCommand})`, action: 'log-in'} as const] : []),
		],
	}),
};

function noLogin(agent: AgentRow, login: 'none' | 'off' | 'useless' | 'missing'): string {
	switch (login) {
		case 'none': {
			return '';
		}

		case 'off': {
			return ', and the own login is turned off';
		}

		case 'useless': {
			return `, and the login of ${agent.title} reaches its own vendor's models only`;
		}

		case 'missing': {
			return ` and no login of ${agent.title}`;
		}
	}
}
