import type {SessionId} from '../../session/session.js';
import {noLayout, type Layout, type PaneTree, type Workspace} from './pane-tree.js';
import {sessionsIn} from './tree-edit.js';

export type ReadLayout = {readonly layout: Layout; readonly problem?: string};

const version = 1;
/** Nobody has a screen for more; a file that was written by hand may have anything. */
const deepest = 64;

export function writeLayout({workspaces, active}: Layout): string {
	return `${JSON.stringify({version, active, workspaces})}\n`;
}

/** A layout that was written down before. One that is damaged, or of a later version, is said and counts as none. */
export function readLayout(text: string): ReadLayout {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return broken('it is no JSON');
	}

	if (!isObject(value) || value.version !== version) {
		return broken('it is of another version of Clutch');
	}

	const seen = new Set<SessionId>();
	const workspaces = Array.isArray(value.workspaces) ? value.workspaces.map(item => readWorkspace(item, seen)) : [undefined];
	const known = workspaces.filter(workspace => workspace !== undefined);
	if (known.length !== workspaces.length) {
		return broken('a pane in it is not what was written');
	}

	const active = Number.isInteger(value.active) ? value.active as number : 0;
	return {layout: {workspaces: known, active: Math.max(0, Math.min(active, known.length - 1))}};
}

function broken(problem: string): ReadLayout {
	return {layout: noLayout, problem};
}

function readWorkspace(value: unknown, seen: Set<SessionId>): Workspace | undefined {
	if (!isObject(value)) {
		return undefined;
	}

	const tree = readTree(value.tree, {seen, depth: 0});
	const [first] = tree === undefined ? [] : sessionsIn(tree);
	if (tree === undefined || first === undefined) {
		return undefined;
	}

	const focused = sessionsIn(tree).find(session => session === value.focused) ?? first;
	return {tree, focused, zoomed: value.zoomed === true};
}

/** A session that is there twice is as wrong as a share beyond its bounds. */
function readTree(value: unknown, {seen, depth}: {readonly seen: Set<SessionId>; readonly depth: number}): PaneTree | undefined {
	if (!isObject(value) || depth > deepest) {
		return undefined;
	}

	if (value.type === 'pane') {
		const {session} = value;
		if (typeof session !== 'string' || session === '' || seen.has(session)) {
			return undefined;
		}

		seen.add(session);
		return {type: 'pane', session};
	}

	const {direction, share} = value;
	if (value.type !== 'split' || (direction !== 'right' && direction !== 'down') || typeof share !== 'number' || !(share > 0 && share < 1)) {
		return undefined;
	}

	const first = readTree(value.first, {seen, depth: depth + 1});
	const second = readTree(value.second, {seen, depth: depth + 1});
	return first && second && {type: 'split', direction, share, first, second};
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
