import type {Ring} from './ring.js';
import type {Activity, Instant, Rung, Session} from './session.js';

/** What it is once it rang, too: what it said last counts, and since when it calls. Undefined where its program is gone, or says more of itself than a ring does. */
export function rungBy({state, activity, rang}: Session, {at, text}: Pick<Ring, 'text'> & {readonly at: Instant}): Rung | undefined {
	const said = text ?? rang?.text;
	return state.status === 'live' && !tellsMore(activity) ? {since: rang?.since ?? at, at, ...(said === undefined ? {} : {text: said})} : undefined;
}

/** A ring is answered by whatever makes the program work again; and what an agent says of itself tells more than a ring. */
export function isAnswered(before: Session, {state, activity}: Session): boolean {
	return state.status !== 'live' || tellsMore(activity) || (activity === 'working' && before.activity !== 'working');
}

/** As it stands in a list: who rang needs somebody, and what it said or that it rings is what it asks. */
export function withCall(session: Session): Session {
	const {rang} = session;
	return rang === undefined ? session : {...session, activity: 'blocked', message: rang.text ?? 'rings', activitySince: rang.since};
}

function tellsMore(activity: Activity): boolean {
	return activity === 'blocked' || activity === 'done' || activity === 'error';
}
