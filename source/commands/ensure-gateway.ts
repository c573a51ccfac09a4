import {ClutchError} from '../core/error.js';
import {gatewayAddress} from '../io/launch-facts.js';
import type {CommandContext} from './command.js';
import {connectStarted} from './connect.js';
import {startService} from './start-service.js';

/** The address of the gateway, which is started and waited for where it does not run. */
export async function ensureGateway(context: CommandContext): Promise<string> {
	const {paths, signal} = context;
	const there = gatewayAddress(paths);
	if (there !== undefined) {
		return there;
	}

	const client = await connectStarted(context);
	try {
		const {state} = await startService(client, {id: 'gateway', signal});
		const address = (state.status === 'ready' ? state.address : undefined) ?? gatewayAddress(paths);
		if (address === undefined) {
			throw new ClutchError('ERR_CLUTCH_SERVICE', {title: 'gateway', problem: 'it is ready but has not said where it listens.', next: 'clutch logs gateway says what it printed.'});
		}

		return address;
	} finally {
		client.close();
	}
}
