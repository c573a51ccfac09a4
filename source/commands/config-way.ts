import type {LoadedConfig} from '../core/config/config.js';
import {requestWay} from '../core/config/request-way.js';
import {specsOf} from '../core/service/rows.js';
import {findProgram} from '../io/service-program.js';
import type {CommandContext} from './command.js';

/** Which way requests go, for `config show --origin`. */
export function wayInForce({config}: LoadedConfig, context: CommandContext): readonly string[] {
	return requestWay({config, specs: specsOf(config).specs, isInstalled: spec => findProgram(spec, context).status === 'found'});
}
