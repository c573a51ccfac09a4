import type {SessionId} from '../core/session/session.js';
import type {Clock} from '../io/clock.js';

/** Tells holders what has been parsed: not each piece, which would cost them as much as the piece itself. */
export type Acknowledging = {
	readonly parsed: (session: SessionId, offset: number) => void;
	/** Its holder knows that without being told: it was answered. */
	readonly known: (session: SessionId, offset: number) => void;
	readonly forget: (session: SessionId) => void;
};

/** An eighth of the credit: who is held up by it goes on in time. */
const enough = 32 * 1024;
/** A tenth of what makes a holder think that nobody parses anything. What is parsed once more by whoever comes after us is what came in this time; it holds no question, because answers acknowledge at once. */
const latestMs = 100;

export function createAcknowledging({clock, acknowledge}: {readonly clock: Clock; readonly acknowledge: (session: SessionId, offset: number) => void}): Acknowledging {
	const sessions = new Map<SessionId, {told: number; parsed: number}>();
	const due = new Set<SessionId>();
	let isArmed = false;

	const tell = (session: SessionId) => {
		const stand = sessions.get(session);
		due.delete(session);
		if (stand && stand.parsed > stand.told) {
			stand.told = stand.parsed;
			acknowledge(session, stand.parsed);
		}
	};

	const tellAll = () => {
		isArmed = false;
		for (const session of due) {
			tell(session);
		}
	};

	return {
		parsed(session, offset) {
			const stand = sessions.get(session);
			if (stand) {
				stand.parsed = offset;
			} else {
				sessions.set(session, {told: -Infinity, parsed: offset});
			}

			if (stand === undefined || offset - stand.told >= enough) {
				tell(session);
				return;
			}

			due.add(session);
			if (!isArmed) {
				isArmed = true;
				clock.after(latestMs, tellAll);
			}
		},
		known(session, offset) {
			const stand = sessions.get(session);
			if (stand && offset > stand.told) {
				stand.told = offset;
			}
		},
		forget(session) {
			sessions.delete(session);
			due.delete(session);
		},
	};
}
