import type {LineBounds, LinePlace} from './lines.js';

/** A row of a session's lines: `texts` are its cells, with nothing for the right half of a wide character. */
export type CopyLine = {
	readonly texts: readonly string[];
	/** It goes on with the line before. */
	readonly wrapped: boolean;
	/** Its last cell is empty because a wide character did not fit. */
	readonly gap: boolean;
};

/** Undefined for a line that has not been fetched. */
export type LineSource = (line: number) => CopyLine | undefined;

export type SelectionKind = 'characters' | 'lines' | 'block';
export type Selection = {readonly kind: SelectionKind; readonly anchor: LinePlace};
export type SearchDirection = 'forward' | 'backward';

/** What is being typed to be searched for, and where to go back to. */
export type SearchPrompt = {readonly direction: SearchDirection; readonly text: string; readonly top: number; readonly cursor: LinePlace};

/** How the last search ended, where it is to be said: nowhere, or on the other side of where it began. */
export type SearchOutcome = {readonly type: 'nowhere' | 'around'; readonly text: string; readonly direction: SearchDirection};

/** A pane that is looked back in: where, what is selected, and what is searched for. Lines have their numbers, so that no output moves it. */
export type CopyState = {
	readonly bounds: LineBounds;
	/** The first line that is shown. */
	readonly top: number;
	readonly cursor: LinePlace;
	readonly selection: Selection | undefined;
	readonly prompt: SearchPrompt | undefined;
	readonly search: {readonly text: string; readonly direction: SearchDirection} | undefined;
	/** Said until the next key. */
	readonly outcome: SearchOutcome | undefined;
	/** Digits before a key. */
	readonly count: string;
	/** Who came by the wheel leaves at the bottom. */
	readonly entered: 'key' | 'wheel' | 'mouse';
};

export function startCopying(bounds: LineBounds, entered: CopyState['entered']): CopyState {
	return {bounds, top: bounds.top, cursor: {line: bounds.end - 1, x: 0}, selection: undefined, prompt: undefined, search: undefined, outcome: undefined, count: '', entered};
}

/** What the chrome says of it. `above`: lines between what is shown and the newest ones. */
export type CopyStatus = {
	readonly above: number;
	readonly total: number;
	readonly prompt: {readonly direction: SearchDirection; readonly text: string} | undefined;
	readonly outcome: SearchOutcome | undefined;
	readonly selecting: SelectionKind | undefined;
	readonly hasCount: boolean;
};

export function statusOf({bounds, top, prompt, outcome, selection, count}: CopyState): CopyStatus {
	return {above: Math.max(0, bounds.top - top), total: bounds.top - bounds.first, prompt: prompt && {direction: prompt.direction, text: prompt.text}, outcome, selecting: selection?.kind, hasCount: count !== ''};
}

/** New bounds of the same lines. Numbers of another epoch mean other lines: then it begins anew, as far from the bottom as it was. */
export function followBounds(state: CopyState, bounds: LineBounds): CopyState {
	if (bounds.epoch === state.bounds.epoch && bounds.alternate === state.bounds.alternate) {
		return scrollTo({...state, bounds}, state.top);
	}

	const above = state.bounds.top - state.top;
	const row = state.cursor.line - state.top;
	const top = Math.max(bounds.first, bounds.top - above);
	return {...state, bounds, top, cursor: {line: Math.min(bounds.end - 1, top + row), x: Math.min(state.cursor.x, bounds.cols - 1)}, selection: undefined, prompt: undefined};
}

/** Shows from a line on, as far as there are lines; the cursor stays where it is seen. */
export function scrollTo(state: CopyState, wanted: number): CopyState {
	const {bounds: {first, top: last, rows}, cursor} = state;
	const top = Math.max(first, Math.min(last, wanted));
	const line = Math.max(top, Math.min(top + rows - 1, cursor.line));
	return top === state.top && line === cursor.line ? state : {...state, top, cursor: {...cursor, line}};
}

/** Puts the cursor somewhere and scrolls as little as is needed to see it; what is far away comes into the middle. */
export function goTo(state: CopyState, {line, x}: LinePlace): CopyState {
	const {bounds: {first, end, rows, cols, top: last}, top} = state;
	const at = Math.max(first, Math.min(end - 1, line));
	const isNear = at >= top - rows && at < top + (2 * rows);
	const near = at < top ? at : Math.max(top, at - rows + 1);
	const shown = isNear ? near : at - Math.floor(rows / 2);
	return {...state, cursor: {line: at, x: Math.max(0, Math.min(cols - 1, x))}, top: Math.max(first, Math.min(last, shown))};
}

export function isBefore(one: LinePlace, other: LinePlace): boolean {
	return one.line < other.line || (one.line === other.line && one.x < other.x);
}
