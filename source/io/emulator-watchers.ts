import {performance} from 'node:perf_hooks';
import {encodeUpdate} from '../core/ipc/rows.js';
import type {SessionId} from '../core/session/session.js';
import type {EmulatedTerminal} from './emulator-terminal.js';

type Looked = {readonly terminal: EmulatedTerminal; readonly offset: number; readonly flooded: boolean};

export type Watchers = {
	readonly watch: (watcher: number, sessions: readonly SessionId[], focused?: SessionId) => void;
	readonly taken: (watcher: number) => void;
	readonly changed: (session: SessionId) => void;
	/** The session has a new emulator: what watchers have seen of it means nothing any more. */
	readonly restart: (session: SessionId) => void;
};

type View = {sequence: number; version: number; rest: string; full: boolean; sentAt: number; timer: NodeJS.Timeout | undefined; /** Of a view beside: when it is due. */ beat: number | undefined; readonly isBeside: boolean};
type Watcher = {readonly views: Map<SessionId, View>; onTheWay: number};

/** At once when the last frame is older than this; else at the next frame of a 60 Hz screen. */
const quiet = 8;
const frame = 16;
/** What is visible but not in focus is looked at, not typed into: fifteen frames a second, all of it in the same ones, so that whoever draws them draws fifteen times and not as often as there are panes. */
const beside = 67;
/** Frames that may be between here and the socket beyond one of each pane; more would be old before they are shown. What is in focus need not wait for the others. */
const mostBeyond = {beside: 1, focused: 2} as const;

/** Decides when each client gets what changed. A client that is slow gets fewer frames, each of them whole and newest. */
export function createWatchers({look, send}: {readonly look: (session: SessionId) => Looked | undefined; readonly send: (watcher: number, payload: Uint8Array) => void}): Watchers {
	const watchers = new Map<number, Watcher>();

	const flush = (id: number, session: SessionId) => {
		const watcher = watchers.get(id);
		const view = watcher?.views.get(session);
		const looked = look(session);
		if (!watcher || !view || !looked) {
			return;
		}

		if (view.timer !== undefined && view.beat !== undefined) {
			return;
		}

		clearTimeout(view.timer);
		view.timer = undefined;
		if (watcher.onTheWay >= watcher.views.size + mostBeyond[view.isBeside ? 'beside' : 'focused']) {
			return;
		}

		const later = (ms: number) => {
			view.timer = setTimeout(() => {
				view.timer = undefined;
				flush(id, session);
			}, ms);
		};

		const wait = waitFor(view, looked);
		if (wait > 0) {
			later(wait);
			return;
		}

		view.beat = undefined;
		// Inside a synchronized update the last whole picture is what there is to see.
		looked.terminal.scan();
		const heldFor = looked.terminal.heldFor();
		const payload = heldFor === 0 || looked.terminal.isPictured() ? nextFrame(session, view, looked) : undefined;
		if (payload) {
			watcher.onTheWay++;
			view.sentAt = performance.now();
			send(id, payload);
		}

		if (heldFor > 0) {
			later(heldFor);
		}
	};

	const flushAll = (id: number) => {
		for (const session of watchers.get(id)?.views.keys() ?? []) {
			flush(id, session);
		}
	};

	return {
		watch(id, sessions, focused) {
			const known = watchers.get(id);
			for (const view of known?.views.values() ?? []) {
				clearTimeout(view.timer);
			}

			if (sessions.length === 0) {
				watchers.delete(id);
				return;
			}

			const views = new Map(sessions.map(session => [session, freshView(known?.views.get(session)?.sequence ?? 0, focused !== undefined && session !== focused)]));
			watchers.set(id, {views, onTheWay: known?.onTheWay ?? 0});
			flushAll(id);
		},
		taken(id) {
			const watcher = watchers.get(id);
			if (watcher) {
				watcher.onTheWay = Math.max(0, watcher.onTheWay - 1);
				flushAll(id);
			}
		},
		changed(session) {
			for (const [id, watcher] of watchers) {
				if (watcher.views.has(session)) {
					flush(id, session);
				}
			}
		},
		restart(session) {
			for (const watcher of watchers.values()) {
				const view = watcher.views.get(session);
				if (view) {
					view.full = true;
					view.version = 0;
				}
			}

			this.changed(session);
		},
	};
}

function freshView(sequence: number, isBeside: boolean): View {
	return {sequence, version: 0, rest: '', full: true, sentAt: -Infinity, timer: undefined, beat: undefined, isBeside};
}

/** Milliseconds until this view may be sent; 0 for now. */
function waitFor(view: View, {flooded}: Looked): number {
	const now = performance.now();
	const since = now - view.sentAt;
	if (!view.isBeside) {
		if (since < (flooded ? frame : quiet)) {
			return frame - since;
		}
	} else if (Number.isFinite(view.sentAt)) {
		// At once only where nothing has been shown yet.
		const beat = Math.floor(now / beside);
		view.beat ??= beat + 1;
		if (beat < view.beat) {
			return (view.beat * beside) - now;
		}
	}

	return 0;
}

function nextFrame(session: SessionId, view: View, {terminal, offset}: Looked): Uint8Array | undefined {
	const {cols, rows} = terminal.grid();
	const modes = terminal.modes();
	const rowIndexes = Array.from({length: rows}, (_, row) => row).filter(row => view.full || terminal.rowVersion(row) > view.version);
	const rest = {cols, rows, cursor: terminal.cursor(), modes: {...modes, synchronized: modes.synchronized && terminal.heldFor() === 0}, title: terminal.title()};
	const restText = JSON.stringify(rest);
	if (rowIndexes.length === 0 && restText === view.rest) {
		return undefined;
	}

	const full = rowIndexes.length === rows;
	const payload = encodeUpdate({session, sequence: view.sequence + 1, ...rest, full, offset, rowIndexes}, terminal.grid());
	view.sequence++;
	view.version = terminal.version();
	view.rest = restText;
	view.full = false;
	return payload;
}
