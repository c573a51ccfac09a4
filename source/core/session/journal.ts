import type {ConversationProof, Exit, Instant, LossReason, Recipe, Relaunches, Session, SessionId, SessionStatus} from './session.js';

/** What the manifest remembers, one line each. No secret is in it: a recipe says how to start again, never with which key. */
export type JournalFact =
	| {readonly type: 'created'; readonly session: Session}
	| {readonly type: 'renamed'; readonly id: SessionId; readonly name: string}
	| {readonly type: 'conversation'; readonly id: SessionId; readonly conversation: string; readonly proof?: ConversationProof | undefined}
	/** The first request of its conversation has come to the gateway. From now on nobody may take it for one in which nothing was said. */
	| {readonly type: 'spoke'; readonly id: SessionId}
	| {readonly type: 'started'; readonly id: SessionId; readonly pid: number}
	/** It is about to be started again under the same id, by this recipe. Written before anything starts, so that a conversation is never resumed twice. `relaunches` undefined: its user did it. */
	| {readonly type: 'restarted'; readonly id: SessionId; readonly recipe: Recipe; readonly relaunches: Relaunches | undefined}
	| {readonly type: 'parked'; readonly id: SessionId; readonly relaunches: Relaunches}
	/** `stopped`: its user ended it. */
	| {readonly type: 'ended'; readonly id: SessionId; readonly exit: Exit; readonly stopped?: boolean | undefined; readonly reason?: string | undefined}
	| {readonly type: 'host-lost'; readonly id: SessionId; readonly why?: LossReason | undefined}
	/** Its user let it go. */
	| {readonly type: 'closed'; readonly id: SessionId}
	/** It has been over for longer than sessions are kept. Only this and `closed` let a session leave. */
	| {readonly type: 'expired'; readonly id: SessionId}
	/** The machine runs under this boot id: one start of it is told from the next. */
	| {readonly type: 'boot'; readonly boot: string};

/** What can happen to a session that is known already and stays so. */
export type SessionFact = Exclude<JournalFact, {readonly type: 'created' | 'closed' | 'expired' | 'boot'}>;

/** `at`: when it happened. */
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
			return change(sessions, entry.id, session => ({...session, recipe: {...session.recipe, conversation: entry.conversation, proof: entry.proof}}));
		}

		case 'restarted': {
			return change(sessions, entry.id, session => ({
				...session,
				recipe: entry.recipe,
				relaunches: entry.relaunches,
				state: {status: 'starting', since: entry.at},
				activity: 'unknown',
				// In another conversation nothing was said yet.
				...(session.spoke === true && entry.recipe.conversation !== session.recipe.conversation ? {spoke: undefined} : {}),
			}));
		}

		case 'spoke': {
			return change(sessions, entry.id, session => ({...session, spoke: true}));
		}

		case 'parked': {
			return change(sessions, entry.id, session => ({...session, relaunches: entry.relaunches}));
		}

		case 'started': {
			return change(sessions, entry.id, session => ({...session, state: {status: 'live', pid: entry.pid, since: entry.at}}));
		}

		case 'ended': {
			return change(sessions, entry.id, session => ({...session, state: endedState(entry, entry.at), activity: 'unknown'}));
		}

		case 'host-lost': {
			return change(sessions, entry.id, session => ({...session, state: {status: 'host-lost', at: entry.at, ...(entry.why === undefined ? {} : {why: entry.why})}, activity: 'unknown'}));
		}

		case 'closed':
		case 'expired': {
			return sessions.filter(({id}) => id !== entry.id);
		}

		case 'boot': {
			return sessions;
		}
	}
}

/** What a session is after its program's end: in order, if that was its own or its user's will. */
function endedState({exit, stopped, reason}: {readonly exit: Exit; readonly stopped?: boolean | undefined; readonly reason?: string | undefined}, at: Instant): SessionStatus {
	if (stopped === true) {
		return {status: 'exited', at, exit, stopped};
	}

	return exit.type === 'code' && exit.code === 0 ? {status: 'exited', at} : {status: 'crashed', exit, at, ...(reason === undefined ? {} : {reason})};
}

function change(sessions: readonly Session[], id: SessionId, changed: (session: Session) => Session): readonly Session[] {
	return sessions.map(session => session.id === id ? changed(session) : session);
}
