import path from 'node:path';
import {ClutchError} from '../core/error.js';
import {nearest} from '../core/nearest.js';
import {endedState, type JournalFact} from '../core/session/journal.js';
import type {Exit, Session, SessionId} from '../core/session/session.js';
import type {Welcome} from '../io/holder-client.js';
import type {Manifest} from '../io/manifest.js';
import {readTombstone, removeTombstone} from '../io/tombstone.js';
import type {SupervisorContext} from './context.js';

/** What is known of each session: first written down in the manifest, then told to everybody. */
export type SessionRecords = {
	readonly look: (id: SessionId) => Session | undefined;
	readonly knows: (id: SessionId) => boolean;
	/** Throws for a session that nobody knows, naming the nearest one. */
	readonly wanted: (id: SessionId) => Session;
	readonly isOver: (id: SessionId) => boolean;
	readonly create: (session: Session) => void;
	/** A holder is there: it may be one that the manifest does not know, or whose end was already written down. */
	readonly introduce: (id: SessionId, welcome: Welcome) => void;
	readonly change: (id: SessionId, changed: Partial<Session>) => void;
	readonly rename: (id: SessionId, name: string) => void;
	readonly ended: (id: SessionId, exit: Exit) => void;
	/** Its holder is gone; what it left behind says whether the session ended or was lost. */
	readonly lost: (id: SessionId) => void;
	readonly forget: (id: SessionId) => void;
	readonly tombstone: (id: SessionId) => string;
};

export function createSessionRecords({paths, clock, bus, log}: SupervisorContext, manifest: Manifest): SessionRecords {
	const tombstone = (id: SessionId) => path.join(paths.sessions, `${id}.json`);
	const look = (id: SessionId) => bus.state().sessions.find(session => session.id === id);
	const remember = (fact: JournalFact) => {
		manifest.append(fact);
	};

	const change = (id: SessionId, changed: Partial<Session>) => {
		const session = look(id);
		if (session) {
			const isOther = changed.activity !== undefined && changed.activity !== session.activity;
			bus.publish({type: 'session.changed', session: {...session, ...(isOther ? {activitySince: clock.now()} : {}), ...changed}});
		}
	};

	const create = (session: Session) => {
		remember({type: 'created', session});
		bus.publish({type: 'session.opened', session});
	};

	const ended = (id: SessionId, exit: Exit) => {
		const status = look(id)?.state.status;
		if (status === 'live' || status === 'starting' || status === 'host-lost') {
			remember({type: 'ended', id, exit});
			change(id, {state: endedState({exit}, clock.now()), activity: 'unknown', message: undefined});
		}
	};

	return {
		look,
		knows: id => look(id) !== undefined,
		wanted(id) {
			const session = look(id);
			if (!session) {
				throw noSession(id, bus.state().sessions);
			}

			return session;
		},
		isOver(id) {
			const status = look(id)?.state.status;
			return status !== 'live' && status !== 'starting';
		},
		create,
		introduce(id, {child, exit}) {
			const session = look(id) ?? unknownSession(id, {pid: child?.pid, now: clock.now()});
			if (!look(id)) {
				create(session);
			}

			if (exit !== undefined) {
				return;
			}

			const pid = child?.pid ?? 0;
			const same = session.state.status === 'live' && session.state.pid === pid ? session.state : undefined;
			if (!same) {
				remember({type: 'started', id, pid});
			}

			// What an earlier clutchd has seen of its activity is not known any more.
			change(id, {state: same ?? {status: 'live', pid, since: clock.now()}, activity: 'idle', message: undefined, ...(same ? {activitySince: undefined} : {})});
		},
		change,
		rename(id, name) {
			remember({type: 'renamed', id, name});
			change(id, {name});
		},
		ended,
		lost(id) {
			const status = look(id)?.state.status;
			if (status !== 'live' && status !== 'starting') {
				return;
			}

			const left = readTombstone(tombstone(id));
			if (left) {
				ended(id, left.tombstone.exit);
				return;
			}

			log.write('warn', 'the holder of a session is gone and left no record', {session: id});
			remember({type: 'host-lost', id});
			change(id, {state: {status: 'host-lost', at: clock.now()}, activity: 'unknown', message: undefined});
		},
		forget(id) {
			removeTombstone(tombstone(id));
			remember({type: 'closed', id});
			bus.publish({type: 'session.closed', id});
		},
		tombstone,
	};
}

/** A living child is never let go because a list does not name it. */
function unknownSession(id: SessionId, {pid, now}: {readonly pid: number | undefined; readonly now: number}): Session {
	return {
		id, name: id, title: 'Session', cwd: '/', demo: false, activity: 'unknown', createdAt: now, state: {status: 'starting', since: now},
		recipe: {code: undefined, agent: undefined, route: undefined, credential: 'none', profile: undefined, model: undefined, conversation: undefined, file: `pid ${pid ?? 'unknown'}`, shownArgs: []},
	};
}

function noSession(id: string, sessions: readonly Session[]): ClutchError {
	const near = nearest(id, sessions.flatMap(session => [session.id, session.name]));
	return new ClutchError('ERR_CLUTCH_NO_SESSION', {id, next: near === undefined ? 'clutch sessions lists them.' : `Did you mean "${near}"?`});
}
