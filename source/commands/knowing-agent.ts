import {agentOf} from '../core/launch/catalogue.js';
import type {LaunchFacts} from '../core/launch/plan.js';
import {rememberedVersion, rememberVersion} from '../io/agent-memory.js';
import type {CommandContext} from './command.js';

/** An agent that needs longer to say its version is started without it. */
const deadlineMs = 5000;

/**
The facts with the version of an agent that we know from its documentation only and that can be known only by asking: its flags are not to be taken on trust. It is asked once, and again when its file is another.
*/
export async function knowingAgent(facts: LaunchFacts, letter: string, {paths, env, cwd, signal}: CommandContext): Promise<LaunchFacts> {
	const file = facts.executables[letter];
	if (agentOf(letter)?.evidence !== 'documented' || file === undefined || facts.versions?.[letter] !== undefined || rememberedVersion(paths, file) !== undefined) {
		return facts;
	}

	const {askVersion} = await import('../io/ask-version.js');
	const answer = await askVersion(file, {env, cwd, deadlineMs, signal});
	const version = answer.type === 'version' ? answer.version : undefined;
	rememberVersion(paths, file, version);
	return {...facts, versions: {...facts.versions, [letter]: version}};
}
