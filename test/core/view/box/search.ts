import test from 'ava';
import {boxRows} from '../../../../source/core/view/box/box-rows.js';
import {rowLine} from '../../../../source/core/view/box/row-line.js';
import {navigate} from '../../../../source/core/view/navigation/navigate.js';
import {startNavigation, type Navigation} from '../../../../source/core/view/navigation/navigation.js';
import type {Workspace} from '../../../../source/core/view/panes/pane-tree.js';
import {linesText} from '../../../../source/core/view/text/spans.js';
import {clientWith, sessionWith} from '../../../helpers/sessions.js';

const sessions = [sessionWith({id: 'a', name: 'docs'}), sessionWith({id: 'b', name: 'api'}), sessionWith({id: 'c', name: 'web'})];
const alone: Workspace = {tree: {type: 'pane', session: 'a'}, focused: 'a', zoomed: false};
const both: Workspace = {tree: {type: 'split', direction: 'right', share: 0.5, first: {type: 'pane', session: 'b'}, second: {type: 'pane', session: 'c'}}, focused: 'c', zoomed: false};

function searching(line: string, workspaces: readonly Workspace[], screen: Navigation['screen'] = 'work'): Navigation {
	return {...startNavigation, screen, focused: 'a', untouched: false, overlays: [{type: 'box'}], line, layout: {...startNavigation.layout, panes: {workspaces, active: 0}}};
}

const queries: ReadonlyArray<readonly [line: string, workspaces: readonly Workspace[], first: string | undefined]> = [
	['/workspace 2', [alone, both], '▸ workspace 2  api, web'],
	['/workspace web', [alone, both], '▸ workspace 2  api, web'],
	['/workspace 1', [alone, both], '▸ workspace 1  docs'],
	['/workspace 3', [alone, both], undefined],
	['/workspace 1', [alone], undefined],
];

for (const [line, workspaces, first] of queries) {
	test(`${line} among ${workspaces.length} finds ${first ?? 'no workspace'}`, t => {
		const row = boxRows(searching(line, workspaces), {sessions}).find(({type}) => type === 'workspace');
		const drawn = row && linesText([rowLine(row, {client: clientWith({sessions}), isSelected: true, number: undefined, cols: 60, now: 0, home: '/home/me'})])[0];
		t.is(drawn?.replace(/ +go there$/, ''), first);
	});
}

for (const screen of ['home', 'work'] as const) {
	test(`Enter on a workspace goes there, from ${screen}`, t => {
		const {navigation} = navigate(searching('/workspace 2', [alone, both], screen), {type: 'key', key: {type: 'key', name: 'Enter'}}, {sessions, choices: [], startsByItself: true, size: {cols: 120, rows: 36}});
		t.like(navigation, {screen: 'work', focused: 'c', line: '', overlays: []});
		t.is(navigation.layout.panes.active, 1);
	});
}
