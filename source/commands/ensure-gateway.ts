import {ClutchError} from '../core/error.js';
import {connectClutchd} from '../io/clutchd-client.js';
import {gatewayAddress} from '../io/launch-facts.js';
import type {CommandContext} from './command.js';
import {startService} from './start-service.js';

/** The address of the gateway, which is started and waited for where it does not run. */
export async function ensureGateway({paths, env, signal}: CommandContext): Promise<string> {
	const there = gatewayAddress(paths);
	if (there !== undefined) {
		return there;
	}

	const client = await connectClutchd({paths, client: 'xx', signal, start: true, env});
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
