import type {ClutchEvent} from '../event.js';
import type {ClientState} from './state.js';

const keptNotices = 20;

/** What a client knows after an event. clutchd folds its own events with it too, so that a snapshot is what the events would have made. */
export function reduceClient(state: ClientState, event: ClutchEvent): ClientState {
	switch (event.type) {
		case 'session.opened':
		case 'session.changed': {
			return {...state, sessions: put(state.sessions, event.session)};
		}

		case 'session.closed': {
			return {...state, sessions: state.sessions.filter(session => session.id !== event.id), meter: {...state.meter, sessions: without(state.meter.sessions, event.id)}};
		}

		// It rang when it rang: that nobody has looked since is told with the session.
		case 'session.rang': {
			return state;
		}

		case 'service.changed': {
			return {...state, services: put(state.services, event.service)};
		}

		case 'service.removed': {
			return {...state, services: state.services.filter(({id}) => id !== event.id)};
		}

		case 'meter.changed': {
			return {...state, meter: {...event.meter, sessions: {...state.meter.sessions, ...event.meter.sessions}}};
		}

		case 'trouble.changed': {
			return {...state, clutchd: {...state.clutchd, trouble: event.trouble}};
		}

		case 'config.changed': {
			return {...state, clutchd: {...state.clutchd, config: event.trouble}};
		}

		case 'notice.given': {
			return {...state, notices: [...state.notices, event.notice].slice(-keptNotices)};
		}
	}
}

/** A row keeps its place; a new one goes to the end. */
function put<Row extends {readonly id: string}>(rows: readonly Row[], row: Row): readonly Row[] {
	return rows.some(known => known.id === row.id) ? rows.map(known => known.id === row.id ? row : known) : [...rows, row];
}

function without<Value>(record: Readonly<Record<string, Value>>, key: string): Readonly<Record<string, Value>> {
	return Object.hasOwn(record, key) ? Object.fromEntries(Object.entries(record).filter(([name]) => name !== key)) : record;
}
