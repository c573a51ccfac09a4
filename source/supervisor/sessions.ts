import {rmSync} from 'node:fs';
import path from 'node:path';
import type {Command, Launch} from '../core/command.js';
import {ClutchError} from '../core/error.js';
import {freeName} from '../core/session/named.js';
import {expiredSessions} from '../core/session/retention.js';
import type {Ring} from '../core/session/ring.js';
import {rungBy} from '../core/session/rung.js';
import type {Instant, Recipe, Relaunches, Session, SessionId} from '../core/session/session.js';
import type {LinesReply, SearchReply} from '../core/view/copy/lines.js';
import type {Screen} from '../io/emulator.js';
import type {LastScreens} from '../io/last-screens.js';
import {forgetLaunch} from '../io/launch-record.js';
import type {Manifest} from '../io/manifest.js';
import {refuseOpen} from '../io/open-conversation.js';
import {signalProcess} from '../io/process-identity.js';
import {readTombstone, removeTombstone, writeTombstone} from '../io/tombstone.js';
import type {SupervisorContext} from './context.js';
import type {Panes} from './panes.js';
import {adoptReturning} from './returning.js';
import {createSessionActivity, type SessionActivity} from './session-activity.js';
import {closePatience, createSessionHolders} from './session-holders.js';
import {createSessionRecords, type SessionRecords} from './session-records.js';
import {whenLeft, whenState} from './wait.js';

export type Sessions = Pick<SessionActivity, 'reported' | 'inFlight'> & {
	/** Finds the holders that live and the sessions that ended unseen. */
	readonly adopt: () => Promise<Adopted>;
	readonly open: (command: Extract<Command, {type: 'session.open'}>) => Promise<Session>;
	/** Starts a session that is over again, under its own id. If that fails it is over as it was before. */
	readonly restart: (id: SessionId, again: Again) => Promise<Session>;
	readonly park: (id: SessionId, relaunches: Relaunches) => void;
	readonly records: Pick<SessionRecords, 'look' | 'note' | 'tombstone'>;
	readonly wanted: (id: SessionId) => Session;
	readonly isOver: (id: SessionId) => boolean;
	readonly stop: (id: SessionId, graceMs: number) => void;
	readonly close: (id: SessionId) => Promise<void>;
	readonly rename: (id: SessionId, name: string) => void;
	/** Its program called for its user. */
	readonly rang: (id: SessionId, ring: Ring & {readonly at: Instant}) => void;
	/** Somebody has looked at it until then. */
	readonly looked: (id: SessionId, until: Instant) => void;
	readonly screen: (command: Extract<Command, {type: 'session.screen'}>) => Promise<Screen>;
	/** Undefined where nothing is left of the session to be shown. */
	readonly lines: (command: Extract<Command, {type: 'session.lines'}>) => Promise<LinesReply | undefined>;
	readonly search: (command: Extract<Command, {type: 'session.search'}>) => Promise<SearchReply | undefined>;
	/** Makes the last screen of a dead session visible to its watchers. */
	readonly showLast: (id: SessionId) => void;
	readonly stopAll: (graceMs: number) => Promise<void>;
	/** Lets go what has been over for so long. */
	readonly expire: (keepDays: number) => void;
	/** The manifest knows more than before. */
	readonly recalled: () => void;
	/** Leaves every holder living. */
	readonly leave: () => void;
};

/** `gaps`: live sessions whose output was overwritten before anybody read it. */
export type Adopted = {readonly live: number; readonly gaps: number};

export type Again = {
	readonly recipe: Recipe;
	readonly launch: Launch;
	/** Undefined where its user asked for it. */
	readonly relaunches: Relaunches | undefined;
	/** Without one it is as large as it was. */
	readonly size: {readonly cols: number; readonly rows: number} | undefined;
};

type Options = {
	readonly context: SupervisorContext;
	readonly manifest: Manifest;
	readonly panes: Panes;
	readonly screens: LastScreens;
	/** How many may run at once, as the configuration says it now. */
	readonly most: () => number;
};

const usualSize = {cols: 80, rows: 24};

export function createSessions({context, manifest, panes, screens, most}: Options): Sessions {
	const {paths, clock, bus, log} = context;
	const records = createSessionRecords(context, manifest);
	const activity = createSessionActivity(records);
	const holders = createSessionHolders({context, records, panes});
	adoptReturning({context, records, holders});

	const showLast = (id: SessionId) => {
		if (panes.has(id) || holders.has(id) || !records.knows(id)) {
			return;
		}

		const left = readTombstone(records.tombstone(id));
		if (left) {
			panes.show(id, {cols: left.tombstone.cols, rows: left.tombstone.rows, tail: left.tail});
			return;
		}

		// Its holder had no time to leave anything.
		const screen = screens.read(id);
		if (screen) {
			panes.show(id, {cols: screen.cols, rows: screen.rows, tail: screen.bytes});
		}
	};

	/** One more would be too many: said before anything is written down. */
	const refuseTooMany = () => {
		const count = bus.state().sessions.filter(({state: {status}}) => status === 'live' || status === 'starting').length;
		if (count >= most()) {
			throw new ClutchError('ERR_CLUTCH_SESSION_LIMIT', {count, most: most()});
		}
	};

	const forget = (id: SessionId, why: 'closed' | 'expired' = 'closed') => {
		holders.forget(id);
		activity.forget(id);
		panes.forget(id);
		screens.forget(id);
		records.forget(id, why);
		forgetLaunch(paths, id);
	};

	return {
		reported: activity.reported,
		inFlight: activity.inFlight,
		async adopt() {
			records.rebooted();
			const found = await Promise.all(holders.listed().map(async id => ({id, holder: await holders.find(id)})));
			let live = 0;
			let gaps = 0;
			for (const {id, holder} of found) {
				if (holder) {
					const {exit, ring} = holder.welcome;
					live += exit === undefined ? 1 : 0;
					gaps += exit === undefined && ring.oldest > ring.acknowledged ? 1 : 0;
					records.introduce(id, holder.welcome);
					holders.follow(id, holder);
					log.write('info', exit === undefined ? 'a session is re-attached' : 'a session has ended meanwhile', {session: id, name: records.look(id)?.name, ...(ring.oldest > ring.acknowledged ? {missing: `${ring.oldest - ring.acknowledged} bytes of output`} : {})});
				}
			}

			for (const {id} of bus.state().sessions) {
				if (!holders.has(id)) {
					records.lost(id);
				}
			}

			return {live, gaps};
		},
		async open({type: _, id, name, suggested = false, launch, cols, rows, ...described}) {
			if (records.knows(id) || holders.isTaken(id)) {
				throw new ClutchError('ERR_CLUTCH_SESSION_EXISTS', {id});
			}

			refuseTooMany();
			refuseOpen(described.recipe, {paths, sessions: bus.state().sessions, except: id});
			records.create({id, name: suggested ? freeName(name, bus.state().sessions.filter(({title}) => title === described.title)) : name, ...described, cwd: launch.cwd, state: {status: 'starting', since: clock.now()}, activity: 'unknown', createdAt: clock.now()});
			try {
				await holders.start(id, {launch, cols, rows});
			} catch (error) {
				forget(id);
				throw error;
			}

			return records.wanted(id);
		},
		async restart(id, {recipe, launch, relaunches, size}) {
			const before = records.wanted(id);
			if (!records.isOver(id)) {
				throw new ClutchError('ERR_CLUTCH_NOT_OVER', {id, name: before.name});
			}

			refuseTooMany();
			// It was free when this was planned; another one may have begun with it since.
			refuseOpen(recipe, {paths, sessions: bus.state().sessions, except: id});
			// Written before anything starts: whoever comes after this, also after a crash of ours, finds it starting.
			records.note({type: 'restarted', id, recipe, relaunches});
			const tombstone = records.tombstone(id);
			const left = readTombstone(tombstone);
			const screen = screens.read(id);
			const {cols, rows} = size ?? left?.tombstone ?? screen ?? usualSize;
			try {
				// The holder of the run before stays for a while, for those who look at its last screen. That it leaves now is no end of the run that begins.
				const gone = holders.end(id);
				holders.forget(id);
				await gone;
				activity.forget(id);
				panes.forget(id);
				removeTombstone(tombstone);
				screens.forget(id);
				// What a start left that was cut off; nobody else starts this session.
				rmSync(path.join(paths.holders, `${id}.spec.json`), {force: true});
				await holders.start(id, {launch, cols, rows});
			} catch (error) {
				if (left) {
					writeTombstone(tombstone, left);
				}

				if (screen) {
					screens.keep(id, screen);
				}

				manifest.append({type: 'created', session: before});
				bus.publish({type: 'session.changed', session: before});
				throw error;
			}

			return records.wanted(id);
		},
		park(id, relaunches) {
			records.note({type: 'parked', id, relaunches});
		},
		records,
		wanted: records.wanted,
		isOver: records.isOver,
		stop(id, graceMs) {
			records.wanted(id);
			if (!holders.has(id) || records.isOver(id)) {
				throw new ClutchError('ERR_CLUTCH_NOT_LIVE', {id});
			}

			holders.stop(id, graceMs);
		},
		async close(id) {
			records.wanted(id);
			await holders.end(id);
			if (records.knows(id)) {
				forget(id);
			}
		},
		rename(id, name) {
			records.wanted(id);
			records.rename(id, name);
		},
		rang(id, ring) {
			const session = records.look(id);
			const rang = session && rungBy(session, ring);
			if (rang) {
				records.change(id, {rang});
			}
		},
		looked(id, until) {
			const {rang} = records.wanted(id);
			if (rang && rang.at <= until) {
				records.change(id, {rang: undefined});
			}
		},
		async screen({id, ansi, scrollback}) {
			records.wanted(id);
			showLast(id);
			return await panes.screen(id, {ansi, scrollback}) ?? {cols: 0, rows: 0, lines: []};
		},
		async lines({id, from, count}) {
			records.wanted(id);
			showLast(id);
			return panes.lines(id, {from, count});
		},
		async search({id, text, from, direction}) {
			records.wanted(id);
			showLast(id);
			return panes.search(id, {text, from, direction});
		},
		showLast,
		async stopAll(graceMs) {
			await Promise.all(holders.all().map(async ([id, holder]) => {
				if (!records.isOver(id)) {
					holders.stop(id, graceMs);
					await whenState(bus, {clock, withinMs: graceMs + closePatience, condition: () => records.isOver(id)});
				}

				// Its last screen is on disk: nobody is left for whom it would stay.
				signalProcess(holder.welcome.holder, 'SIGTERM');
				await whenLeft(holder, {clock, withinMs: closePatience});
			}));
		},
		expire(keepDays) {
			for (const id of expiredSessions(bus.state().sessions, {now: clock.now(), keepDays})) {
				forget(id, 'expired');
			}
		},
		recalled: records.recalled,
		leave: holders.leave,
	};
}
