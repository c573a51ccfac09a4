import type {Ring} from '../core/session/ring.js';
import type {SessionId} from '../core/session/session.js';

export type Rings = {
	readonly rang: (session: SessionId, ring: Ring) => void;
	readonly forget: (session: SessionId) => void;
};

/** A program that rings without end is heard once a second. */
const interval = 1000;

/** The first is told at once; of those after it the last, and words rather than a bell. */
export function createRings(send: (session: SessionId, ring: Ring) => void): Rings {
	const waiting = new Map<SessionId, {readonly timer: NodeJS.Timeout; next: Ring | undefined}>();

	const tell = (session: SessionId, ring: Ring) => {
		send(session, ring);
		const timer = setTimeout(() => {
			const next = waiting.get(session)?.next;
			waiting.delete(session);
			if (next) {
				tell(session, next);
			}
		}, interval);
		waiting.set(session, {timer, next: undefined});
	};

	return {
		rang(session, ring) {
			const known = waiting.get(session);
			if (known === undefined) {
				tell(session, ring);
			} else if (ring.kind === 'notification' || known.next === undefined) {
				known.next = ring;
			}
		},
		forget(session) {
			clearTimeout(waiting.get(session)?.timer);
			waiting.delete(session);
		},
	};
}
