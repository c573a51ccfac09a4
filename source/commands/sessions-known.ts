import type {ClientState} from '../core/client/state.js';
import {ClutchError} from '../core/error.js';
import type {Session} from '../core/session/session.js';
import type {Waiting} from '../core/view/text/status-text.js';
import {systemClock} from '../io/clock.js';
import {createPresence} from '../io/presence.js';
import {surveySessions} from '../io/session-survey.js';
import type {CommandContext} from './command.js';
import {withClutchd} from './with-clutchd.js';

export type KnownSessions =
	| {readonly status: 'running'; readonly state: ClientState}
	/** No clutchd answered; this is what the disk and the holders tell. */
	| {readonly status: 'without'; readonly sessions: readonly Session[]; readonly waiting: Waiting; readonly problem: string | undefined};

/** What clutchd knows, or what can be known without it. Starts nothing. */
export async function sessionsKnown(context: CommandContext): Promise<KnownSessions> {
	try {
		return {status: 'running', state: await withClutchd(context, async client => await client.call({type: 'status'}) as ClientState)};
	} catch (error) {
		if (!(error instanceof ClutchError) || !isAway.has(error.code)) {
			throw error;
		}
	}

	const {paths, env, signal} = context;
	const {sessions, living, problem} = await surveySessions({paths, env, signal, now: systemClock.now()});
	return {status: 'without', sessions, waiting: living > 0 && !createPresence(paths).isResting() ? 'returning' : 'resting', problem};
}

/** It does not run, or left while it was asked. */
const isAway: ReadonlySet<string> = new Set(['ERR_CLUTCH_NOT_RUNNING', 'ERR_CLUTCH_CONNECTION']);
