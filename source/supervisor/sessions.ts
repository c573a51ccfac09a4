import {existsSync, readdirSync, rmSync} from 'node:fs';
import path from 'node:path';
import type {Command} from '../core/command.js';
import {ClutchError} from '../core/error.js';
import type {HolderSpec} from '../core/ipc/holder.js';
import {nearest} from '../core/nearest.js';
import {endedState, type JournalFact} from '../core/session/journal.js';
import type {Activity, Exit, Session, SessionId} from '../core/session/session.js';
import type {Screen} from '../io/emulator.js';
import {connectHolder, type HolderClient} from '../io/holder-client.js';
import {startHolder} from '../io/holder-start.js';
import type {Manifest} from '../io/manifest.js';
import {readTombstone, removeTombstone} from '../io/tombstone.js';
import type {SupervisorContext} from './context.js';
import type {Panes} from './panes.js';
import {whenLeft, whenState} from './wait.js';

export type Sessions = {
	/** Finds the holders that live and the sessions that ended unseen. */
	readonly adopt: () => Promise<Adopted>;
	readonly open: (command: Extract<Command, {type: 'session.open'}>) => Promise<Session>;
	readonly stop: (id: SessionId, graceMs: number) => void;
	readonly close: (id: SessionId) => Promise<void>;
	readonly rename: (id: SessionId, name: string) => void;
	readonly screen: (id: SessionId) => Promise<Screen>;
	/** Makes the last screen of a dead session visible to its watchers. */
	readonly showLast: (id: SessionId) => void;
	readonly reported: (id: SessionId, status: {readonly activity: Activity; readonly message: string | undefined}) => void;
	readonly inFlight: (id: SessionId, count: number) => void;
	readonly closeAll: (graceMs: number) => Promise<void>;
	readonly leave: () => void;
};

/** `gaps`: live sessions whose output was overwritten before anybody read it. */
export type Adopted = {readonly live: number; readonly gaps: number};

type Evidence = {readonly reported: Activity; readonly message: string | undefined; readonly requests: number};

type Options = {readonly context: SupervisorContext; readonly manifest: Manifest; readonly panes: Panes};

const adoptDeadline = 2000;
/** A holder gives its child 2 s and then kills it; one that takes longer than this is left to itself. */
const closePatience = 8000;
const noEvidence: Evidence = {reported: 'unknown', message: undefined, requests: 0};

/** Ids that begin so belong to services, which are not sessions. */
export const servicePrefix = 'svc-';

export function createSessions({context, manifest, panes}: Options): Sessions {
	const {paths, clock, bus, loop, log, signal} = context;
	const holders = new Map<SessionId, HolderClient>();
	const evidence = new Map<SessionId, Evidence>();
	const socketOf = (id: SessionId) => path.join(paths.holders, `${id}.sock`);
	const tombstoneOf = (id: SessionId) => path.join(paths.sessions, `${id}.json`);
	const find = (id: SessionId) => bus.state().sessions.find(session => session.id === id);

	const wanted = (id: SessionId): Session => {
		const session = find(id);
		if (!session) {
			throw noSession(id, bus.state().sessions);
		}

		return session;
	};

	const change = (id: SessionId, changed: Partial<Session>) => {
		const session = find(id);
		if (session) {
			bus.publish({type: 'session.changed', session: {...session, ...changed}});
		}
	};

	const remember = (fact: JournalFact) => {
		manifest.append(fact);
	};

	const showActivity = (id: SessionId, update: Partial<Evidence>) => {
		const known = {...(evidence.get(id) ?? noEvidence), ...update};
		evidence.set(id, known);
		const session = find(id);
		if (session?.state.status !== 'live') {
			return;
		}

		const activity = known.reported === 'unknown' ? (known.requests > 0 ? 'working' : 'idle') : known.reported;
		if (session.activity !== activity || session.message !== known.message) {
			change(id, {activity, message: known.message});
		}
	};

	const ended = (id: SessionId, exit: Exit) => {
		const session = find(id);
		if (session?.state.status === 'live' || session?.state.status === 'starting' || session?.state.status === 'host-lost') {
			remember({type: 'ended', id, exit});
			change(id, {state: endedState(exit, clock.now()), activity: 'unknown', message: undefined});
		}
	};

	const lost = (id: SessionId) => {
		const session = find(id);
		if (session?.state.status !== 'live' && session?.state.status !== 'starting') {
			return;
		}

		const left = readTombstone(tombstoneOf(id));
		if (left) {
			ended(id, left.tombstone.exit);
			return;
		}

		log.write('warn', 'the holder of a session is gone and left no record', {session: id});
		remember({type: 'host-lost', id});
		change(id, {state: {status: 'host-lost', at: clock.now()}, activity: 'unknown', message: undefined});
	};

	const follow = (id: SessionId, holder: HolderClient) => {
		holders.set(id, holder);
		panes.follow(id, holder);
		holder.onBytes((offset, bytes) => {
			panes.written(id, offset, bytes);
		});
		holder.onMessage(message => {
			switch (message.type) {
				case 'resized': {
					panes.resized(id, message);
					break;
				}

				case 'gap': {
					panes.gap(id, message);
					break;
				}

				case 'exited': {
					loop.post(() => {
						ended(id, message.exit);
					});
					break;
				}

				case 'refused': {
					log.write('warn', 'a holder refused something', {session: id, message: message.message});
					break;
				}

				case 'welcome':
				case 'writer': {
					break;
				}
			}
		});
		holder.onClose(() => {
			loop.post(() => {
				if (holders.get(id) === holder) {
					holders.delete(id);
					if (!signal.aborted) {
						lost(id);
					}
				}
			});
		});
		holder.attach('oldest');
		// Attaching puts the acknowledgement back to the oldest byte; what was answered already must not be answered again if we die during the replay.
		holder.ack(holder.welcome.ring.acknowledged);
	};

	const connect = async (id: SessionId) => connectHolder({socket: socketOf(id), role: 'daemon', client: `clutchd ${process.pid}`, signal, deadlineMs: adoptDeadline});

	const adoptOne = async (id: SessionId): Promise<HolderClient | undefined> => {
		try {
			return await connect(id);
		} catch (error) {
			const {code} = error as NodeJS.ErrnoException;
			if (code === 'ECONNREFUSED' || code === 'ENOENT') {
				rmSync(socketOf(id), {force: true});
			} else {
				log.write('warn', 'a holder did not answer', {session: id, error: error as Error});
			}

			return undefined;
		}
	};

	const known = (id: SessionId, holder: HolderClient): Session => find(id) ?? {
		id, name: id, title: 'Session', cwd: '/', demo: false, activity: 'unknown', createdAt: clock.now(), state: {status: 'starting', since: clock.now()},
		recipe: {code: undefined, agent: undefined, route: undefined, credential: 'none', profile: undefined, model: undefined, conversation: undefined, file: `pid ${holder.welcome.child?.pid ?? 'unknown'}`, shownArgs: []},
	};

	const introduce = (id: SessionId, holder: HolderClient) => {
		const session = known(id, holder);
		if (!find(id)) {
			remember({type: 'created', session});
			bus.publish({type: 'session.opened', session});
		}

		if (holder.welcome.exit !== undefined) {
			return;
		}

		const pid = holder.welcome.child?.pid ?? 0;
		const since = session.state.status === 'live' ? session.state.since : clock.now();
		if (session.state.status !== 'live' || session.state.pid !== pid) {
			remember({type: 'started', id, pid});
		}

		change(id, {state: {status: 'live', pid, since}, activity: 'idle', message: undefined});
	};

	const showLast = (id: SessionId) => {
		if (panes.has(id) || holders.has(id) || !find(id)) {
			return;
		}

		const left = readTombstone(tombstoneOf(id));
		if (left) {
			panes.show(id, {cols: left.tombstone.cols, rows: left.tombstone.rows, tail: left.tail});
		}
	};

	const forget = (id: SessionId) => {
		holders.delete(id);
		evidence.delete(id);
		panes.forget(id);
		removeTombstone(tombstoneOf(id));
		remember({type: 'closed', id});
		bus.publish({type: 'session.closed', id});
	};

	const close = async (id: SessionId) => {
		wanted(id);
		const holder = holders.get(id);
		if (holder) {
			const gone = whenLeft(holder, {clock, withinMs: closePatience});
			holder.close();
			await gone;
		}

		if (find(id)) {
			forget(id);
		}
	};

	return {
		async adopt() {
			const ids = holderIds(paths.holders).filter(id => !id.startsWith(servicePrefix));
			const found = await Promise.all(ids.map(async id => ({id, holder: await adoptOne(id)})));
			let live = 0;
			let gaps = 0;
			for (const {id, holder} of found) {
				if (holder) {
					const {exit, ring} = holder.welcome;
					live += exit === undefined ? 1 : 0;
					gaps += exit === undefined && ring.oldest > ring.acknowledged ? 1 : 0;
					introduce(id, holder);
					follow(id, holder);
				}
			}

			for (const {id} of bus.state().sessions) {
				if (!holders.has(id)) {
					lost(id);
				}
			}

			return {live, gaps};
		},
		async open({type: _, id, launch, cols, rows, ...described}) {
			if (find(id) !== undefined || holders.has(id) || existsSync(socketOf(id))) {
				throw new ClutchError('ERR_CLUTCH_SESSION_EXISTS', {id});
			}

			const session: Session = {id, ...described, cwd: launch.cwd, state: {status: 'starting', since: clock.now()}, activity: 'unknown', createdAt: clock.now()};
			remember({type: 'created', session});
			bus.publish({type: 'session.opened', session});
			const spec: HolderSpec = {id, kind: 'pty', ...launch, cols, rows, socket: socketOf(id), tombstone: tombstoneOf(id), revive: context.revive};
			try {
				await startHolder(spec, {signal, environment: context.env});
				const holder = await connect(id);
				introduce(id, holder);
				follow(id, holder);
			} catch (error) {
				forget(id);
				throw error;
			}

			return wanted(id);
		},
		stop(id, graceMs) {
			wanted(id);
			const holder = holders.get(id);
			if (!holder) {
				throw new ClutchError('ERR_CLUTCH_NOT_LIVE', {id});
			}

			holder.stop(graceMs);
		},
		close,
		rename(id, name) {
			wanted(id);
			remember({type: 'renamed', id, name});
			change(id, {name});
		},
		async screen(id) {
			wanted(id);
			showLast(id);
			return await panes.screen(id) ?? {cols: 0, rows: 0, lines: []};
		},
		showLast,
		reported(id, {activity, message}) {
			showActivity(id, {reported: activity, message});
		},
		inFlight(id, requests) {
			showActivity(id, {requests});
		},
		async closeAll(graceMs) {
			await Promise.all([...holders].map(async ([id, holder]) => {
				if (find(id)?.state.status !== 'live') {
					return;
				}

				holder.stop(graceMs);
				await whenState(bus, {clock, withinMs: graceMs + closePatience, condition: () => find(id)?.state.status !== 'live'});
			}));
		},
		leave() {
			for (const holder of holders.values()) {
				holder.end();
			}
		},
	};
}

export function holderIds(folder: string): readonly string[] {
	return readdirSync(folder).filter(name => name.endsWith('.sock')).map(name => name.slice(0, -'.sock'.length));
}

function noSession(id: string, sessions: readonly Session[]): ClutchError {
	const near = nearest(id, sessions.flatMap(session => [session.id, session.name]));
	const next = near === undefined ? 'List them with: clutch sessions' : `Did you mean "${near}"? List them with: clutch sessions`;
	return new ClutchError('ERR_CLUTCH_NO_SESSION', {id, next});
}
