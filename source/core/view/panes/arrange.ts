import type {SessionId} from '../../session/session.js';
import type {Layout, PaneTree, Workspace} from './pane-tree.js';
import {equalised, exchange, putBeside, sessionsIn, takeOut, type SplitDirection} from './tree-edit.js';

/** Where the next pane goes. */
export type Placing = {readonly direction: SplitDirection; readonly beside: SessionId};

export function activeWorkspace({workspaces, active}: Layout): Workspace | undefined {
	return workspaces[active];
}

export function workspaceOf({workspaces}: Layout, session: SessionId): number {
	return workspaces.findIndex(({tree}) => sessionsIn(tree).includes(session));
}

/** A session that has a pane is gone to; any other gets a workspace of its own, unless it is said beside which pane it goes. */
export function showSession(layout: Layout, session: SessionId, placing?: Placing): Layout {
	if (placing !== undefined && placing.beside !== session && workspaceOf(layout, placing.beside) !== -1) {
		const without = removeSessions(layout, id => id === session);
		const at = workspaceOf(without, placing.beside);
		return changeWorkspace({...without, active: at}, at, ({tree}) => ({tree: putBeside(tree, {...placing, session}), focused: session, zoomed: false}));
	}

	const at = workspaceOf(layout, session);
	if (at === -1) {
		return addWorkspace(layout, session);
	}

	return changeWorkspace({...layout, active: at}, at, workspace => workspace.focused === session ? workspace : {...workspace, focused: session, zoomed: false});
}

function addWorkspace({workspaces}: Layout, session: SessionId): Layout {
	return {workspaces: [...workspaces, {tree: {type: 'pane', session}, focused: session, zoomed: false}], active: workspaces.length};
}

/** Panes leave, their sessions live on. A workspace without panes goes, and the one that was shown stays shown while it is there. */
export function removeSessions(layout: Layout, isLeaving: (session: SessionId) => boolean): Layout {
	const kept: Workspace[] = [];
	let {active} = layout;
	for (const [index, workspace] of layout.workspaces.entries()) {
		const tree = takeOut(workspace.tree, isLeaving);
		if (tree === undefined) {
			active -= index < layout.active ? 1 : 0;
		} else {
			kept.push(tree === workspace.tree ? workspace : {tree, focused: remainingFocus(workspace, tree), zoomed: workspace.zoomed && tree.type === 'split' && !isLeaving(workspace.focused)});
		}
	}

	const isSame = kept.length === layout.workspaces.length && kept.every((workspace, index) => workspace === layout.workspaces[index]);
	return isSame ? layout : {workspaces: kept, active: Math.max(0, Math.min(active, kept.length - 1))};
}

/** Where the focused pane leaves, the one before it has the focus. */
function remainingFocus({tree: before, focused}: Workspace, tree: PaneTree): SessionId {
	const left = sessionsIn(tree);
	const order = sessionsIn(before);
	return left.includes(focused) ? focused : (order.slice(0, order.indexOf(focused)).findLast(session => left.includes(session)) ?? left[0] ?? focused);
}

export function changeWorkspace(layout: Layout, at: number, change: (workspace: Workspace) => Workspace): Layout {
	return {...layout, workspaces: layout.workspaces.map((workspace, index) => index === at ? change(workspace) : workspace)};
}

function changeActive(layout: Layout, change: (workspace: Workspace) => Workspace): Layout {
	return changeWorkspace(layout, layout.active, change);
}

export function toggleZoom(layout: Layout): Layout {
	return changeActive(layout, workspace => ({...workspace, zoomed: !workspace.zoomed}));
}

/** By the order in which one reads, round. */
export function focusStep(layout: Layout, by: 1 | -1): Layout {
	return changeActive(layout, workspace => ({...workspace, focused: stepFrom(workspace, by), zoomed: false}));
}

export function swapStep(layout: Layout, by: 1 | -1): Layout {
	return changeActive(layout, workspace => ({...workspace, tree: exchange(workspace.tree, workspace.focused, stepFrom(workspace, by))}));
}

function stepFrom({tree, focused}: Workspace, by: 1 | -1): SessionId {
	const order = sessionsIn(tree);
	return order[(order.indexOf(focused) + by + order.length) % order.length] ?? focused;
}

export function equalise(layout: Layout): Layout {
	return changeActive(layout, workspace => ({...workspace, tree: equalised(workspace.tree)}));
}

export function workspaceStep(layout: Layout, by: 1 | -1): Layout {
	const count = layout.workspaces.length;
	return count === 0 ? layout : {...layout, active: (layout.active + by + count) % count};
}

export function goToWorkspace(layout: Layout, index: number): Layout {
	return index >= 0 && index < layout.workspaces.length ? {...layout, active: index} : layout;
}

/** The focused pane gets a workspace of its own, unless it has one. */
export function breakOut(layout: Layout): Layout {
	const workspace = activeWorkspace(layout);
	return workspace === undefined || workspace.tree.type === 'pane' ? layout : addWorkspace(removeSessions(layout, session => session === workspace.focused), workspace.focused);
}

/** The focused pane goes beside the focused one of the next workspace, or of the one before. */
export function moveToNeighbour(layout: Layout, by: 1 | -1): Layout {
	const moving = activeWorkspace(layout)?.focused;
	const target = activeWorkspace(workspaceStep(layout, by));
	return moving === undefined || target === undefined || target.focused === moving || layout.workspaces.length < 2 ? layout : showSession(layout, moving, {direction: 'right', beside: target.focused});
}
