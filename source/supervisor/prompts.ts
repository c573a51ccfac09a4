import type {Command} from '../core/command.js';
import {agentCatalogue} from '../core/launch/catalogue.js';
import {restoredEnvironment} from '../core/session/environment.js';
import type {Session, SessionId} from '../core/session/session.js';
import {firstPrompt} from '../io/conversation-files.js';
import type {SupervisorContext} from './context.js';

/** What was said first in sessions whose conversation is known: people know them by it. */
export type Prompts = (command: Omit<Extract<Command, {type: 'session.prompts'}>, 'type'>) => Promise<Readonly<Record<SessionId, string>>>;

/** An agent's files may be on a disk that is far away. What is not known by then is left out. */
const deadlineMs = 20_000;
/** Far more than are listed at once. */
const mostKept = 1000;

export function createPrompts({bus, env: own, signal}: Pick<SupervisorContext, 'bus' | 'env' | 'signal'>): Prompts {
	// The first one never changes.
	const kept = new Map<string, string>();

	const promptOf = async ({recipe, cwd}: Session, {env, deadline}: {readonly env: Readonly<Record<string, string | undefined>>; readonly deadline: AbortSignal}): Promise<string | undefined> => {
		const {conversation: id} = recipe;
		const agent = agentCatalogue.find(row => row.id === recipe.agent);
		if (id === undefined || agent === undefined) {
			return undefined;
		}

		const key = `${agent.id} ${id}`;
		const known = kept.get(key);
		const prompt = known ?? await firstPrompt(agent, {id, cwd, env: restoredEnvironment(env, recipe), signal: deadline});
		if (prompt !== undefined && known === undefined && kept.size < mostKept) {
			kept.set(key, prompt);
		}

		return prompt;
	};

	return async ({ids, env = own}) => {
		const deadline = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
		const prompts: Record<SessionId, string> = {};
		// One after the other: nobody waits for it, and the disk is others' too.
		for (const session of bus.state().sessions.filter(({id}) => ids.includes(id))) {
			const prompt = await promptOf(session, {env, deadline});
			if (prompt !== undefined) {
				prompts[session.id] = prompt;
			}
		}

		return prompts;
	};
}
