import type {Screen} from '../io/emulator-message.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {sessionNamed} from './session-named.js';
import {withClutchd} from './with-clutchd.js';

/** What a session shows right now, or showed last, as text. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	return withClutchd(context, async client => {
		const {id} = await sessionNamed(parsed, {client, verb: 'screen'});
		const screen = await client.call({type: 'session.screen', id}) as Screen;
		context.stdout.write(parsed.flags.json === true ? `${JSON.stringify({id, ...screen})}\n` : `${screen.lines.join('\n').trimEnd()}\n`);
		return 0;
	});
}
