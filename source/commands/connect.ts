import {connectClutchd, type ClutchdClient} from '../io/clutchd-client.js';
import type {CommandContext} from './command.js';

/** A cold start takes a tenth of a second; a machine under heavy load may take many. */
const deadlineMs = 15_000;

/** Connects to clutchd for a command that needs it, and starts it where it does not run. */
export async function connectStarted({paths, env, signal, program}: CommandContext): Promise<ClutchdClient> {
	return connectClutchd({paths, client: program, signal, start: true, deadlineMs, env});
}
