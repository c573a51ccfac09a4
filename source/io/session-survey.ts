import path from 'node:path';
import {foldJournal, type SessionFact} from '../core/session/journal.js';
import {endingFact, lossFact, lostTogether, type Ending} from '../core/session/loss.js';
import {recall} from '../core/session/recall.js';
import type {Instant, Session, SessionId} from '../core/session/session.js';
import {unknownSession} from '../core/session/unknown.js';
import {isAlive} from '../core/view/text/session-state.js';
import {servicePrefix} from '../core/service/service.js';
import {bootId} from './boot-id.js';
import {systemDisk} from './disk.js';
import {foundHolders, type FoundHolder} from './living-holders.js';
import {loadGenerations} from './manifest-files.js';
import type {Paths} from './paths.js';
import {wordsOfSystemError} from './system-error.js';
import {readTombstone} from './tombstone.js';

/** `living`: how many holders are there, which bring clutchd back. */
export type SessionSurvey = {readonly sessions: readonly Session[]; readonly living: number; readonly problem: string | undefined};

type Options = {readonly paths: Paths; readonly env: Readonly<Record<string, string | undefined>>; readonly signal: AbortSignal; readonly now: Instant};

/**
The sessions as they stand while no clutchd is there to ask: what the manifest remembers, set right by the holders that answer and by what others left behind. The same that clutchd finds when it comes; writes nothing.
*/
export async function surveySessions({paths, env, signal, now}: Options): Promise<SessionSurvey> {
	const holders = await foundHolders(paths, signal);
	const byId = new Map(holders.filter(({id}) => !id.startsWith(servicePrefix)).map(holder => [holder.id, holder]));
	// Read after the holders were asked: who was started meanwhile is written down by then.
	const {known, boot, problem} = remembered(paths.manifest);
	const present = bootId(env);
	const rebooted = boot !== '' && present !== undefined && present !== boot;
	const unlisted = [...byId.keys()].filter(id => known.every(session => session.id !== id)).map(id => unknownSession(id, {pid: undefined, now}));
	const sessions = [...known, ...unlisted].map(session => asFound(session, byId.get(session.id), {left: () => leftBehind(paths, session.id), rebooted, now}));
	return {sessions: joined(sessions), living: holders.length, problem};
}

function remembered(folder: string): {readonly known: readonly Session[]; readonly boot: string; readonly problem: string | undefined} {
	try {
		const {generations, unread} = loadGenerations(systemDisk, folder);
		const {sessions, boot = ''} = recall(generations);
		return {known: sessions, boot, problem: unread.length === 0 ? undefined : `${unread.join(', ')} cannot be read now`};
	} catch (error) {
		// Nothing was ever written down, or nothing can be read.
		return {known: [], boot: '', problem: (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : `${folder} cannot be read: ${wordsOfSystemError(error)}`};
	}
}

type Left = Ending & {readonly at: Instant};

function leftBehind(paths: Paths, id: SessionId): Left | undefined {
	try {
		return readTombstone(path.join(paths.sessions, `${id}.json`))?.tombstone;
	} catch {
		// It cannot be read: then nobody knows how the session ended, as if it had left nothing.
		return undefined;
	}
}

/** One session, set right by its holder. */
function asFound(session: Session, holder: FoundHolder | undefined, {left, rebooted, now}: {readonly left: () => Left | undefined; readonly rebooted: boolean; readonly now: Instant}): Session {
	const {id, state} = session;
	const after = (fact: SessionFact, at: Instant): Session => foldJournal([session], {...fact, at})[0] ?? session;
	if (holder?.status === 'silent') {
		return session;
	}

	if (holder === undefined) {
		const tombstone = isAlive(session) ? left() : undefined;
		return isAlive(session) ? after(lossFact(id, {left: tombstone, rebooted}), tombstone?.at ?? now) : session;
	}

	const {exit, child} = holder.welcome;
	if (exit === undefined) {
		const pid = child?.pid ?? 0;
		return {...after({type: 'started', id, pid}, state.status === 'live' && state.pid === pid ? state.since : now), activity: 'idle'};
	}

	const tombstone = isAlive(session) || state.status === 'host-lost' ? left() : undefined;
	return isAlive(session) || state.status === 'host-lost' ? after(endingFact(id, {...tombstone, exit}), tombstone?.at ?? now) : session;
}

/** What looks like crashes of their own may have been one end for all. */
function joined(sessions: readonly Session[]): readonly Session[] {
	let told = sessions;
	for (const at of new Set(sessions.flatMap(({state}) => state.status === 'crashed' ? [state.at] : []))) {
		for (const id of lostTogether(told, at)) {
			told = told.map(session => session.id === id ? foldJournal([session], {type: 'host-lost', id, why: 'shutdown', at: 'at' in session.state ? session.state.at : at})[0] ?? session : session);
		}
	}

	return told;
}
