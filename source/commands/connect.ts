import {connectClutchd, type ClutchdClient} from '../io/clutchd-client.js';
import type {CommandContext} from './command.js';

/** How long one that is there may take to answer. */
const deadlineMs = 15_000;

/** Connects to clutchd for a command that needs it, and starts it where it does not run. */
export async function connectStarted({paths, env, signal, program}: CommandContext): Promise<ClutchdClient> {
	return connectClutchd({paths, client: program, signal, start: true, deadlineMs, env});
}
