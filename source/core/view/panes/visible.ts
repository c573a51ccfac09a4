import type {Navigation} from '../navigation/navigation.js';
import {isOnePane, layoutWork, type Size} from '../work/layout.js';
import {activeWorkspace} from './arrange.js';
import {placePanes, type Placement} from './pane-tree.js';

const nothing: Placement = {panes: [], separators: []};

/** The panes that are on the screen now, and where. */
export function visiblePanes({screen, layout, sidebar}: Pick<Navigation, 'screen' | 'layout' | 'sidebar'>, size: Size): Placement {
	const workspace = screen === 'work' ? activeWorkspace(layout.panes) : undefined;
	return workspace === undefined ? nothing : placePanes(workspace, {area: layoutWork(size, sidebar).pane, onlyFocused: workspace.zoomed || isOnePane(size)});
}
