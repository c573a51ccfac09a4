import type {SessionId} from '../../session/session.js';
import type {PaneModes} from '../cells/cells.js';
import type {PanePlace, Placement, Separator} from '../panes/pane-tree.js';
import {paneAt, separatorAt} from '../panes/room.js';
import type {MouseEvent} from './mouse.js';
import {reportMouse} from './report.js';

/** One click selects by characters, the second by words, the third by lines. */
export type SelectUnit = 'characters' | 'words' | 'lines';

/** What the mouse does. Cells of a pane are counted from its own corner, and may lie outside of it during a drag. */
export type MouseIntent =
	| {readonly type: 'report'; readonly session: SessionId; readonly report: string}
	| {readonly type: 'focus'; readonly session: SessionId}
	| {readonly type: 'scroll'; readonly session: SessionId; readonly by: number}
	/** Arrow keys instead of the wheel. */
	| {readonly type: 'arrows'; readonly session: SessionId; readonly direction: 'up' | 'down'; readonly count: number}
	| {readonly type: 'select'; readonly phase: 'begin' | 'extend' | 'end'; readonly session: SessionId; readonly x: number; readonly y: number; readonly rows: number; readonly unit: SelectUnit}
	| {readonly type: 'separator'; readonly separator: Separator; readonly x: number; readonly y: number}
	/** Not on a pane. */
	| {readonly type: 'chrome'; readonly what: 'click'; readonly x: number; readonly y: number}
	| {readonly type: 'chrome'; readonly what: 'wheel'; readonly by: 1 | -1};

/** What a press has begun and the release ends. */
type Held =
	| {readonly type: 'program'; readonly place: PanePlace}
	/** `from` is the row of the screen it began on. */
	| {readonly type: 'selection'; readonly place: PanePlace; readonly unit: SelectUnit; readonly from: number}
	| {readonly type: 'separator'; readonly separator: Separator}
	| {readonly type: 'nothing'};

export type PointState = {readonly held: Held; readonly click: {readonly x: number; readonly y: number; readonly at: number; readonly count: number} | undefined};

export const startPoint: PointState = {held: {type: 'nothing'}, click: undefined};

export type PointFacts = {
	readonly placement: Placement;
	readonly focused: SessionId | undefined;
	/** Something of ours lies over the panes. */
	readonly isCovered: boolean;
	/** Undefined until its first cells are here. */
	readonly modes: (session: SessionId) => PaneModes | undefined;
	/** Scrolled back, its program is not told of the mouse. */
	readonly isScrolled: (session: SessionId) => boolean;
	/** In milliseconds. */
	readonly now: number;
};

/** Lines for one step of the wheel. */
const wheelLines = 3;
/** Two clicks within it are a double click. */
const doubleClick = 400;

export type PointStep = readonly [PointState, readonly MouseIntent[]];

/** What a press began goes on until the release, wherever the pointer goes meanwhile. */
export function point(state: PointState, event: MouseEvent, facts: PointFacts): PointStep {
	const {held} = state;
	if (held.type !== 'nothing' && event.kind !== 'press' && event.kind !== 'wheel') {
		return [event.kind === 'release' ? {...state, held: {type: 'nothing'}} : state, goOn(held, event, facts)];
	}

	const place = facts.isCovered ? undefined : paneAt(facts.placement, event.x, event.y);
	switch (event.kind) {
		case 'wheel': {
			return [state, wheel(event, place, facts)];
		}

		case 'press': {
			return press(state, event, {place, facts});
		}

		case 'move':
		case 'release': {
			return [state, place === undefined || facts.isScrolled(place.session) ? [] : report(event, place, facts)];
		}
	}
}

function goOn(held: Held, event: MouseEvent, facts: PointFacts): readonly MouseIntent[] {
	switch (held.type) {
		case 'program': {
			return report(event, held.place, facts);
		}

		case 'selection': {
			const {place: {session, rect}, unit, from} = held;
			// No pointer gets above the screen: over a pane that begins there its first row is the edge.
			const y = event.y === 0 && from > 0 ? -1 : event.y - rect.y;
			return [{type: 'select', phase: event.kind === 'release' ? 'end' : 'extend', session, x: event.x - rect.x, y, rows: rect.rows, unit}];
		}

		case 'separator': {
			return [{type: 'separator', separator: held.separator, x: event.x, y: event.y}];
		}

		case 'nothing': {
			return [];
		}
	}
}

function wheel(event: MouseEvent, place: PanePlace | undefined, facts: PointFacts): readonly MouseIntent[] {
	if (event.kind !== 'wheel') {
		return [];
	}

	const isVertical = event.button === 'up' || event.button === 'down';
	const by = event.button === 'up' ? -1 : 1;
	if (place === undefined) {
		return isVertical ? [{type: 'chrome', what: 'wheel', by}] : [];
	}

	const {session} = place;
	const modes = facts.modes(session);
	if (modes === undefined) {
		return [];
	}

	const isScrolled = facts.isScrolled(session);
	if (!isScrolled && modes.mouse !== 'none' && modes.mouse !== 'x10') {
		return report(event, place, facts);
	}

	if (!isVertical) {
		return [];
	}

	return !isScrolled && modes.alternateScreen
		? [{type: 'arrows', session, direction: by < 0 ? 'up' : 'down', count: wheelLines}]
		: [{type: 'scroll', session, by: by * wheelLines}];
}

function press(state: PointState, event: MouseEvent, {place, facts}: {readonly place: PanePlace | undefined; readonly facts: PointFacts}): PointStep {
	const {x, y, at, count: before} = state.click ?? {x: -1, y: -1, at: 0, count: 0};
	const isAgain = x === event.x && y === event.y && facts.now - at <= doubleClick;
	const count = isAgain ? (before % 3) + 1 : 1;
	const next: PointState = {held: {type: 'nothing'}, click: {x: event.x, y: event.y, at: facts.now, count}};
	const separator = facts.isCovered ? undefined : separatorAt(facts.placement, event.x, event.y);
	if (separator !== undefined && event.button === 'left') {
		// A label is the line above its pane, and its pane's.
		return [{...next, held: {type: 'separator', separator}}, place === undefined ? [] : focus(place, facts)];
	}

	if (place === undefined) {
		return [next, event.button === 'left' ? [{type: 'chrome', what: 'click', x: event.x, y: event.y}] : []];
	}

	const focusing = focus(place, facts);
	const {session, rect} = place;
	if (event.y < rect.y) {
		return [next, focusing];
	}

	if (!facts.isScrolled(session) && (facts.modes(session)?.mouse ?? 'none') !== 'none') {
		return [{...next, held: {type: 'program', place}}, [...focusing, ...report(event, place, facts)]];
	}

	if (event.button !== 'left') {
		return [next, focusing];
	}

	const unit = (['characters', 'words', 'lines'] as const)[count - 1] ?? 'characters';
	return [{...next, held: {type: 'selection', place, unit, from: event.y}}, [...focusing, {type: 'select', phase: 'begin', session, x: event.x - rect.x, y: event.y - rect.y, rows: rect.rows, unit}]];
}

function focus({session}: PanePlace, {focused}: PointFacts): readonly MouseIntent[] {
	return session === focused ? [] : [{type: 'focus', session}];
}

/** Its program knows its own cells only: what happens outside is told at the edge. */
function report(event: MouseEvent, {session, rect}: PanePlace, facts: PointFacts): readonly MouseIntent[] {
	const modes = facts.modes(session);
	const isInside = event.x >= rect.x && event.x < rect.x + rect.cols && event.y >= rect.y && event.y < rect.y + rect.rows;
	if (modes === undefined || (!isInside && event.kind !== 'release')) {
		return [];
	}

	const clamp = (value: number, most: number) => Math.max(0, Math.min(most - 1, value));
	const text = reportMouse({...event, x: clamp(event.x - rect.x, rect.cols), y: clamp(event.y - rect.y, rect.rows)}, modes);
	return text === undefined ? [] : [{type: 'report', session, report: text}];
}
