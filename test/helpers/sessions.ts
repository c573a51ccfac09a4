import type {ClientState, SessionUsage} from '../../source/core/client/state.js';
import type {Session} from '../../source/core/session/session.js';

/** A session of Claude Code that runs, but for what is said otherwise. */
export function sessionWith(change: Partial<Session> = {}): Session {
	return {
		id: 'a',
		name: 'api',
		title: 'Claude Code',
		cwd: '/home/me/src/api-server',
		recipe: {code: 'cip', agent: 'claude', route: 'p', credential: 'gateway-key', profile: undefined, model: 'kimi-k2.6', conversation: undefined, file: '/usr/bin/claude', shownArgs: []},
		demo: false,
		state: {status: 'live', pid: 4121, since: 1000},
		activity: 'working',
		createdAt: 1000,
		...change,
	};
}

export const usage: SessionUsage = {requests: 41, failed: 0, input: 76_000, output: 1200, cacheRead: 0, cost: 0.42, inFlight: 0, context: 76_000, model: 'kimi-k2.6'};

export function clientWith(change: Partial<ClientState> = {}): ClientState {
	return {
		clutchd: {pid: 1, startedAt: 0, version: '0.1.0', adopted: 0},
		sessions: [],
		services: [{id: 'gateway', title: 'Gateway', demo: false, state: {status: 'ready', pid: 2, since: 0, address: 'http://127.0.0.1:8082'}}],
		meter: {today: {requests: 41, failed: 0, input: 3_100_000, output: 41_000, cacheRead: 2_821_000, cost: 2.26}, perMinute: 12, p50: 1900, p95: 6200, sessions: {}, recent: []},
		notices: [],
		...change,
	};
}
