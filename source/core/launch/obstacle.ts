import type {Config} from '../config/config.js';
import type {AgentRow} from './agent.js';
import {codeText, type LaunchCode} from './code.js';
import {problems, type LaunchProblem} from './problem.js';
import {isOlder} from './version.js';

type Machine = {
	readonly executables: Readonly<Record<string, string | undefined>>;
	readonly versions?: Readonly<Record<string, string | undefined>> | undefined;
	readonly settings?: Readonly<Record<string, boolean>> | undefined;
	readonly latest?: Readonly<Record<string, string | undefined>> | undefined;
	readonly root: boolean;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly config: Config;
};

type Asked = {
	readonly agent: AgentRow;
	readonly code: LaunchCode;
	readonly request: {
		readonly prompt?: string | undefined;
		readonly conversation?: string | undefined;
		readonly login?: boolean | undefined;
		readonly ask?: boolean | undefined;
	};
	readonly facts: Machine;
	readonly approvals: 'bypass' | 'ask';
};

/** Why this agent on this machine would not do what is asked: said before anything starts. */
export function agentProblem({agent, code, request, facts, approvals}: Asked): LaunchProblem | undefined {
	const {letter, vendors, minimumVersion, neededSetting} = agent;
	const text = codeText(code);
	if (request.login === true && code.route !== 'd' && vendors.length === 0) {
		return problems.usage(`${agent.title} has no login of its own that could go by the gateway.`, `xx ${text} without --login, or xx ${text.slice(0, 2)}d to go direct`);
	}

	const refusal = agent.refuses?.({
		code: text,
		mode: code.mode,
		headless: code.headless,
		prompt: request.prompt,
		known: request.conversation,
		ask: request.ask === true,
		latest: facts.latest?.[letter],
	});
	if (refusal !== undefined) {
		return problems.usage(refusal.sentence, refusal.choice);
	}

	if (facts.executables[letter] === undefined) {
		return problems.notInstalled(agent);
	}

	const version = facts.versions?.[letter];
	if (version !== undefined && isOlder(version, minimumVersion)) {
		return problems.tooOld(agent, version);
	}

	if (agent.refusesRoot && facts.root && approvals === 'bypass' && !isSandbox(facts)) {
		return problems.refusesRoot(agent);
	}

	return code.route !== 'd' && neededSetting !== undefined && facts.settings?.[letter] !== true ? problems.setting(agent, neededSetting) : undefined;
}

function isSandbox({env, config}: Machine): boolean {
	return [env.IS_SANDBOX, config.launch.env.IS_SANDBOX].some(value => value === '1' || value === 'true');
}
