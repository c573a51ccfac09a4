import type {SessionId} from '../core/session/session.js';

/** Who looks at which session, and so how soon its output is wanted. */
export type Looking = {
	readonly watch: (watcher: number, sessions: readonly SessionId[], focused?: SessionId) => void;
	/** Milliseconds that its output may take longer, to come in larger pieces. */
	readonly pace: (session: SessionId) => number;
};

/** Nobody sees it. Questions of programs wait so long at most, and only those that come close upon other output. */
const hiddenMs = 100;
/** Seen beside what somebody works in, fifteen times a second. */
const besideMs = 67;

export function createLooking(onChange: (session: SessionId, ms: number) => void): Looking {
	const watchers = new Map<number, ReadonlyMap<SessionId, number>>();

	const pace = (session: SessionId) => Math.min(hiddenMs, ...[...watchers.values()].map(watched => watched.get(session) ?? hiddenMs));

	return {
		watch(watcher, sessions, focused) {
			const concerned = new Map([...watchers.get(watcher)?.keys() ?? [], ...sessions].map(session => [session, pace(session)]));
			if (sessions.length === 0) {
				watchers.delete(watcher);
			} else {
				watchers.set(watcher, new Map(sessions.map(session => [session, focused === undefined || session === focused ? 0 : besideMs])));
			}

			for (const [session, before] of concerned) {
				const now = pace(session);
				if (now !== before) {
					onChange(session, now);
				}
			}
		},
		pace,
	};
}
