import {decodeUpdate, type PaneUpdate} from '../../core/ipc/rows.js';
import type {SessionId} from '../../core/session/session.js';
import {createGrid, type Cursor, type Grid, type PaneModes} from '../../core/view/cells/cells.js';

/** What a pane shows. The grid is the same one as long as its size is, and changes in place. */
export type Pane = {
	readonly grid: Grid;
	/** Of each row the number of its newest change; grows only. */
	readonly rowVersions: ArrayLike<number>;
	readonly cursor: Cursor;
	readonly modes: PaneModes;
	readonly title: string;
};

type PaneState = {readonly grid: Grid; readonly rowVersions: Float64Array; update: PaneUpdate; version: number};

export type Panes = {
	/** Takes a `rows` frame in. `damaged` means that one went missing: the pane has to be asked for again. */
	readonly take: (payload: Uint8Array) => {readonly type: 'changed'; readonly session: SessionId} | {readonly type: 'damaged'};
	readonly get: (session: SessionId) => Pane | undefined;
	readonly keep: (sessions: ReadonlySet<SessionId>) => void;
};

/** Cells of the panes, as clutchd tells them, which also holds back what a program has not finished drawing. React has no part in it. */
export function createPanes(): Panes {
	const panes = new Map<SessionId, PaneState>();

	return {
		take(payload) {
			const decoded = decodeUpdate(payload);
			if (decoded === undefined) {
				return {type: 'damaged'};
			}

			const {update, apply} = decoded;
			const {session, cols, rows} = update;
			const known = panes.get(session);
			const fits = known?.grid.cols === cols && known.grid.rows === rows;
			if (!update.full && (!fits || update.sequence !== known.update.sequence + 1)) {
				return {type: 'damaged'};
			}

			const state = fits ? known : {grid: createGrid(cols, rows), rowVersions: new Float64Array(rows), update, version: 0};
			apply(state.grid);
			state.update = update;
			state.version++;
			for (const row of update.rowIndexes) {
				state.rowVersions[row] = state.version;
			}

			panes.set(session, state);
			return {type: 'changed', session};
		},
		get(session) {
			const state = panes.get(session);
			return state && {grid: state.grid, rowVersions: state.rowVersions, cursor: state.update.cursor, modes: state.update.modes, title: state.update.title};
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
