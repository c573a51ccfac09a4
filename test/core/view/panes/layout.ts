import test from 'ava';
import {showSession, workspaceOf} from '../../../../source/core/view/panes/arrange.js';
import {actOnLayout, type LayoutAction} from '../../../../source/core/view/panes/layout-state.js';
import {noLayout, placePanes, type Layout, type PaneTree} from '../../../../source/core/view/panes/pane-tree.js';
import {paneAt, separatorAt} from '../../../../source/core/view/panes/room.js';
import {readLayout, writeLayout} from '../../../../source/core/view/panes/saved-layout.js';
import {sessionsIn} from '../../../../source/core/view/panes/tree-edit.js';

const area = {x: 27, y: 0, cols: 93, rows: 34};

/** `a|b` side by side, `a-b` one above the other, `(…)` inside; the focused one in capitals. */
function drawn({workspaces, active}: Layout): string {
	const tree = (node: PaneTree, focused: string): string => node.type === 'pane'
		? (node.session === focused ? node.session.toUpperCase() : node.session)
		: `(${tree(node.first, focused)}${node.direction === 'right' ? '|' : '-'}${tree(node.second, focused)})`;
	return workspaces.map((workspace, index) => `${index === active ? '*' : ''}${workspace.zoomed ? 'z' : ''}${tree(workspace.tree, workspace.focused)}`).join(' ');
}

/** `a` and `b` side by side, `c` below `b`; `d` in a workspace of its own. */
const three = [['b', 'right', 'a'], ['c', 'down', 'b']] as const;
let shown = showSession(showSession(noLayout, 'd'), 'a');
for (const [session, direction, beside] of three) {
	shown = showSession(shown, session, {direction, beside});
}

const split = showSession(shown, 'b');

const after = (actions: readonly LayoutAction[], from = split, last?: string) => {
	let layout = from;
	for (const action of actions) {
		layout = actOnLayout(layout, action, {area, last});
	}

	return layout;
};

const act = (...parameters: Parameters<typeof after>) => drawn(after(...parameters));

test('a session without a place gets a workspace of its own, and is gone to where it is', t => {
	t.is(drawn(showSession(noLayout, 'a')), '*A');
	t.is(drawn(showSession(showSession(noLayout, 'a'), 'b')), 'A *B');
	t.is(drawn(showSession(split, 'd')), '*D (a|(B-c))');
	t.is(drawn(showSession(showSession(split, 'd'), 'c')), 'D *(a|(b-C))');
});

test('a session that is put beside a pane leaves the one it had', t => {
	t.is(drawn(showSession(split, 'd', {direction: 'right', beside: 'b'})), '*(a|((b|D)-c))');
	t.is(drawn(showSession(split, 'a', {direction: 'down', beside: 'c'})), 'D *(b-(c-A))');
	t.is(drawn(showSession(split, 'b', {direction: 'down', beside: 'b'})), 'D *(a|(B-c))');
	t.is(drawn(showSession(split, 'e', {direction: 'down', beside: 'gone'})), 'D (a|(B-c)) *E');
});

const moves = [
	[{type: 'focus', side: 'left'}, 'D *(A|(b-c))'],
	[{type: 'focus', side: 'down'}, 'D *(a|(b-C))'],
	[{type: 'focus', side: 'right'}, 'D *(a|(B-c))'],
	[{type: 'focus', side: 'up'}, 'D *(a|(B-c))'],
	[{type: 'focus-step', by: 1}, 'D *(a|(b-C))'],
	[{type: 'focus-step', by: -1}, 'D *(A|(b-c))'],
	[{type: 'swap', by: 1}, 'D *(a|(c-B))'],
	[{type: 'swap', by: -1}, 'D *(B|(a-c))'],
	[{type: 'zoom'}, 'D *z(a|(B-c))'],
	[{type: 'break-out'}, 'D (A|c) *B'],
	[{type: 'close-pane'}, 'D *(A|c)'],
	[{type: 'workspace-step', by: 1}, '*D (a|(B-c))'],
	[{type: 'workspace-step', by: -1}, '*D (a|(B-c))'],
	[{type: 'move-step', by: 1}, '*(d|B) (A|c)'],
	[{type: 'go-to', workspace: 0}, '*D (a|(B-c))'],
	[{type: 'go-to', workspace: 7}, 'D *(a|(B-c))'],
	[{type: 'show', session: 'c'}, 'D *(a|(b-C))'],
] as const satisfies ReadonlyArray<readonly [LayoutAction, string]>;

for (const [action, expected] of moves) {
	test(`${JSON.stringify(action)} makes ${expected}`, t => {
		t.is(act([action]), expected);
	});
}

test('the last pane is gone back to, also in another workspace', t => {
	t.is(act([{type: 'last'}], split, 'd'), '*D (a|(B-c))');
	t.is(act([{type: 'last'}], split, 'gone'), 'D *(a|(B-c))');
});

test('moving the focus ends the zoom', t => {
	t.is(act([{type: 'zoom'}, {type: 'focus', side: 'left'}]), 'D *(A|(b-c))');
	t.is(act([{type: 'zoom'}, {type: 'zoom'}]), 'D *(a|(B-c))');
	t.is(act([{type: 'go-to', workspace: 0}, {type: 'zoom'}]), '*zD (a|(B-c))');
	t.is(act([{type: 'zoom'}, {type: 'close-pane'}]), 'D *(A|c)');
});

test('closing the last pane of a workspace closes the workspace', t => {
	t.is(act([{type: 'close-pane'}, {type: 'close-pane'}, {type: 'close-pane'}]), '*D');
	t.is(act([{type: 'go-to', workspace: 0}, {type: 'close-pane'}]), '*(a|(B-c))');
});

const widths = (layout: Layout) => {
	const workspace = layout.workspaces[layout.active]!;
	return Object.fromEntries(placePanes(workspace, {area, onlyFocused: false}).panes.map(({session, rect}) => [session, `${rect.cols}x${rect.rows}`]));
};

test('a key moves the line at the right of the focused pane or below it, else the one before it', t => {
	const resize = (...sides: ReadonlyArray<'left' | 'right' | 'up' | 'down'>) => widths(after(sides.map(side => ({type: 'resize', side}))));
	t.deepEqual(widths(split), {a: '46x33', b: '46x16', c: '46x16'});
	t.deepEqual(resize('right'), {a: '49x33', b: '43x16', c: '43x16'});
	t.deepEqual(resize('left', 'left'), {a: '40x33', b: '52x16', c: '52x16'});
	t.deepEqual(resize('down'), {a: '46x33', b: '46x17', c: '46x15'});
	t.deepEqual(resize(...Array.from({length: 99}, () => 'left' as const)), {a: '10x33', b: '82x16', c: '82x16'});
	t.deepEqual(widths(actOnLayout(actOnLayout(split, {type: 'resize', side: 'right'}, {area, last: undefined}), {type: 'equalise'}, {area, last: undefined})), {a: '46x33', b: '46x16', c: '46x16'});
});

test('a line goes where it is dragged to', t => {
	const placement = placePanes(split.workspaces[1]!, {area, onlyFocused: false});
	const across = separatorAt(placement, 73, 5)!;
	const down = separatorAt(placement, 80, 17)!;
	t.deepEqual(widths(actOnLayout(split, {type: 'drag', separator: across, x: 60, y: 3}, {area, last: undefined})), {a: '33x33', b: '59x16', c: '59x16'});
	t.deepEqual(widths(actOnLayout(split, {type: 'drag', separator: down, x: 60, y: 33}, {area, last: undefined})), {a: '46x33', b: '46x30', c: '46x2'});
	t.is(separatorAt(placement, 40, 5), undefined);
	t.is(paneAt(placement, 40, 0)?.session, 'a');
	t.is(paneAt(placement, 100, 33)?.session, 'c');
	t.is(paneAt(placement, 3, 3), undefined);
});

test('a layout is read as it was written', t => {
	t.deepEqual(readLayout(writeLayout(split)), {layout: split});
});

const pane = {type: 'pane', session: 'a'};
const damaged = [
	'', '{', 'null', '[]', '{"version":2}', '{"version":1}',
	JSON.stringify({version: 1, active: 0, workspaces: [{tree: {type: 'split', direction: 'right', share: 1, first: pane, second: {...pane, session: 'b'}}}]}),
	JSON.stringify({version: 1, active: 0, workspaces: [{tree: {type: 'split', direction: 'right', share: 0.5, first: pane, second: pane}}]}),
	JSON.stringify({version: 1, active: 0, workspaces: [{tree: pane}, {tree: {type: 'pane', session: 7}}]}),
];
for (const text of damaged) {
	test(`a layout file with ${text === '' ? 'nothing in it' : text} is named and counts as none`, t => {
		const {layout, problem} = readLayout(text);
		t.deepEqual(layout, noLayout);
		t.is(typeof problem, 'string');
	});
}

test('what is beyond its bounds in a layout file is put right', t => {
	const {layout, problem} = readLayout(JSON.stringify({version: 1, active: 9, workspaces: [{tree: pane, focused: 'z', zoomed: false}]}));
	t.is(problem, undefined);
	t.is(drawn(layout), '*A');
});

/** The same numbers in every run. */
function randomOf(seed: number): (below: number) => number {
	let state = seed;
	return below => {
		state = ((state * 1_103_515_245) + 12_345) % 2_147_483_648;
		return Math.floor(state / 65_536) % below;
	};
}

test('no sequence of actions puts a session in two panes, the focus outside its tree, or a share beyond its bounds', t => {
	for (let seed = 1; seed <= 60; seed++) {
		const random = randomOf(seed);
		const sides = ['left', 'right', 'up', 'down'] as const;
		let layout = noLayout;
		let last: string | undefined;
		for (let step = 0; step < 80; step++) {
			const name = 'abcdefgh'[random(8)]!;
			const by = random(2) === 0 ? 1 : -1;
			const side = sides[random(4)]!;
			const actions: readonly LayoutAction[] = [{type: 'focus', side}, {type: 'resize', side}, {type: 'focus-step', by}, {type: 'swap', by}, {type: 'workspace-step', by}, {type: 'move-step', by}, {type: 'zoom'}, {type: 'last'}, {type: 'equalise'}, {type: 'break-out'}, {type: 'close-pane'}, {type: 'go-to', workspace: random(5)}];
			const focused = layout.workspaces[layout.active]?.focused;
			const room = {x: 0, y: 0, cols: 1 + random(160), rows: 1 + random(60)};
			layout = random(3) === 0
				? showSession(layout, name, focused === undefined || random(2) === 0 ? undefined : {direction: random(2) === 0 ? 'right' : 'down', beside: focused})
				: actOnLayout(layout, actions[random(actions.length)]!, {area: room, last});
			last = focused;
			t.true(isSound(layout), `seed ${seed}: ${drawn(layout)}`);
		}
	}

	function isSound({workspaces, active}: Layout): boolean {
		const all = workspaces.flatMap(({tree}) => sessionsIn(tree));
		const shares = (tree: PaneTree): readonly number[] => tree.type === 'pane' ? [] : [tree.share, ...shares(tree.first), ...shares(tree.second)];
		return new Set(all).size === all.length
			&& workspaces.every(({tree, focused}) => sessionsIn(tree).includes(focused) && shares(tree).every(share => share > 0 && share < 1))
			&& active >= 0 && active < Math.max(1, workspaces.length)
			&& all.every(session => workspaceOf({workspaces, active}, session) !== -1);
	}
});
