import type {LoadedConfig} from '../core/config/config.js';
import {requestWay} from '../core/config/request-way.js';
import {specsOf} from '../core/service/rows.js';
import {findComponent} from '../io/component-folder.js';
import type {CommandContext} from './command.js';

/** Which way requests go, for `config show --origin`. */
export function wayInForce({config}: LoadedConfig, {paths, env}: CommandContext): readonly string[] {
	return requestWay({config, specs: specsOf(config).specs, isInstalled: ({argv}) => findComponent(argv[0], {paths, env}).status === 'found'});
}
