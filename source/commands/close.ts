import type {CommandContext, ParsedArguments} from './command.js';
import {sessionNamed} from './session-named.js';
import {withClutchd} from './with-clutchd.js';

/** Lets a session go for good: ends it if it lives, and forgets it. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	return withClutchd(context, async client => {
		const {id, name} = await sessionNamed(parsed, {client, verb: 'close'});
		await client.call({type: 'session.close', id});
		context.stdout.write(parsed.flags.json === true ? `${JSON.stringify({closed: id})}\n` : `${name} (${id}) is closed.\n`);
		return 0;
	});
}
