import type {Exit, Instant, Session, SessionId, SessionStatus} from './session.js';

/** What the manifest remembers, one line each. No secret is in it: a recipe says how to start again, never with which key. */
export type JournalFact =
	| {readonly type: 'created'; readonly session: Session}
	| {readonly type: 'renamed'; readonly id: SessionId; readonly name: string}
	| {readonly type: 'conversation'; readonly id: SessionId; readonly conversation: string}
	| {readonly type: 'started'; readonly id: SessionId; readonly pid: number}
	| {readonly type: 'ended'; readonly id: SessionId; readonly exit: Exit}
	| {readonly type: 'host-lost'; readonly id: SessionId}
	/** Only this lets a session leave. */
	| {readonly type: 'closed'; readonly id: SessionId};

export type JournalEntry = JournalFact & {readonly sequence: number; readonly at: Instant};

export function foldJournal(sessions: readonly Session[], entry: JournalFact & {readonly at: Instant}): readonly Session[] {
	switch (entry.type) {
		case 'created': {
			return [...sessions.filter(({id}) => id !== entry.session.id), entry.session];
		}

		case 'renamed': {
			return change(sessions, entry.id, session => ({...session, name: entry.name}));
		}

		case 'conversation': {
			return change(sessions, entry.id, session => ({...session, recipe: {...session.recipe, conversation: entry.conversation}}));
		}

		case 'started': {
			return change(sessions, entry.id, session => ({...session, state: {status: 'live', pid: entry.pid, since: entry.at}}));
		}

		case 'ended': {
			return change(sessions, entry.id, session => ({...session, state: endedState(entry.exit, entry.at), activity: 'unknown'}));
		}

		case 'host-lost': {
			return change(sessions, entry.id, session => ({...session, state: {status: 'host-lost', at: entry.at}, activity: 'unknown'}));
		}

		case 'closed': {
			return sessions.filter(({id}) => id !== entry.id);
		}
	}
}

export function endedState(exit: Exit, at: Instant): SessionStatus {
	return exit.type === 'code' && exit.code === 0 ? {status: 'exited', at} : {status: 'crashed', exit, at};
}

function change(sessions: readonly Session[], id: SessionId, changed: (session: Session) => Session): readonly Session[] {
	return sessions.map(session => session.id === id ? changed(session) : session);
}
