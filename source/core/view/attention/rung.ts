import type {Activity, Instant, Session, SessionId} from '../../session/session.js';

/** Who rang while nobody looked: when, what was said, and what the program was doing as it was seen last. */
export type Rung = Readonly<Record<SessionId, {readonly at: Instant; readonly text: string | undefined; readonly activity: Activity}>>;

export const noRung: Rung = {};

/** Whether a session waits for somebody because it rang. */
export function isCalling({id, state}: Session, rung: Rung): boolean {
	return state.status === 'live' && rung[id] !== undefined;
}

/** It rang: what it said last counts, and since when it calls. */
export function ring(rung: Rung, {session, at, text}: {readonly session: Session; readonly at: Instant; readonly text: string | undefined}): Rung {
	const known = rung[session.id];
	return {...rung, [session.id]: {at: known?.at ?? at, text: text ?? known?.text, activity: session.activity}};
}

/** A ring is answered by looking, or by whatever makes the program work again; what an agent says of itself tells more than a ring. */
export function followRung(rung: Rung, {sessions, lookedAt}: {readonly sessions: readonly Session[]; readonly lookedAt: ReadonlySet<SessionId>}): Rung {
	const kept = Object.entries(rung).flatMap(([id, known]): ReadonlyArray<readonly [SessionId, Rung[string]]> => {
		const session = sessions.find(candidate => candidate.id === id);
		if (session?.state.status !== 'live' || lookedAt.has(id) || tellsMore(session.activity) || (session.activity === 'working' && known.activity !== 'working')) {
			return [];
		}

		return [[id, session.activity === known.activity ? known : {...known, activity: session.activity}]];
	});
	return kept.length === Object.keys(rung).length && kept.every(([id, known]) => known === rung[id]) ? rung : Object.fromEntries(kept);
}

function tellsMore(activity: Activity): boolean {
	return activity === 'blocked' || activity === 'done' || activity === 'error';
}
