import type {Navigation} from '../navigation/navigation.js';
import {isOnePane, type Size} from '../work/layout.js';
import {workLayout} from '../work/work-layout.js';
import {activeWorkspace} from './arrange.js';
import {placePanes, type Placement} from './pane-tree.js';

const nothing: Placement = {panes: [], separators: []};

/** The panes that can be seen now, and where: none behind Watch, which covers all of them. */
export function visiblePanes(navigation: Pick<Navigation, 'screen' | 'layout' | 'sidebar' | 'overlays'>, size: Size): Placement {
	return navigation.overlays.some(({type}) => type === 'watch') ? nothing : placedPanes(navigation, size);
}

/** The same where nothing covers them. */
export function placedPanes(navigation: Pick<Navigation, 'screen' | 'layout' | 'sidebar'>, size: Size): Placement {
	const {screen, layout} = navigation;
	const workspace = screen === 'work' ? activeWorkspace(layout.panes) : undefined;
	return workspace === undefined ? nothing : placePanes(workspace, {area: workLayout(navigation, size).pane, onlyFocused: workspace.zoomed || isOnePane(size)});
}
