import type {SessionId} from '../../session/session.js';
import type {Rect} from '../cells/rect.js';

/** How panes share a workspace. `share` is the first one's part of the room, between 0 and 1. A session is in one pane at most, of one workspace. */
export type PaneTree =
	| {readonly type: 'pane'; readonly session: SessionId}
	| {readonly type: 'split'; readonly direction: 'right' | 'down'; readonly share: number; readonly first: PaneTree; readonly second: PaneTree};

export type Workspace = {readonly tree: PaneTree; readonly focused: SessionId; readonly zoomed: boolean};

/** The workspaces in their order; `active` is the index of the one that is shown, where there is any. */
export type Layout = {readonly workspaces: readonly Workspace[]; readonly active: number};

export const noLayout: Layout = {workspaces: [], active: 0};

/** `label` is the line over a pane that shares its workspace: it has the state and the name. A pane that is alone has none. */
export type PanePlace = {readonly session: SessionId; readonly rect: Rect; readonly label: Rect | undefined};

/** The cells between two panes side by side, and the split whose share they move (as a path of `first` and `second` from the root). */
export type Separator = {readonly rect: Rect; readonly direction: 'right' | 'down'; readonly path: ReadonlyArray<'first' | 'second'>; readonly area: Rect};

export type Placement = {readonly panes: readonly PanePlace[]; readonly separators: readonly Separator[]};

/** No pane is made smaller than this while there is room for both. */
export const smallestPane = {cols: 10, rows: 2} as const;

/** Where the panes of a workspace are. With `onlyFocused` (zoomed, or no room) one pane has it all. */
export function placePanes({tree, focused}: Workspace, {area, onlyFocused}: {readonly area: Rect; readonly onlyFocused: boolean}): Placement {
	if (onlyFocused || tree.type === 'pane') {
		return {panes: [{session: focused, rect: area, label: undefined}], separators: []};
	}

	return placeTree(tree, area, []);
}

function placeTree(tree: PaneTree, area: Rect, path: Separator['path']): Placement {
	if (tree.type === 'pane') {
		const label: Rect = {...area, rows: 1};
		return {panes: [{session: tree.session, label, rect: {...area, y: area.y + 1, rows: Math.max(0, area.rows - 1)}}], separators: []};
	}

	const {direction, share} = tree;
	const isRight = direction === 'right';
	// Side by side a line of one cell is between them; one above the other, the label of the lower one is that line.
	const whole = isRight ? area.cols - 1 : area.rows;
	const least = isRight ? smallestPane.cols : smallestPane.rows + 1;
	const first = Math.max(0, Math.min(whole, Math.max(Math.min(least, whole - least), Math.min(whole - least, Math.round(whole * share)))));
	const [one, other]: readonly [Rect, Rect] = isRight
		? [{...area, cols: first}, {...area, x: area.x + first + 1, cols: Math.max(0, whole - first)}]
		: [{...area, rows: first}, {...area, y: area.y + first, rows: Math.max(0, whole - first)}];
	const line: Rect = isRight ? {x: area.x + first, y: area.y, cols: 1, rows: area.rows} : {x: area.x, y: area.y + first, cols: area.cols, rows: 1};
	const placed = [placeTree(tree.first, one, [...path, 'first']), placeTree(tree.second, other, [...path, 'second'])];
	return {
		panes: placed.flatMap(({panes}) => panes),
		separators: [{rect: line, direction, path, area}, ...placed.flatMap(({separators}) => separators)],
	};
}
