import type {Instant, Session, SessionId} from './session.js';

/** A session that nobody wrote down, but whose holder is there: a living child is never let go because a list does not name it. */
export function unknownSession(id: SessionId, {pid, now}: {readonly pid: number | undefined; readonly now: Instant}): Session {
	return {
		id, name: id, title: 'Session', cwd: '/', demo: false, activity: 'unknown', createdAt: now, state: {status: 'starting', since: now},
		recipe: {code: undefined, agent: undefined, route: undefined, credential: 'none', profile: undefined, model: undefined, conversation: undefined, file: `pid ${pid ?? 'unknown'}`, shownArgs: []},
	};
}
