import {agentOf} from '../core/launch/catalogue.js';
import type {LaunchFacts} from '../core/launch/plan.js';
import {askInstructions} from '../io/codex-instructions.js';
import {rememberedVersion, rememberVersion} from '../io/agent-memory.js';
import type {Paths} from '../io/paths.js';

/** Where an agent is asked, and with which variables. */
type Asked = {readonly paths: Paths; readonly env: Readonly<Record<string, string | undefined>>; readonly cwd: string};

/** An agent that needs longer to say its version is started without it. */
const deadlineMs = 5000;

/** The facts with what can be known of an agent only by asking it. It is asked once, and again when its file is another. */
export async function knowingAgent(facts: LaunchFacts, letter: string, asked: Asked): Promise<LaunchFacts> {
	return withInstructions(await withVersion(facts, letter, asked), letter, asked);
}

/** Flags are for versions, not to be taken on trust. */
async function withVersion(facts: LaunchFacts, letter: string, {paths, env, cwd}: Asked): Promise<LaunchFacts> {
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

/** Codex wants to be told of models it does not know, in its own words. */
function withInstructions(facts: LaunchFacts, letter: string, {paths, env, cwd}: Asked): LaunchFacts {
	const file = facts.executables.x;
	if (letter !== 'x' || file === undefined || facts.versions?.x === undefined || facts.instructions?.x !== undefined) {
		return facts;
	}

	return {...facts, instructions: {...facts.instructions, x: askInstructions(paths, file, {env, cwd})}};
}
