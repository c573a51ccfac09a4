import type {SessionId} from '../core/session/session.js';

/** Tells how far sessions have been parsed: not each piece, which would cost their holders as much as the piece itself. */
export type Acknowledging = {
	readonly parsed: (session: SessionId, offset: number) => void;
	/** Its holder knows that without being told: it was answered. */
	readonly known: (session: SessionId, offset: number) => void;
	readonly forget: (session: SessionId) => void;
};

export type Parsed = readonly [session: SessionId, offset: number];

/** An eighth of the credit: who is held up by it goes on in time. */
const enough = 32 * 1024;
/** A fifth of what makes a holder think that nobody parses anything. What is parsed once more by whoever comes after us is what came in this time; it holds no question, because answers acknowledge at once. */
const latestMs = 200;

type Options = {
	readonly after: (ms: number, callback: () => void) => unknown;
	/** All that is due, in one message: of fifty sessions that print all the time, fifty would be a good part of the work. */
	readonly tell: (parsed: readonly Parsed[]) => void;
};

export function createAcknowledging({after, tell}: Options): Acknowledging {
	const sessions = new Map<SessionId, {told: number; parsed: number}>();
	const due = new Set<SessionId>();
	let isArmed = false;

	/** What of it is not told yet. */
	const news = (session: SessionId): readonly Parsed[] => {
		const stand = sessions.get(session);
		due.delete(session);
		if (stand === undefined || stand.parsed <= stand.told) {
			return [];
		}

		stand.told = stand.parsed;
		return [[session, stand.parsed]];
	};

	const tellAll = () => {
		isArmed = false;
		const parsed = [...due].flatMap(session => news(session));
		if (parsed.length > 0) {
			tell(parsed);
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
				tell(news(session));
				return;
			}

			due.add(session);
			if (!isArmed) {
				isArmed = true;
				after(latestMs, tellAll);
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
