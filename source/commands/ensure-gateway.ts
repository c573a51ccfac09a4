import {ClutchError} from '../core/error.js';
import {gatewayAddress} from '../io/launch-facts.js';
import type {CommandContext} from './command.js';

/** Waits until the gateway is up, starting it where the config allows that. */
export async function ensureGateway({paths}: CommandContext): Promise<void> {
	if (gatewayAddress(paths) === undefined) {
		throw new ClutchError('ERR_CLUTCH_LAUNCH', {sentence: 'The gateway is not running.', choices: '1 clutch up   2 go direct: route d'});
	}
}
