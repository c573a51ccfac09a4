import {connectClutchd, type ClutchdClient} from '../io/clutchd-client.js';
import type {CommandContext} from './command.js';

/** Connects to clutchd for a command that needs it, and starts it where it does not run. */
export async function connectStarted({paths, env, signal, program}: CommandContext): Promise<ClutchdClient> {
	return connectClutchd({paths, client: program, signal, start: true, env});
}
