import type {Instant, Session, SessionId} from '../../session/session.js';
import {withCall} from '../../session/rung.js';
import {isAlive} from '../text/session-state.js';

/** What the user has looked at: of each session how it stood then. Another standing is news. */
export type Seen = Readonly<Record<SessionId, string>>;

/** Where the user's eyes are, and until when they were on what they are not on any more (`left`). A terminal that does not tell whether it has the focus is taken to have it. */
export type Attending = {readonly hasFocus: boolean; readonly seen: Seen; readonly left: Readonly<Record<SessionId, Instant>>};

export const startAttending: Attending = {hasFocus: true, seen: {}, left: {}};

/** What was looked at. */
export type Attended = {readonly seen: Seen};

/** After something has happened, or other sessions are looked at. */
export function follow(attending: Attending, look: {readonly sessions: readonly Session[]; readonly lookedAt: ReadonlySet<SessionId>}): Attending {
	const heard = look.sessions.filter(({id, rang}) => rang !== undefined && wasLookedAt(attending, {id, at: rang.at})).map(({id}) => id);
	const seen = followSeen(attending.seen, heard.length === 0 ? look : {...look, lookedAt: new Set([...look.lookedAt, ...heard])});
	return seen === attending.seen ? attending : {...attending, seen};
}

/** What is looked at is seen, until it stands another way unseen. */
export function followSeen(seen: Seen, {sessions, lookedAt}: {readonly sessions: readonly Session[]; readonly lookedAt: ReadonlySet<SessionId>}): Seen {
	const next = Object.fromEntries(sessions.filter(session => lookedAt.has(session.id) || isSeen(session, seen)).map(session => [session.id, standingOf(session)]));
	const ids = Object.keys(next);
	return ids.length === Object.keys(seen).length && ids.every(id => next[id] === seen[id]) ? seen : next;
}

/** A ring may be told late: what counts is whether its session was looked at when it rang. */
export function wasLookedAt({left}: Pick<Attending, 'left'>, {id, at}: {readonly id: SessionId; readonly at: Instant}): boolean {
	return at <= (left[id] ?? Number.NEGATIVE_INFINITY);
}

/** The sessions whose ring was looked at here: when they rang last. clutchd does not know it yet. */
export function answeredHere(sessions: readonly Session[], seen: Seen): ReadonlyArray<{readonly id: SessionId; readonly until: Instant}> {
	return sessions.flatMap(session => session.rang !== undefined && isSeen(session, seen) ? [{id: session.id, until: session.rang.at}] : []);
}

function isSeen(session: Session, seen: Seen): boolean {
	return seen[session.id] === standingOf(session);
}

function standingOf({state, activity, rang}: Session): string {
	return state.status === 'live' ? (rang === undefined ? activity : `${activity} rang ${rang.at}`) : state.status;
}

/** Whether it waits for somebody because it rang. */
function isCalling(session: Session, seen: Seen): boolean {
	return session.state.status === 'live' && session.rang !== undefined && !isSeen(session, seen);
}

/** As they are shown: done is what nobody has looked at yet, afterwards it is idle like any other; who rang needs somebody, and what it said or that it rings is what it asks. */
export function asShown(sessions: readonly Session[], {seen}: Attended): readonly Session[] {
	const shown = sessions.map(session => {
		if (isCalling(session, seen)) {
			return withCall(session);
		}

		return session.activity === 'done' && isAlive(session) && isSeen(session, seen) ? {...session, activity: 'idle' as const} : session;
	});
	return shown.some((session, index) => session !== sessions[index]) ? shown : sessions;
}

/** How badly it wants its user: 3 asks, 2 has failed unseen, 1 is done unseen, 0 not at all. */
function urgencyOf(session: Session, {seen}: Attended): 0 | 1 | 2 | 3 {
	const {state, activity} = session;
	if ((state.status === 'live' && activity === 'blocked') || isCalling(session, seen)) {
		return 3;
	}

	if (isSeen(session, seen)) {
		return 0;
	}

	if (state.status === 'crashed' || state.status === 'host-lost' || (state.status === 'live' && activity === 'error')) {
		return 2;
	}

	return state.status === 'live' && activity === 'done' ? 1 : 0;
}

/** The session to go to when its user asks who needs him: of the most urgent ones the next after where he is, in the order of the list. Where he is counts too, last, while something covers it. */
export function nextThatCalls(sessions: readonly Session[], {focused, isCovered = false, ...attended}: Attended & {readonly focused: SessionId | undefined; readonly isCovered?: boolean}): Session | undefined {
	const start = sessions.findIndex(({id}) => id === focused) + 1;
	const others = [...sessions.slice(start), ...sessions.slice(0, start)].filter(({id}) => isCovered || id !== focused);
	const most = Math.max(0, ...others.map(session => urgencyOf(session, attended)));
	return most === 0 ? undefined : others.find(session => urgencyOf(session, attended) === most);
}

/** The title of the terminal's window: how many need their user, have failed, are done. */
export function badgeOf(sessions: readonly Session[], attended: Attended): string {
	const urgencies = sessions.map(session => urgencyOf(session, attended));
	const count = (urgency: number) => urgencies.filter(each => each === urgency).length;
	const parts = [
		...count(3) > 0 ? [`${count(3)} ${count(3) === 1 ? 'needs' : 'need'} you`] : [],
		...count(2) > 0 ? [`${count(2)} failed`] : [],
		...count(1) > 0 ? [`${count(1)} done`] : [],
	];
	return ['clutch', ...parts].join(' · ');
}
