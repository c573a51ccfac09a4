import {agentCatalogue} from '../core/launch/catalogue.js';
import type {LaunchSettings} from '../core/launch/launch-settings.js';
import type {SessionId} from '../core/session/session.js';
import {createLaunchCache} from '../io/launch-cache.js';
import type {Paths} from '../io/paths.js';

export type Launches = {
	/** What holds for the launch a request belongs to, read when the request comes: `--set`, and the model it was switched to. */
	readonly settings: (session: SessionId | undefined) => LaunchSettings | undefined;
	/** Whether it was started to go by the own login of its agent. */
	readonly isLoginOnly: (session: SessionId | undefined) => boolean;
	/** The header by which its agent names its conversation. */
	readonly conversationHeader: (session: SessionId | undefined) => string | undefined;
};

export function createLaunches(paths: Paths): Launches {
	const cache = createLaunchCache(paths);
	const record = (session: SessionId | undefined) => session === undefined ? undefined : cache.record(session);
	return {
		settings: session => record(session)?.settings,
		isLoginOnly: session => record(session)?.recipe.credential === 'own-login',
		conversationHeader(session) {
			const agent = record(session)?.recipe.agent;
			const traces = agent === undefined ? [] : agentCatalogue.find(({id}) => id === agent)?.traces ?? [];
			return traces.find(trace => trace.type === 'request-header')?.name;
		},
	};
}
