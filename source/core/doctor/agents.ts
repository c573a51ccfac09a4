import type {AgentRow} from '../launch/agent.js';
import {isOlder} from '../launch/version.js';
import {bad, info, ok, warn, type Finding} from './finding.js';

export type AgentFacts = {
	readonly row: AgentRow;
	readonly file: string | undefined;
	/** What it calls itself; a problem where it did not say within its deadline. */
	readonly answer: {readonly type: 'version'; readonly version: string} | {readonly type: 'problem'; readonly problem: string} | undefined;
	readonly loggedIn: boolean;
};

/** Every agent of the catalogue, then what of its row nobody has seen for himself. */
export function examineAgents(agents: readonly AgentFacts[]): readonly Finding[] {
	const findings = agents.flatMap(agent => [examineAgent(agent), ...(agent.file === undefined ? [] : doubts(agent.row))]);
	return agents.some(({file}) => file !== undefined) ? findings : [...findings, bad('agents', 'No agent is installed.', `Install one, such as Claude Code: ${agents[0]?.row.install ?? ''}`)];
}

function examineAgent({row, file, answer, loggedIn}: AgentFacts): Finding {
	const id = `agent.${row.id}`;
	const {title, letter, executable, install, minimumVersion} = row;
	if (file === undefined) {
		return info(id, `${title} (${letter}) is not installed: no ${executable} on the PATH.`, install);
	}

	if (answer?.type === 'problem') {
		return bad(id, `${title} (${letter}) at ${file} did not say its version: ${answer.problem}.`, `Try it by hand: ${file} --version`);
	}

	if (answer === undefined) {
		return warn(id, `${title} (${letter}) at ${file} says no version.`, `Try it by hand: ${file} --version`);
	}

	if (isOlder(answer.version, minimumVersion)) {
		return bad(id, `${title} (${letter}) ${answer.version} is older than ${minimumVersion}, for which its flags are meant.`, install);
	}

	return ok(id, `${title} (${letter}) ${answer.version}, ${row.vendors.length === 0 ? 'works with the keys of the gateway' : (loggedIn ? 'logged in' : `not logged in (${row.loginCommand})`)}.`);
}

function doubts({id, title, evidence, unverified}: AgentRow): readonly Finding[] {
	const next = 'What is started: xx CODE --dry-run. Tell us what is wrong.';
	return [
		...(evidence === 'documented' ? [warn(`agent.${id}.evidence`, `What Clutch knows of ${title} is from its documentation; nobody of us has run it.`, next)] : []),
		...unverified.map((sentence, index) => info(`agent.${id}.unverified.${index + 1}`, `${title}, read and not run: ${sentence}`, next)),
	];
}
