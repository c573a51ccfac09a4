import {readFileSync} from 'node:fs';
import path from 'node:path';
import type {Paths} from './paths.js';
import {createPrivateFile} from './private-file.js';
import {randomBytes} from './random.js';

/** What the CLI proxy asks its clients for, and what it asks whoever manages it for. Both are made once, and are of use on this machine only. */
export type CliProxyKeys = {readonly client: string; readonly management: string};

/** They look like keys, so that whatever hides keys hides them too. */
const prefix = 'sk-clutch-';

export function readCliProxyKeys(paths: Pick<Paths, 'state'>): CliProxyKeys | undefined {
	try {
		const {client, management} = JSON.parse(readFileSync(keysFile(paths), 'utf8')) as Partial<CliProxyKeys>;
		return typeof client === 'string' && typeof management === 'string' ? {client, management} : undefined;
	} catch {
		// It was never started, or somebody wrote something else there.
		return undefined;
	}
}

/** Undefined where what is there is not ours to replace and cannot be read. */
export function keepCliProxyKeys(paths: Pick<Paths, 'state'>): CliProxyKeys | undefined {
	const fresh = () => `${prefix}${Buffer.from(randomBytes(24)).toString('base64url')}`;
	createPrivateFile(keysFile(paths), `${JSON.stringify({client: fresh(), management: fresh()})}\n`);
	return readCliProxyKeys(paths);
}

export function keysFile({state}: Pick<Paths, 'state'>): string {
	return path.join(state, 'services', 'cli-proxy', 'keys.json');
}
