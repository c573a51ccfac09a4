import type {ClientState} from '../core/client/state.js';
import {ClutchError} from '../core/error.js';
import {connectClutchd, type ClutchdClient} from '../io/clutchd-client.js';
import type {CommandContext} from './command.js';
import {connectStarted} from './connect.js';

type Work<Result> = (client: ClutchdClient) => Promise<Result>;

/** Connects to the clutchd that runs, which is not started for this, and closes the connection when the work is done. */
export async function withClutchd<Result>({paths, env, signal}: CommandContext, work: Work<Result>): Promise<Result> {
	return closing(await connectClutchd({paths, client: 'command', signal, start: false, env}), work);
}

/** The same with a clutchd that is started if need be: sessions live without it, and only it knows their names and states. */
export async function withStarted<Result>(context: CommandContext, work: Work<Result>): Promise<Result> {
	return closing(await connectStarted(context), work);
}

/** The sessions that clutchd knows; none where it does not run or does not answer. */
export async function sessionsNow(context: CommandContext): Promise<ClientState['sessions']> {
	try {
		const {sessions} = await withClutchd(context, async client => await client.call({type: 'status'}) as ClientState);
		return sessions;
	} catch (error) {
		if (error instanceof ClutchError && (error.code === 'ERR_CLUTCH_NOT_RUNNING' || error.code === 'ERR_CLUTCH_SILENT')) {
			return [];
		}

		throw error;
	}
}

async function closing<Result>(client: ClutchdClient, work: Work<Result>): Promise<Result> {
	try {
		return await work(client);
	} finally {
		client.close();
	}
}
