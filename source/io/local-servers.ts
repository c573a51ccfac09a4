import type {Config} from '../core/config/config.js';
import {localPlaces, modelsOf, type LocalPlace} from '../core/service/components/local-servers.js';
import {readAddress} from './http-address.js';
import type {Paths} from './paths.js';
import {askList} from './probe.js';

export type LocalServer = LocalPlace & {readonly models: readonly [string, ...string[]]};

/** A server on this machine answers at once, or is not there. */
const deadlineMs = 1000;

/** The servers of models that answer on this machine, with what they have. */
export async function findLocalServers({local, paths, signal}: {readonly local: Config['local']; readonly paths: Paths; readonly signal: AbortSignal}): Promise<readonly LocalServer[]> {
	const places = localPlaces({local, ollama: readAddress(paths, 'ollama')?.address});
	const asked = await Promise.all(places.map(async place => {
		const answer = await askList(`${place.base}/models`, {headers: {}, signal, deadlineMs});
		const models = answer.type === 'answer' && answer.status === 200 ? modelsOf(answer.list, place) : undefined;
		return models === undefined ? [] : [{...place, models}];
	}));
	return asked.flat();
}
