import {existsSync, readdirSync, rmSync} from 'node:fs';
import path from 'node:path';
import type {Launch} from '../core/command.js';
import {servicePrefix} from '../core/service/service.js';
import type {SessionId} from '../core/session/session.js';
import {connectHolder, type HolderClient} from '../io/holder-client.js';
import {startHolder} from '../io/holder-start.js';
import {pausePoint} from '../io/pause-point.js';
import {signalProcess} from '../io/process-identity.js';
import type {SupervisorContext} from './context.js';
import type {Panes} from './panes.js';
import type {SessionRecords} from './session-records.js';
import {whenEnded, whenLeft} from './wait.js';

export type SessionHolders = {
	readonly get: (id: SessionId) => HolderClient | undefined;
	readonly has: (id: SessionId) => boolean;
	readonly all: () => ReadonlyArray<readonly [SessionId, HolderClient]>;
	/** The sessions whose sockets are there, whoever listens. */
	readonly listed: () => readonly SessionId[];
	readonly isTaken: (id: SessionId) => boolean;
	/** Connects to a holder that is there; undefined where none answers. What is left of a dead one is removed. */
	readonly find: (id: SessionId) => Promise<HolderClient | undefined>;
	/** Starts one, and follows it. */
	readonly start: (id: SessionId, started: {readonly launch: Launch; readonly cols: number; readonly rows: number}) => Promise<void>;
	readonly follow: (id: SessionId, holder: HolderClient) => void;
	/** Its user is having it ended: what it ends by is in order. */
	readonly stop: (id: SessionId, graceMs: number) => void;
	/** Has it end for good, whatever lives in it, and waits until it has left. */
	readonly end: (id: SessionId) => Promise<void>;
	readonly forget: (id: SessionId) => void;
	readonly leave: () => void;
};

type Options = {readonly context: SupervisorContext; readonly records: SessionRecords; readonly panes: Panes};

/** Taken for lost and found a moment later, a session would worry its user; but one that stands still must not keep clutchd from starting for as long as its clients wait. */
const adoptMs = 8000;
/** One that has just said welcome answers again; a busy machine may take its time. */
const startedMs = 20_000;
/** A holder gives its child 2 s and then kills it; one that takes longer than this is left to itself. */
export const closePatience = 8000;

/** The holders of sessions: who is connected, and what is heard from them. */
export function createSessionHolders({context, records, panes}: Options): SessionHolders {
	const {paths, loop, log, signal, clock} = context;
	const holders = new Map<SessionId, HolderClient>();
	const stopped = new Set<SessionId>();
	const socketOf = (id: SessionId) => path.join(paths.holders, `${id}.sock`);
	const clientName = `clutchd ${process.pid}`;
	const connect = async (id: SessionId, deadlineMs = adoptMs) => connectHolder({socket: socketOf(id), role: 'daemon', client: clientName, signal, deadlineMs});

	const follow = (id: SessionId, holder: HolderClient) => {
		holders.set(id, holder);
		panes.follow(id, {
			holder,
			connectViewer: async ended => connectHolder({socket: socketOf(id), role: 'viewer', client: clientName, signal: AbortSignal.any([signal, ended]), deadlineMs: startedMs}),
			onExited(exit, known) {
				loop.post(() => {
					if (holders.get(id) === holder) {
						records.ended(id, exit, stopped.has(id) ? {...known, reason: 'stopped'} : known);
					}
				});
			},
			onRefused(message) {
				log.write('warn', 'a holder refused something', {session: id, message});
			},
		});
		holder.onClose(() => {
			loop.post(() => {
				if (holders.get(id) === holder && !signal.aborted) {
					holders.delete(id);
					records.lost(id);
				}
			});
		});
	};

	const find = async (id: SessionId): Promise<HolderClient | undefined> => {
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

	const forget = (id: SessionId) => {
		holders.delete(id);
		stopped.delete(id);
	};

	return {
		get: id => holders.get(id),
		has: id => holders.has(id),
		all: () => [...holders],
		listed: () => readdirSync(paths.holders).filter(name => name.endsWith('.sock') && !name.startsWith(servicePrefix)).map(name => name.slice(0, -'.sock'.length)),
		isTaken: id => holders.has(id) || id.startsWith(servicePrefix) || existsSync(socketOf(id)),
		find,
		async start(id, {launch, cols, rows}) {
			stopped.delete(id);
			pausePoint('sessions.before-spawn');
			const {holder: started} = await startHolder({id, kind: 'pty', ...launch, cols, rows, socket: socketOf(id), tombstone: records.tombstone(id), revive: context.revive}, {signal, environment: context.env});
			pausePoint('sessions.after-spawn');
			const holder = await connect(id, startedMs).catch((error: unknown) => {
				// It would run on, and nobody would know of it.
				signalProcess(started, 'SIGTERM');
				throw error;
			});
			records.introduce(id, holder.welcome);
			follow(id, holder);
		},
		follow,
		stop(id, graceMs) {
			stopped.add(id);
			holders.get(id)?.stop(graceMs);
		},
		async end(id) {
			const holder = holders.get(id) ?? (existsSync(socketOf(id)) ? await find(id) : undefined);
			if (holder) {
				const gone = whenLeft(holder, {clock, withinMs: closePatience});
				holder.close();
				await gone;
				// Its connections end a moment before it does, and its end takes its socket away.
				await whenEnded(holder.welcome.holder, {clock});
			}
		},
		forget,
		leave() {
			for (const holder of holders.values()) {
				holder.end();
			}
		},
	};
}
