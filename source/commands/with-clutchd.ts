import {connectClutchd, type ClutchdClient} from '../io/clutchd-client.js';
import type {CommandContext} from './command.js';

/** Connects to the clutchd that runs, which is not started for this, and closes the connection when the work is done. */
export async function withClutchd<Result>({paths, env, signal}: CommandContext, work: (client: ClutchdClient) => Promise<Result>): Promise<Result> {
	const client = await connectClutchd({paths, client: 'command', signal, start: false, env});
	try {
		return await work(client);
	} finally {
		client.close();
	}
}
