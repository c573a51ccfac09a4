import type {SelectUnit} from '../mouse/point.js';
import {isBefore, scrollTo, type CopyState, type LineSource} from './copy-state.js';
import type {LinePlace} from './lines.js';
import {wordAt} from './selected.js';

/** Where the button went down, and by what the selection grows. */
export type Drag = {readonly from: LinePlace; readonly unit: SelectUnit};

/** The cell under the pointer; at the edge of the pane that is nearest. */
export function placeUnder({top, bounds: {rows, cols, end}}: CopyState, x: number, y: number): LinePlace {
	return {line: Math.min(end - 1, top + Math.max(0, Math.min(rows - 1, y))), x: Math.max(0, Math.min(cols - 1, x))};
}

/** Above or below the pane, it is scrolled that way. */
export function scrollAtEdge(state: CopyState, y: number): CopyState {
	const {rows} = state.bounds;
	return y < 0 ? scrollTo(state, state.top - 1) : (y >= rows ? scrollTo(state, state.top + 1) : state);
}

/** From where the drag began to the pointer: whole words and lines, where the clicks said so. */
export function dragTo(state: CopyState, {drag: {from, unit}, to, lines}: {readonly drag: Drag; readonly to: LinePlace; readonly lines: LineSource}): CopyState {
	if (unit === 'lines') {
		return {...state, selection: {kind: 'lines', anchor: from}, cursor: to};
	}

	if (unit === 'characters') {
		return {...state, selection: {kind: 'characters', anchor: from}, cursor: to};
	}

	const start = wordAt(lines(from.line), from.x);
	const end = wordAt(lines(to.line), to.x);
	return isBefore(to, from)
		? {...state, selection: {kind: 'characters', anchor: {line: from.line, x: start.to}}, cursor: {line: to.line, x: end.from}}
		: {...state, selection: {kind: 'characters', anchor: {line: from.line, x: start.from}}, cursor: {line: to.line, x: end.to}};
}
