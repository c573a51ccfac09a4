import {decodeUpdate, type PaneUpdate} from '../../core/ipc/rows.js';
import type {SessionId} from '../../core/session/session.js';
import {createGrid, type Cursor, type Grid, type PaneModes} from '../../core/view/cells/cells.js';
import {copyGrid} from '../../core/view/cells/compose.js';

/** What a pane shows. `grid` stays as it was while its program is inside a synchronized update. */
export type Pane = {
	readonly grid: Grid;
	readonly cursor: Cursor;
	readonly modes: PaneModes;
	readonly title: string;
};

type PaneState = {grid: Grid; update: PaneUpdate; held: Pane | undefined; heldSince: number};

export type Panes = {
	/** Takes a `rows` frame in. `damaged` means that one went missing: the pane has to be asked for again. */
	readonly take: (payload: Uint8Array) => {readonly type: 'changed' | 'held'; readonly session: SessionId} | {readonly type: 'damaged'};
	readonly get: (session: SessionId) => Pane | undefined;
	readonly keep: (sessions: ReadonlySet<SessionId>) => void;
};

/** A program that never ends its synchronized update is not waited for longer than this. */
export const longestHold = 150;

/** Cells of the panes, as clutchd tells them. React has no part in it. */
export function createPanes(now: () => number): Panes {
	const panes = new Map<SessionId, PaneState>();

	const paneOf = ({grid, update}: PaneState): Pane => ({grid, cursor: update.cursor, modes: update.modes, title: update.title});

	return {
		take(payload) {
			const decoded = decodeUpdate(payload);
			if (decoded === undefined) {
				return {type: 'damaged'};
			}

			const {update, apply} = decoded;
			const known = panes.get(update.session);
			const fits = known?.grid.cols === update.cols && known.grid.rows === update.rows;
			if (!update.full && (!fits || update.sequence !== known.update.sequence + 1)) {
				return {type: 'damaged'};
			}

			const state = known ?? {grid: createGrid(update.cols, update.rows), update, held: undefined, heldSince: 0};
			const isHeld = update.modes.synchronized;
			if (isHeld && state.held === undefined && known !== undefined) {
				state.held = {...paneOf(state), grid: copyGrid(state.grid)};
				state.heldSince = now();
			}

			if (!isHeld) {
				state.held = undefined;
			}

			if (update.full) {
				state.grid = createGrid(update.cols, update.rows);
			}

			apply(state.grid);
			state.update = update;
			panes.set(update.session, state);
			return {type: state.held === undefined ? 'changed' : 'held', session: update.session};
		},
		get(session) {
			const state = panes.get(session);
			if (state === undefined) {
				return undefined;
			}

			return state.held !== undefined && now() - state.heldSince < longestHold ? state.held : paneOf(state);
		},
		keep(sessions) {
			for (const id of panes.keys()) {
				if (!sessions.has(id)) {
					panes.delete(id);
				}
			}
		},
	};
}
