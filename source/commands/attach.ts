import type {Session} from '../core/session/session.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {connectStarted} from './connect.js';
import {sessionNamed} from './session-named.js';
import {showSession} from './show-session.js';

/** `clutch attach SESSION`. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	// A session lives without clutchd, and only clutchd knows its name.
	const client = await connectStarted(context);
	let session: Session;
	try {
		session = await sessionNamed(parsed, {client, verb: 'attach'});
	} finally {
		client.close();
	}

	return showSession(session, context);
}
