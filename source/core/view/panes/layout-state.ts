import type {SessionId} from '../../session/session.js';
import type {Rect} from '../cells/rect.js';
import {activeWorkspace, breakOut, changeWorkspace, equalise, focusStep, goToWorkspace, moveToNeighbour, removeSessions, showSession, swapStep, toggleZoom, workspaceOf, workspaceStep, type Placing} from './arrange.js';
import {noLayout, type Layout, type Separator} from './pane-tree.js';
import {moveSeparator, neighbourOf, resizeFocused, type Side} from './room.js';

/** The panes, and what is about to happen to them. Only `panes` outlives the dashboard. */
export type LayoutState = {
	readonly panes: Layout;
	/** What is started or chosen next goes there; as long as the box is open. */
	readonly placing: Placing | undefined;
	/** Who had the focus before. */
	readonly last: SessionId | undefined;
};

export const startLayout: LayoutState = {panes: noLayout, placing: undefined, last: undefined};

export type LayoutAction =
	| {readonly type: 'focus'; readonly side: Side}
	| {readonly type: 'focus-step' | 'swap' | 'workspace-step' | 'move-step'; readonly by: 1 | -1}
	| {readonly type: 'resize'; readonly side: Side}
	| {readonly type: 'drag'; readonly separator: Separator; readonly x: number; readonly y: number}
	| {readonly type: 'go-to'; readonly workspace: number}
	| {readonly type: 'show'; readonly session: SessionId}
	| {readonly type: 'last' | 'zoom' | 'equalise' | 'break-out' | 'close-pane'};

/** `area` is the room of all panes. */
export function actOnLayout(layout: Layout, action: LayoutAction, {area, last}: {readonly area: Rect; readonly last: SessionId | undefined}): Layout {
	const workspace = activeWorkspace(layout);
	if (workspace === undefined) {
		return layout;
	}

	switch (action.type) {
		case 'focus': {
			const next = neighbourOf(workspace, action.side, area);
			return next === undefined ? layout : showSession(layout, next);
		}

		case 'focus-step': {
			return focusStep(layout, action.by);
		}

		case 'swap': {
			return swapStep(layout, action.by);
		}

		case 'workspace-step': {
			return workspaceStep(layout, action.by);
		}

		case 'move-step': {
			return moveToNeighbour(layout, action.by);
		}

		case 'resize': {
			return changeWorkspace(layout, layout.active, () => resizeFocused(workspace, action.side, area));
		}

		case 'drag': {
			return changeWorkspace(layout, layout.active, () => moveSeparator(workspace, action.separator, action));
		}

		case 'go-to': {
			return goToWorkspace(layout, action.workspace);
		}

		case 'show': {
			return showSession(layout, action.session);
		}

		case 'last': {
			return last === undefined || workspaceOf(layout, last) === -1 ? layout : showSession(layout, last);
		}

		case 'zoom': {
			return toggleZoom(layout);
		}

		case 'equalise': {
			return equalise(layout);
		}

		case 'break-out': {
			return breakOut(layout);
		}

		case 'close-pane': {
			return removeSessions(layout, session => session === workspace.focused);
		}
	}
}
