import type {SessionId} from '../core/session/session.js';

export type Turns = {
	/** The session has something to parse, and waits until it is its turn. */
	readonly wait: (session: SessionId) => void;
};

/** One session in each turn of the event loop, in the order in which they asked: between two of them messages come in, and what is small in them need not wait. */
export function createTurns(take: (session: SessionId) => void): Turns {
	const waiting = new Set<SessionId>();
	let isDue = false;

	const next = () => {
		isDue = false;
		const [session] = waiting;
		if (session !== undefined) {
			waiting.delete(session);
			ask();
			take(session);
		}
	};

	const ask = () => {
		if (!isDue && waiting.size > 0) {
			isDue = true;
			setImmediate(next);
		}
	};

	return {
		wait(session) {
			waiting.add(session);
			ask();
		},
	};
}
