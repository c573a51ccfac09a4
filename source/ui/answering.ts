import type {Instant, SessionId} from '../core/session/session.js';
import {answeredHere} from '../core/view/attention/seen.js';
import type {Link} from './link.js';
import type {State} from './store.js';

type Options = {
	readonly state: () => Pick<State, 'client' | 'navigation'>;
	readonly link: () => Pick<Link, 'call'> | undefined;
};

/** Tells clutchd which rings were looked at here, so that nobody else is called by them. */
export function createAnswering({state, link}: Options): {readonly follow: () => void} {
	const told = new Map<SessionId, Instant>();

	const tell = async (id: SessionId, until: Instant) => {
		told.set(id, until);
		try {
			await link()?.call({type: 'session.looked', id, until});
		} catch {
			// The session is gone, or clutchd: it is told again with the next change, if there is still somebody to be told.
			told.delete(id);
		}
	};

	return {
		follow() {
			const {client, navigation} = state();
			for (const {id, until} of answeredHere(client?.sessions ?? [], navigation.attending.seen)) {
				if (told.get(id) !== until) {
					void tell(id, until);
				}
			}
		},
	};
}
