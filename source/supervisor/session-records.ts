import path from 'node:path';
import {ClutchError} from '../core/error.js';
import {nearest} from '../core/nearest.js';
import {foldJournal, type SessionFact} from '../core/session/journal.js';
import {endingFact, lossFact, lostTogether, lostToReboot, type Ending} from '../core/session/loss.js';
import {isAnswered} from '../core/session/rung.js';
import type {Exit, Instant, Session, SessionId} from '../core/session/session.js';
import {unknownSession} from '../core/session/unknown.js';
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
	/** Writes down what happened to a session that is known, and tells everybody what it is now. `at`: when, where that is not now. */
	readonly note: (fact: SessionFact, at?: Instant) => void;
	/** The manifest knows more than before, because it can be read at last. */
	readonly recalled: () => void;
	/** Tells what nobody needs to remember. */
	readonly change: (id: SessionId, changed: Partial<Session>) => void;
	readonly rename: (id: SessionId, name: string) => void;
	/** Its holder has told how it ended; where an older holder does not say why, what it left behind does. */
	readonly ended: (id: SessionId, exit: Exit, known?: Omit<Ending, 'exit'>) => void;
	/** Its holder is gone; what it left behind says whether the session ended or was lost. */
	readonly lost: (id: SessionId) => void;
	/** What the clutchd before this one took for losses of their own was the beginning of a reboot. To be called before anything else is noted. */
	readonly rebooted: () => void;
	/** It leaves, with the record of its end. */
	readonly forget: (id: SessionId, why?: 'closed' | 'expired') => void;
	readonly tombstone: (id: SessionId) => string;
};

export function createSessionRecords({paths, clock, bus, log, rebooted = false}: SupervisorContext, manifest: Manifest): SessionRecords {
	const tombstone = (id: SessionId) => path.join(paths.sessions, `${id}.json`);
	const look = (id: SessionId) => bus.state().sessions.find(session => session.id === id);
	const leftBehind = (id: SessionId): Left | undefined => {
		try {
			return readTombstone(tombstone(id))?.tombstone;
		} catch (error) {
			log.write('warn', 'the record that a holder left cannot be read', {session: id, error: error as Error});
			return undefined;
		}
	};

	const change = (id: SessionId, changed: Partial<Session>) => {
		const session = look(id);
		if (session) {
			const isOther = changed.activity !== undefined && changed.activity !== session.activity;
			const next = {...session, ...(isOther ? {activitySince: clock.now()} : {}), ...changed};
			bus.publish({type: 'session.changed', session: next.rang !== undefined && isAnswered(session, next) ? {...next, rang: undefined} : next});
		}
	};

	const note = (fact: SessionFact, at = clock.now()) => {
		manifest.append(fact, at);
		const session = look(fact.id);
		for (const {name, recipe, state, activity, relaunches, spoke} of session ? foldJournal([session], {...fact, at}) : []) {
			change(fact.id, {name, recipe, state, activity, relaunches, ...(spoke === session?.spoke ? {} : {spoke}), ...(state === session?.state ? {} : {message: undefined})});
		}
	};

	const create = (session: Session) => {
		manifest.append({type: 'created', session});
		bus.publish({type: 'session.opened', session});
	};

	/** What looked like crashes of their own turns out to be one end for all. */
	const noteLostTogether = (around: Instant) => {
		for (const id of lostTogether(bus.state().sessions, around)) {
			const state = look(id)?.state;
			note({type: 'host-lost', id, why: 'shutdown'}, state && 'at' in state ? state.at : around);
		}
	};

	const noteEnd = (fact: SessionFact, at: Instant) => {
		note(fact, at);
		noteLostTogether(at);
	};

	const lost = (id: SessionId) => {
		const status = look(id)?.state.status;
		if (status !== 'live' && status !== 'starting') {
			return;
		}

		const left = leftBehind(id);
		if (!left) {
			log.write('warn', 'the holder of a session is gone and left no record', {session: id});
		}

		noteEnd(lossFact(id, {left, rebooted}), left?.at ?? clock.now());
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

			const {state} = session;
			const left = leftBehind(id);
			if (state.status === 'starting' && left && left.at < state.since) {
				// Of its run before this one: it must not explain the end of this one.
				removeTombstone(tombstone(id));
			}

			const pid = child?.pid ?? 0;
			const same = state.status === 'live' && state.pid === pid ? state : undefined;
			if (!same) {
				manifest.append({type: 'started', id, pid});
			}

			// What an earlier clutchd has seen of its activity is not known any more.
			change(id, {state: same ?? {status: 'live', pid, since: clock.now()}, activity: 'idle', message: undefined, ...(same ? {activitySince: undefined} : {})});
		},
		note,
		recalled() {
			for (const session of manifest.sessions()) {
				const known = look(session.id);
				if (known) {
					// Its holder was taken in as one that nobody knew.
					const {name, title, cwd, recipe, createdAt, demo, relaunches, spoke} = session;
					change(session.id, {name, title, cwd, recipe, createdAt, demo, relaunches, ...(spoke === true ? {spoke} : {})});
				} else {
					bus.publish({type: 'session.opened', session});
					lost(session.id);
				}
			}
		},
		change,
		rename(id, name) {
			note({type: 'renamed', id, name});
		},
		ended(id, exit, known) {
			const status = look(id)?.state.status;
			if (status === 'live' || status === 'starting' || status === 'host-lost') {
				noteEnd(endingFact(id, {...(known?.reason === undefined ? leftBehind(id) : {}), ...known, exit}), clock.now());
			}
		},
		lost,
		rebooted() {
			const {sessions} = bus.state();
			for (const id of rebooted ? lostToReboot(sessions) : []) {
				const state = look(id)?.state;
				note({type: 'host-lost', id, why: 'reboot'}, state && 'at' in state ? state.at : clock.now());
			}
		},
		forget(id, why = 'closed') {
			removeTombstone(tombstone(id));
			manifest.append({type: why, id});
			bus.publish({type: 'session.closed', id});
		},
		tombstone,
	};
}

type Left = Ending & {readonly at: Instant};

function noSession(id: string, sessions: readonly Session[]): ClutchError {
	const near = nearest(id, sessions.flatMap(session => [session.id, session.name]));
	return new ClutchError('ERR_CLUTCH_NO_SESSION', {id, next: near === undefined ? 'clutch sessions lists them.' : `Did you mean "${near}"?`});
}
