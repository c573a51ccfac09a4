import type {Instant, Session, SessionId} from './session.js';

const day = 24 * 60 * 60 * 1000;

/** Sessions that have been over for longer than they are kept. What lives or starts never is among them, however old. */
export function expiredSessions(sessions: readonly Session[], {now, keepDays}: {readonly now: Instant; readonly keepDays: number}): readonly SessionId[] {
	return sessions.filter(({state}) => 'at' in state && now - state.at > keepDays * day).map(({id}) => id);
}
