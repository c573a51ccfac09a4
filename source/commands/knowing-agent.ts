import {agentOf} from '../core/launch/catalogue.js';
import type {LaunchFacts} from '../core/launch/plan.js';
import {rememberedVersion, rememberVersion} from '../io/agent-memory.js';
import type {CommandContext} from './command.js';

/** An agent that needs longer to say its version is started without it. */
const deadlineMs = 5000;

/** The facts with the version of an agent that can be known only by asking: flags are for versions, not to be taken on trust. It is asked once, and again when its file is another. */
export async function knowingAgent(facts: LaunchFacts, letter: string, {paths, env, cwd}: CommandContext): Promise<LaunchFacts> {
	const file = facts.executables[letter];
	if (agentOf(letter) === undefined || file === undefined || facts.versions?.[letter] !== undefined || rememberedVersion(paths, file) !== undefined) {
		return facts;
	}

	const {askVersionAtOnce} = await import('../io/ask-version.js');
	const answer = askVersionAtOnce(file, {env, cwd, deadlineMs});
	const version = answer.type === 'version' ? answer.version : undefined;
	rememberVersion(paths, file, version);
	return {...facts, versions: {...facts.versions, [letter]: version}};
}
