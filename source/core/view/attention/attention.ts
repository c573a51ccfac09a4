import type {Ring} from '../../session/ring.js';
import type {Instant, Session, SessionId} from '../../session/session.js';

/** Why a session calls. */
export type Reason =
	| {readonly type: 'needs-you'; readonly text: string | undefined}
	| {readonly type: 'done' | 'error' | 'ended' | 'crashed'}
	| {readonly type: 'rang'; readonly text: string | undefined};

/** What its user may want to hear, and what was said. Nothing is said twice, nothing that is being looked at. */
export type Attention = {
	/** As each session stood when it was looked at here last; a session that was never seen before has no news. */
	readonly stood: Readonly<Record<SessionId, string>>;
	readonly waiting: Readonly<Record<SessionId, {readonly reason: Reason; readonly since: Instant}>>;
	readonly said: Readonly<Record<SessionId, Instant>>;
};

export const noAttention: Attention = {stood: {}, waiting: {}, said: {}};

/** What happens at the same time is said at once. */
const gatherMs = 300;

/** One session is heard so often. */
const pauseMs = 10_000;

export type Look = {readonly now: Instant; readonly lookedAt: ReadonlySet<SessionId>};

/** Sessions have changed, or other ones are looked at. */
export function followSessions(attention: Attention, sessions: readonly Session[], {now, lookedAt}: Look): Attention {
	const stood: Record<SessionId, string> = {};
	const waiting: Record<SessionId, Attention['waiting'][string]> = {};
	const said: Record<SessionId, Instant> = {};
	for (const session of sessions) {
		const {id} = session;
		const before = attention.stood[id];
		stood[id] = standing(session);
		const reason = before === undefined || before === stood[id] ? undefined : reasonOf(session);
		const kept = reason === undefined && (before === stood[id] || attention.waiting[id]?.reason.type === 'rang') ? attention.waiting[id] : undefined;
		const next = reason === undefined ? kept : {reason, since: attention.waiting[id]?.since ?? now};
		if (next !== undefined && !lookedAt.has(id)) {
			waiting[id] = next;
		}

		const last = attention.said[id];
		if (last !== undefined && now - last < pauseMs) {
			said[id] = last;
		}
	}

	return {stood, waiting, said};
}

/** A program rang. What it asks already says more than that. */
export function followRing(attention: Attention, {id, ring, now, lookedAt}: Look & {readonly id: SessionId; readonly ring: Ring}): Attention {
	const known = attention.waiting[id];
	return lookedAt.has(id) || (known !== undefined && (known.reason.type !== 'rang' || ring.text === undefined))
		? attention
		: {...attention, waiting: {...attention.waiting, [id]: {reason: {type: 'rang', text: ring.text}, since: known?.since ?? now}}};
}

/** When something is to be said next; undefined where nothing waits. */
export function dueAt({waiting, said}: Attention): Instant | undefined {
	const times = Object.entries(waiting).map(([id, {since}]) => Math.max(since + gatherMs, (said[id] ?? Number.NEGATIVE_INFINITY) + pauseMs));
	return times.length === 0 ? undefined : Math.min(...times);
}

/** What is said now, as one notification. */
export function speak(attention: Attention, {sessions, now}: {readonly sessions: readonly Session[]; readonly now: Instant}): readonly [Attention, Notification | undefined] {
	const due = sessions.filter(({id}) => {
		const last = attention.said[id];
		return attention.waiting[id] !== undefined && (last === undefined || now - last >= pauseMs);
	});
	if (due.length === 0) {
		return [attention, undefined];
	}

	const reasons = due.map(session => ({session, reason: attention.waiting[session.id]?.reason ?? {type: 'ended' as const}}));
	const left = Object.fromEntries(Object.entries(attention.waiting).filter(([id]) => due.every(session => session.id !== id)));
	const said = {...attention.said, ...Object.fromEntries(due.map(({id}) => [id, now]))};
	return [{...attention, waiting: left, said}, notificationOf(reasons)];
}

export type Notification = {readonly title: string; readonly text: string};

type Called = {readonly session: Session; readonly reason: Reason};

function notificationOf(called: readonly Called[]): Notification {
	const [first] = called;
	if (first !== undefined && called.length === 1) {
		return {title: `clutch: ${first.session.title} "${first.session.name}"`, text: sentenceOf(first)};
	}

	const waiting = called.filter(({reason}) => reason.type === 'needs-you').length;
	const text = waiting === called.length ? `${waiting} agents need you` : `${called.length} agents call${waiting === 0 ? '' : `, ${waiting} ${waiting === 1 ? 'needs' : 'need'} you`}`;
	return {title: 'clutch', text: `${text}: ${called.map(({session}) => session.name).join(', ')}`};
}

function sentenceOf({reason}: Called): string {
	switch (reason.type) {
		case 'needs-you': {
			return reason.text === undefined ? 'needs you' : `needs you: ${reason.text}`;
		}

		case 'rang': {
			return reason.text ?? 'rings';
		}

		case 'done': {
			return 'is done';
		}

		case 'error': {
			return 'reports an error';
		}

		case 'ended': {
			return 'has ended';
		}

		case 'crashed': {
			return 'has crashed';
		}
	}
}

/** What makes news of it when it changes. */
function standing({state, activity, message}: Session): string {
	return state.status === 'live' ? `live ${activity}${activity === 'blocked' ? ` ${message ?? ''}` : ''}` : state.status;
}

function reasonOf({state, activity, message}: Session): Reason | undefined {
	switch (state.status) {
		case 'live': {
			return activity === 'blocked' ? {type: 'needs-you', text: message} : (activity === 'done' || activity === 'error' ? {type: activity} : undefined);
		}

		case 'crashed':
		case 'host-lost': {
			return {type: 'crashed'};
		}

		case 'exited': {
			// Its user did that.
			return state.stopped === true ? undefined : {type: 'ended'};
		}

		case 'starting':
		case 'closed': {
			return undefined;
		}
	}
}
