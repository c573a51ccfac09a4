import type {SessionId} from '../../session/session.js';
import type {PaneTree, Separator} from './pane-tree.js';

export type SplitDirection = 'right' | 'down';

/** In the order in which one reads: from left to right, from top to bottom. */
export function sessionsIn(tree: PaneTree): readonly SessionId[] {
	return tree.type === 'pane' ? [tree.session] : [...sessionsIn(tree.first), ...sessionsIn(tree.second)];
}

/** Halves the room of `beside` for a new pane at its right, or below it. */
export function putBeside(tree: PaneTree, {beside, session, direction}: {readonly beside: SessionId; readonly session: SessionId; readonly direction: SplitDirection}): PaneTree {
	if (tree.type === 'split') {
		return {...tree, first: putBeside(tree.first, {beside, session, direction}), second: putBeside(tree.second, {beside, session, direction})};
	}

	return tree.session === beside ? {type: 'split', direction, share: 0.5, first: tree, second: {type: 'pane', session}} : tree;
}

/** Whoever shared the room with what leaves has it all; undefined where nothing is left. */
export function takeOut(tree: PaneTree, isLeaving: (session: SessionId) => boolean): PaneTree | undefined {
	if (tree.type === 'pane') {
		return isLeaving(tree.session) ? undefined : tree;
	}

	const first = takeOut(tree.first, isLeaving);
	const second = takeOut(tree.second, isLeaving);
	if (first === undefined || second === undefined) {
		return first ?? second;
	}

	return first === tree.first && second === tree.second ? tree : {...tree, first, second};
}

export function exchange(tree: PaneTree, one: SessionId, other: SessionId): PaneTree {
	if (tree.type === 'split') {
		return {...tree, first: exchange(tree.first, one, other), second: exchange(tree.second, one, other)};
	}

	return tree.session === one ? {...tree, session: other} : (tree.session === other ? {...tree, session: one} : tree);
}

export function withShare(tree: PaneTree, path: Separator['path'], share: number): PaneTree {
	if (tree.type === 'pane') {
		return tree;
	}

	const [side, ...rest] = path;
	return side === undefined ? {...tree, share} : {...tree, [side]: withShare(tree[side], rest, share)};
}

/** Every pane in a row or column gets the same part of it. */
export function equalised(tree: PaneTree): PaneTree {
	if (tree.type === 'pane') {
		return tree;
	}

	const first = countAlong(tree.first, tree.direction);
	const second = countAlong(tree.second, tree.direction);
	return {...tree, share: first / (first + second), first: equalised(tree.first), second: equalised(tree.second)};
}

function countAlong(tree: PaneTree, direction: SplitDirection): number {
	if (tree.type === 'pane') {
		return 1;
	}

	const [first, second] = [countAlong(tree.first, direction), countAlong(tree.second, direction)];
	return tree.direction === direction ? first + second : Math.max(first, second);
}
