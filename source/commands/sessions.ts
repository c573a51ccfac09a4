import type {ClientState} from '../core/client/state.js';
import {sessionLines} from '../core/view/status-text.js';
import {systemClock} from '../io/clock.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {withClutchd} from './with-clutchd.js';

/** Sessions that live or ended without their user; `--all` also those that ended in order. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const state = await withClutchd(context, async client => await client.call({type: 'status'}) as ClientState);
	const sessions = state.sessions.filter(session => parsed.flags.all === true || session.state.status !== 'exited');
	if (parsed.flags.json === true) {
		context.stdout.write(`${JSON.stringify({sessions})}\n`);
		return 0;
	}

	const lines = sessionLines(sessions, {state, now: systemClock.now(), home: context.env.HOME ?? ''});
	context.stdout.write(lines.length === 0 ? 'No sessions.\n' : `${lines.join('\n')}\n`);
	return 0;
}
