import type {Config} from '../core/config/config.js';
import {providersLeadingBack, type LeadingBack} from '../core/provider/leads-back.js';
import {specsOf} from '../core/service/rows.js';
import {findProgram} from '../io/service-program.js';
import type {CommandContext} from './command.js';

/** Providers whose requests would come back to the gateway: no request tells anybody before it fails. A Headroom that is not there leads nowhere. */
export function leadingBack(config: Config, context: CommandContext): readonly LeadingBack[] {
	const headroom = specsOf(config).specs.find(({id}) => id === 'headroom');
	const isAsked = headroom?.enabled === true && findProgram(headroom, context).status === 'found';
	return providersLeadingBack(config, isAsked ? headroom.port?.number : undefined);
}
