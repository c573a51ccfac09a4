import type {Activity, SessionId} from '../core/session/session.js';
import type {SessionRecords} from './session-records.js';

type Evidence = {readonly reported: Activity; readonly message: string | undefined; readonly requests: number};

export type SessionActivity = {
	/** What the agent says itself. */
	readonly reported: (id: SessionId, status: {readonly activity: Activity; readonly message: string | undefined}) => void;
	/** How many of its requests the gateway is answering. */
	readonly inFlight: (id: SessionId, count: number) => void;
	readonly forget: (id: SessionId) => void;
};

const nothing: Evidence = {reported: 'unknown', message: undefined, requests: 0};

/** What each live agent is doing: its own word counts most; without one, a request under way proves work. */
export function createSessionActivity(records: SessionRecords): SessionActivity {
	const evidence = new Map<SessionId, Evidence>();
	const update = (id: SessionId, news: Partial<Evidence>) => {
		const known = {...(evidence.get(id) ?? nothing), ...news};
		evidence.set(id, known);
		const session = records.look(id);
		if (session?.state.status !== 'live') {
			return;
		}

		const activity = known.reported === 'unknown' ? (known.requests > 0 ? 'working' : 'idle') : known.reported;
		if (session.activity !== activity || session.message !== known.message) {
			records.change(id, {activity, message: known.message});
		}
	};

	return {
		reported(id, {activity, message}) {
			update(id, {reported: activity, message});
		},
		inFlight(id, requests) {
			update(id, {requests});
		},
		forget(id) {
			evidence.delete(id);
		},
	};
}
