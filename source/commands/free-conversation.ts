import type {LaunchPlan} from '../core/launch/plan.js';
import {refuseOpen} from '../io/open-conversation.js';
import type {CommandContext} from './command.js';
import {sessionsNow} from './with-clutchd.js';

/** Throws where the conversation that a launch in this terminal goes on with is open elsewhere. For one in a session clutchd looks itself. */
export async function freeConversation({recipe, session}: Pick<LaunchPlan, 'recipe' | 'session'>, context: CommandContext): Promise<void> {
	refuseOpen(recipe, {paths: context.paths, sessions: await sessionsNow(context), except: session});
}
