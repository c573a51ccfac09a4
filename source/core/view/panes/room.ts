import type {SessionId} from '../../session/session.js';
import {contains, type Rect} from '../cells/rect.js';
import {placePanes, smallestPane, type PanePlace, type Placement, type Separator, type Workspace} from './pane-tree.js';
import {withShare} from './tree-edit.js';

export type Side = 'left' | 'right' | 'up' | 'down';

/** Cells that one press of a key moves a separator by. */
const step = {right: 3, down: 1} as const;

/** All panes of a workspace, also where one of them hides the others. */
function allPanes(workspace: Workspace, area: Rect): Placement {
	return placePanes(workspace, {area, onlyFocused: false});
}

/** The pane on that side which is nearest and has most of its edge in common. */
export function neighbourOf(workspace: Workspace, side: Side, area: Rect): SessionId | undefined {
	const {panes} = allPanes(workspace, area);
	const from = panes.find(({session}) => session === workspace.focused);
	if (from === undefined) {
		return undefined;
	}

	const own = wholeOf(from);
	return panes
		.map(place => ({place, ...towards(own, wholeOf(place), side)}))
		.filter(({place, gap, shared}) => place !== from && gap >= 0 && shared > 0)
		.toSorted((one, other) => one.gap - other.gap || other.shared - one.shared)[0]?.place.session;
}

function wholeOf({rect, label}: PanePlace): Rect {
	return label === undefined ? rect : {...rect, y: label.y, rows: rect.rows + label.rows};
}

/** How far it is to the other one in that direction, and how long the edge is that both have there. */
function towards(own: Rect, other: Rect, side: Side): {readonly gap: number; readonly shared: number} {
	const isAcross = side === 'left' || side === 'right';
	const shared = isAcross
		? Math.min(own.y + own.rows, other.y + other.rows) - Math.max(own.y, other.y)
		: Math.min(own.x + own.cols, other.x + other.cols) - Math.max(own.x, other.x);
	switch (side) {
		case 'left': {
			return {gap: own.x - (other.x + other.cols), shared};
		}

		case 'right': {
			return {gap: other.x - (own.x + own.cols), shared};
		}

		case 'up': {
			return {gap: own.y - (other.y + other.rows), shared};
		}

		case 'down': {
			return {gap: other.y - (own.y + own.rows), shared};
		}
	}
}

/** Moves the line at the right of the focused pane (or below it), or where there is none, that on its other side. */
export function resizeFocused(workspace: Workspace, side: Side, area: Rect): Workspace {
	const direction = side === 'left' || side === 'right' ? 'right' : 'down';
	const separators = allPanes(workspace, area).separators.filter(separator => separator.direction === direction);
	const path = pathOf(workspace);
	const isOn = (which: 'first' | 'second') => (separator: Separator) => separator.path.every((part, index) => part === path[index]) && path[separator.path.length] === which;
	const separator = separators.findLast(candidate => isOn('first')(candidate)) ?? separators.findLast(candidate => isOn('second')(candidate));
	if (separator === undefined) {
		return workspace;
	}

	const by = side === 'left' || side === 'up' ? -step[direction] : step[direction];
	return moveSeparator(workspace, separator, {x: separator.rect.x + by, y: separator.rect.y + by});
}

/** Puts a line where the pointer is, as far as both sides keep their smallest size. */
export function moveSeparator(workspace: Workspace, {direction, path, area}: Separator, {x, y}: {readonly x: number; readonly y: number}): Workspace {
	const [whole, wanted, least] = direction === 'right' ? [area.cols - 1, x - area.x, smallestPane.cols] : [area.rows, y - area.y, smallestPane.rows + 1];
	return whole < 2 * least ? workspace : {...workspace, tree: withShare(workspace.tree, path, Math.max(least, Math.min(whole - least, wanted)) / whole)};
}

function pathOf({tree, focused}: Workspace): Separator['path'] {
	const path: Array<'first' | 'second'> = [];
	const isFound = (node: Workspace['tree']): boolean => {
		if (node.type === 'pane') {
			return node.session === focused;
		}

		for (const side of ['first', 'second'] as const) {
			path.push(side);
			if (isFound(node[side])) {
				return true;
			}

			path.pop();
		}

		return false;
	};

	isFound(tree);
	return path;
}

/** What is under the pointer: the pane, with its label. */
export function paneAt({panes}: Placement, x: number, y: number): PanePlace | undefined {
	return panes.find(place => contains(wholeOf(place), x, y));
}

/** A label that is also the line between two panes can be dragged. */
export function separatorAt({separators}: Placement, x: number, y: number): Separator | undefined {
	return separators.find(({rect}) => contains(rect, x, y));
}
