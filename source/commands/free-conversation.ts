import type {ClientState} from '../core/client/state.js';
import {ClutchError} from '../core/error.js';
import type {LaunchPlan} from '../core/launch/plan.js';
import type {Session} from '../core/session/session.js';
import {refuseOpen} from '../io/open-conversation.js';
import type {CommandContext} from './command.js';
import {withClutchd} from './with-clutchd.js';

/** Throws where the conversation that a launch in this terminal goes on with is open elsewhere. For one in a session clutchd looks itself. */
export async function freeConversation({recipe, session}: Pick<LaunchPlan, 'recipe' | 'session'>, context: CommandContext): Promise<void> {
	refuseOpen(recipe, {paths: context.paths, sessions: await sessionsNow(context), except: session});
}

/** Where clutchd does not run, only what runs in other terminals is known. */
async function sessionsNow(context: CommandContext): Promise<readonly Session[]> {
	try {
		const {sessions} = await withClutchd(context, async client => await client.call({type: 'status'}) as ClientState);
		return sessions;
	} catch (error) {
		if (error instanceof ClutchError && error.code === 'ERR_CLUTCH_NOT_RUNNING') {
			return [];
		}

		throw error;
	}
}
