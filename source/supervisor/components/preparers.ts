import type {ServiceId} from '../../core/service/service.js';
import {prepareCliProxy} from './cli-proxy.js';
import {prepareHeadroom} from './headroom.js';
import type {Prepare} from './prepare.js';

/** One line for each component that needs more before a start than its row says. */
export const preparers: Readonly<Record<ServiceId, Prepare>> = {
	'cli-proxy': prepareCliProxy,
	headroom: prepareHeadroom,
};
