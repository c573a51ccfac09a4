import type {Cursor, Grid} from '../core/view/cells/cells.js';
import {layoutWork, type Size} from '../core/view/work/layout.js';
import {paneHasKeys} from '../core/view/navigation/navigation.js';
import {chromeModes, modesOfPane} from '../core/view/cells/outer-modes.js';
import type {Rect} from '../core/view/cells/rect.js';
import type {Scene} from './compositor.js';
import type {Panes} from './pane/panes.js';
import type {State} from './store.js';

/** What should be on the screen now: the chrome, the focused pane in its rectangle, its cursor and its modes. */
export function sceneOf({state: {navigation, client}, size, chrome, covers, panes}: {readonly state: State; readonly size: Size; readonly chrome: Grid; readonly covers: readonly Rect[]; readonly panes: Panes}): Scene {
	const {pane: rect} = layoutWork(size, navigation.sidebar);
	const pane = navigation.screen === 'work' && navigation.focused !== undefined ? panes.get(navigation.focused) : undefined;
	const active = pane && paneHasKeys(navigation, client?.sessions ?? []) ? pane : undefined;
	const cursor: Cursor | undefined = active && {
		...active.cursor,
		x: rect.x + Math.min(active.cursor.x, rect.cols - 1),
		y: rect.y + Math.min(active.cursor.y, rect.rows - 1),
	};
	return {
		chrome,
		panes: pane ? [{rect, grid: pane.grid}] : [],
		covers,
		cursor,
		modes: active ? modesOfPane(active.modes) : chromeModes,
	};
}
