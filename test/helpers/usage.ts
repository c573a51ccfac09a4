import type {Usage} from '../../source/core/usage/usage.js';

/** A request that ended well, but for what is said otherwise. */
export function usageRecord(id: string, change: Partial<Usage> = {}): Usage {
	return {
		id, at: 0, session: 'k3f', profile: undefined, route: 'p', dialect: 'messages', requestedModel: 'claude', provider: 'demo', model: 'demo-1', rule: 'default', attempts: [],
		outcome: 'ok', status: 200, stream: true, tokens: {input: 100, output: 7, cacheRead: 60, cacheWrite: 0}, durationMs: 1000, firstTokenMs: 200, error: undefined, ...change,
	};
}
