import type {Session} from '../core/session/session.js';
import {connectClutchd} from '../io/clutchd-client.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {sessionNamed} from './session-named.js';
import {showSession} from './show-session.js';

/** `clutch attach SESSION`. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const {paths, env, signal} = context;
	// A session lives without clutchd, and only clutchd knows its name.
	const client = await connectClutchd({paths, client: 'attach', signal, start: true, env});
	let session: Session;
	try {
		session = await sessionNamed(parsed, {client, verb: 'attach'});
	} finally {
		client.close();
	}

	return showSession(session, context);
}
