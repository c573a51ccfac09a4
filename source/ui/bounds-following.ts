import type {SessionId} from '../core/session/session.js';
import type {LineBounds} from '../core/view/copy/lines.js';
import type {LineFetch} from './line-fetch.js';
import type {Timers} from './timers.js';

type Options = {
	readonly timers: Timers;
	readonly fetchBounds: LineFetch['fetchBounds'];
	readonly onBounds: (session: SessionId, bounds: LineBounds) => void;
	readonly onFailure: (session: SessionId, error: unknown) => void;
};

/** How often the figures of a pane that is looked back in follow its output. */
const boundsInterval = 200;

/** To be called whenever a program has written while its pane is looked back in: there are more lines now. */
export function createBoundsFollowing({timers, fetchBounds, onBounds, onFailure}: Options): (session: SessionId) => void {
	const ask = async (session: SessionId) => {
		try {
			const bounds = await fetchBounds(session);
			if (bounds) {
				onBounds(session, bounds);
			}
		} catch (error) {
			onFailure(session, error);
		}
	};

	return session => {
		if (!timers.has(`bounds ${session}`)) {
			timers.start(`bounds ${session}`, boundsInterval, () => {
				void ask(session);
			});
		}
	};
}
