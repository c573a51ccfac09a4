import type {RunningProvider} from '../core/provider/provider.js';
import {readCliProxyKeys} from './cli-proxy-keys.js';
import {readAddress} from './http-address.js';
import type {Paths} from './paths.js';

/** Where a service that is a provider too says it listens. */
export function findRunning(paths: Paths, id: string): RunningProvider | undefined {
	const told = readAddress(paths, id);
	return told === undefined ? undefined : {address: told.address, key: id === 'cli-proxy' ? readCliProxyKeys(paths)?.client : undefined};
}
