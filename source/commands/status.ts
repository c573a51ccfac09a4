import type {ClientState} from '../core/client/state.js';
import {ClutchError} from '../core/error.js';
import {healthOf, statusLines} from '../core/view/status-text.js';
import {systemClock} from '../io/clock.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {withClutchd} from './with-clutchd.js';

const exits = {healthy: 0, degraded: 3, down: 4} as const;

/** Looks, and starts nothing: 0 healthy, 3 degraded, 4 down. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const json = parsed.flags.json === true;
	const state = await stateOf(context);
	if (!state) {
		context.stdout.write(json ? `${JSON.stringify({health: 'down'})}\n` : 'clutchd   ○ not running   clutch up starts it\n');
		return exits.down;
	}

	const health = healthOf(state);
	context.stdout.write(json ? `${JSON.stringify({health, ...state})}\n` : `${statusLines(state, {now: systemClock.now(), home: context.env.HOME ?? ''}).join('\n')}\n`);
	return exits[health];
}

async function stateOf(context: CommandContext): Promise<ClientState | undefined> {
	try {
		return await withClutchd(context, async client => await client.call({type: 'status'}) as ClientState);
	} catch (error) {
		if (error instanceof ClutchError && error.code === 'ERR_CLUTCH_NOT_RUNNING') {
			return undefined;
		}

		throw error;
	}
}
