import type {CommandContext, ParsedArguments} from './command.js';
import {sessionsNamed} from './session-named.js';
import {withStarted} from './with-clutchd.js';

/** Lets sessions go for good: ends them if they live, and forgets them. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	return withStarted(context, async client => {
		const sessions = await sessionsNamed(parsed, {client, verb: 'close'});
		await Promise.all(sessions.map(async ({id}) => client.call({type: 'session.close', id})));
		context.stdout.write(parsed.flags.json === true
			? `${JSON.stringify({closed: sessions.map(({id}) => id)})}\n`
			: sessions.map(({id, name}) => `${name} (${id}) is closed.\n`).join(''));
		return 0;
	});
}
