import type {ClientState} from '../core/client/state.js';
import {ClutchError} from '../core/error.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {connectStarted} from './connect.js';
import {startService} from './start-service.js';

/** `restart [SERVICE]`: ends one service and starts it again, the gateway where none is named; sessions do not notice beyond a retry. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const {signal, stdout} = context;
	const [id = 'gateway', ...others] = parsed.words;
	if (others.length > 0) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: 'restart takes one service.', next: 'clutch restart gateway'});
	}

	const client = await connectStarted(context);
	try {
		const before = await client.call({type: 'status'}) as ClientState;
		if (before.services.some(service => service.id === id && service.state.status !== 'stopped')) {
			await client.call({type: 'service.stop', id});
		}

		const {state, title} = await startService(client, {id, signal});
		const address = state.status === 'ready' ? state.address : undefined;
		stdout.write(parsed.flags.json === true ? `${JSON.stringify({restarted: id, address: address ?? null})}\n` : `${title} is ready${address === undefined ? '' : ` at ${address}`}.\n`);
		return 0;
	} finally {
		client.close();
	}
}
