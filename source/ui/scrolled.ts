import type {Cursor, Grid} from '../core/view/cells/cells.js';
import type {CopyState, LineSource} from '../core/view/copy/copy-state.js';
import {drawCopy} from '../core/view/copy/draw-copy.js';
import type {SessionId} from '../core/session/session.js';
import {hasLines, type LineWindow} from '../core/view/copy/line-window.js';

/** A pane that is looked back in, with the lines that were fetched for it. */
export type Scrolled = {
	readonly session: SessionId;
	state: CopyState | undefined;
	window: LineWindow | undefined;
	lines: LineSource;
	drawn: {readonly state: CopyState; readonly window: LineWindow; readonly grid: Grid} | undefined;
	readonly entered: CopyState['entered'];
	/** What the mouse did before the lines were here. */
	waiting: Array<(state: CopyState, lines: LineSource) => void>;
	isFetching: boolean;
	isSearching: boolean;
	/** What it shows is being taken out. */
	isTaking: boolean;
	/** What the chrome was told of it last. */
	told: string;
};

export function startScrolled(session: SessionId, entered: CopyState['entered']): Scrolled {
	return {session, state: undefined, window: undefined, lines: none, drawn: undefined, entered, waiting: [], isFetching: false, isSearching: false, isTaking: false, told: ''};
}

/** Where the next key starts from is not known yet, or not which lines are there. */
export function isBusy({state, isFetching, isSearching, isTaking}: Scrolled): boolean {
	return state === undefined || isFetching || isSearching || isTaking;
}

/** Before any line is here. */
const none: LineSource = () => undefined;

export type ScrolledLayer = {readonly grid: Grid; readonly cursor: Cursor | undefined};

/** What is shown instead of the pane's own cells; until the lines are here, what was shown before. */
export function layerOf(scrolled: Scrolled): ScrolledLayer | undefined {
	const {state, window, lines} = scrolled;
	if (state === undefined || window === undefined) {
		return undefined;
	}

	const {top, bounds: {rows, first, end}, cursor, prompt} = state;
	const isHere = hasLines(window, {from: Math.max(top, first), to: Math.min(top + rows, end)});
	if ((isHere || scrolled.drawn === undefined) && (scrolled.drawn?.state !== state || scrolled.drawn.window !== window)) {
		scrolled.drawn = {state, window, grid: drawCopy(state, {window, lines})};
	}

	return scrolled.drawn && {grid: scrolled.drawn.grid, cursor: prompt === undefined ? {x: cursor.x, y: cursor.line - top, visible: true, shape: 'block', blink: false} : undefined};
}

/** What is shown is here, and a page on each side of it as far as there are lines. */
export function isFilled({top, bounds: {first, end, rows, epoch, alternate}}: CopyState, window: LineWindow): boolean {
	return window.bounds.epoch === epoch && window.bounds.alternate === alternate && hasLines(window, {from: Math.max(first, top - rows), to: Math.min(end, top + (2 * rows))});
}
