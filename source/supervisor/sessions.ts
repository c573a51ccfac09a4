import {existsSync, readdirSync, rmSync} from 'node:fs';
import path from 'node:path';
import type {Command} from '../core/command.js';
import {ClutchError} from '../core/error.js';
import type {HolderSpec} from '../core/ipc/holder.js';
import type {Session, SessionId} from '../core/session/session.js';
import type {Screen} from '../io/emulator.js';
import {connectHolder, type HolderClient} from '../io/holder-client.js';
import {startHolder} from '../io/holder-start.js';
import {forgetLaunch} from '../io/launch-record.js';
import type {Manifest} from '../io/manifest.js';
import {signalProcess} from '../io/process-identity.js';
import {readTombstone} from '../io/tombstone.js';
import type {SupervisorContext} from './context.js';
import type {Panes} from './panes.js';
import {createSessionActivity, type SessionActivity} from './session-activity.js';
import {createSessionRecords} from './session-records.js';
import {whenLeft, whenState} from './wait.js';

export type Sessions = Pick<SessionActivity, 'reported' | 'inFlight'> & {
	/** Finds the holders that live and the sessions that ended unseen. */
	readonly adopt: () => Promise<Adopted>;
	readonly open: (command: Extract<Command, {type: 'session.open'}>) => Promise<Session>;
	readonly stop: (id: SessionId, graceMs: number) => void;
	readonly close: (id: SessionId) => Promise<void>;
	readonly rename: (id: SessionId, name: string) => void;
	readonly screen: (command: Extract<Command, {type: 'session.screen'}>) => Promise<Screen>;
	/** Makes the last screen of a dead session visible to its watchers. */
	readonly showLast: (id: SessionId) => void;
	readonly stopAll: (graceMs: number) => Promise<void>;
	/** Leaves every holder living. */
	readonly leave: () => void;
};

/** `gaps`: live sessions whose output was overwritten before anybody read it. */
export type Adopted = {readonly live: number; readonly gaps: number};

type Options = {readonly context: SupervisorContext; readonly manifest: Manifest; readonly panes: Panes};

const adoptDeadline = 2000;
/** A holder gives its child 2 s and then kills it; one that takes longer than this is left to itself. */
const closePatience = 8000;

/** Ids that begin so belong to services, which are not sessions. */
const servicePrefix = 'svc-';

export function createSessions({context, manifest, panes}: Options): Sessions {
	const {paths, clock, bus, loop, log, signal} = context;
	const records = createSessionRecords(context, manifest);
	const activity = createSessionActivity(records);
	const holders = new Map<SessionId, HolderClient>();
	const socketOf = (id: SessionId) => path.join(paths.holders, `${id}.sock`);
	const connect = async (id: SessionId) => connectHolder({socket: socketOf(id), role: 'daemon', client: `clutchd ${process.pid}`, signal, deadlineMs: adoptDeadline});

	const follow = (id: SessionId, holder: HolderClient) => {
		holders.set(id, holder);
		panes.follow(id, {
			holder,
			onExited(exit) {
				loop.post(() => {
					records.ended(id, exit);
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

	const tryAdopt = async (id: SessionId): Promise<HolderClient | undefined> => {
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

	const showLast = (id: SessionId) => {
		if (panes.has(id) || holders.has(id) || !records.knows(id)) {
			return;
		}

		const left = readTombstone(records.tombstone(id));
		if (left) {
			panes.show(id, {cols: left.tombstone.cols, rows: left.tombstone.rows, tail: left.tail});
		}
	};

	const forget = (id: SessionId) => {
		holders.delete(id);
		activity.forget(id);
		panes.forget(id);
		records.forget(id);
		forgetLaunch(paths, id);
	};

	return {
		reported: activity.reported,
		inFlight: activity.inFlight,
		async adopt() {
			const ids = holderIds(paths.holders).filter(id => !id.startsWith(servicePrefix));
			const found = await Promise.all(ids.map(async id => ({id, holder: await tryAdopt(id)})));
			let live = 0;
			let gaps = 0;
			for (const {id, holder} of found) {
				if (holder) {
					const {exit, ring} = holder.welcome;
					live += exit === undefined ? 1 : 0;
					gaps += exit === undefined && ring.oldest > ring.acknowledged ? 1 : 0;
					records.introduce(id, holder.welcome);
					follow(id, holder);
				}
			}

			for (const {id} of bus.state().sessions) {
				if (!holders.has(id)) {
					records.lost(id);
				}
			}

			return {live, gaps};
		},
		async open({type: _, id, launch, cols, rows, ...described}) {
			if (records.knows(id) || holders.has(id) || id.startsWith(servicePrefix) || existsSync(socketOf(id))) {
				throw new ClutchError('ERR_CLUTCH_SESSION_EXISTS', {id});
			}

			records.create({id, ...described, cwd: launch.cwd, state: {status: 'starting', since: clock.now()}, activity: 'unknown', createdAt: clock.now()});
			const spec: HolderSpec = {id, kind: 'pty', ...launch, cols, rows, socket: socketOf(id), tombstone: records.tombstone(id), revive: context.revive};
			try {
				await startHolder(spec, {signal, environment: context.env});
				const holder = await connect(id);
				records.introduce(id, holder.welcome);
				follow(id, holder);
			} catch (error) {
				forget(id);
				throw error;
			}

			return records.wanted(id);
		},
		stop(id, graceMs) {
			records.wanted(id);
			const holder = holders.get(id);
			if (!holder || records.isOver(id)) {
				throw new ClutchError('ERR_CLUTCH_NOT_LIVE', {id});
			}

			holder.stop(graceMs);
		},
		async close(id) {
			records.wanted(id);
			const holder = holders.get(id);
			if (holder) {
				const gone = whenLeft(holder, {clock, withinMs: closePatience});
				holder.close();
				await gone;
			}

			if (records.knows(id)) {
				forget(id);
			}
		},
		rename(id, name) {
			records.wanted(id);
			records.rename(id, name);
		},
		async screen({id, ansi, scrollback}) {
			records.wanted(id);
			showLast(id);
			return await panes.screen(id, {ansi, scrollback}) ?? {cols: 0, rows: 0, lines: []};
		},
		showLast,
		async stopAll(graceMs) {
			await Promise.all([...holders].map(async ([id, holder]) => {
				if (!records.isOver(id)) {
					holder.stop(graceMs);
					await whenState(bus, {clock, withinMs: graceMs + closePatience, condition: () => records.isOver(id)});
				}

				// Its last screen is on disk: nobody is left for whom it would stay.
				signalProcess(holder.welcome.holder, 'SIGTERM');
				await whenLeft(holder, {clock, withinMs: closePatience});
			}));
		},
		leave() {
			for (const holder of holders.values()) {
				holder.end();
			}
		},
	};
}

function holderIds(folder: string): readonly string[] {
	return readdirSync(folder).filter(name => name.endsWith('.sock')).map(name => name.slice(0, -'.sock'.length));
}
