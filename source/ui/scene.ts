import type {Cursor, Grid} from '../core/view/cells/cells.js';
import type {Size} from '../core/view/work/layout.js';
import {visiblePanes} from '../core/view/panes/visible.js';
import {paneHasKeys} from '../core/view/navigation/navigation.js';
import {chromeModes, modesOfPane, withoutMouse} from '../core/view/cells/outer-modes.js';
import type {Rect} from '../core/view/cells/rect.js';
import type {Scene} from './compositor.js';
import type {Copying} from './copying.js';
import type {Pane, Panes} from './pane/panes.js';
import type {State} from './store.js';

/** What a pane shows instead of its own cells, where it is scrolled back. */
export type PaneLayers = Copying['layer'];

/** What should be on the screen now: the chrome, the panes in their rectangles, the cursor and the modes of the one with the focus. */
export function sceneOf({state: {navigation, client}, size, chrome, covers, panes, layer}: {readonly state: State; readonly size: Size; readonly chrome: Grid; readonly covers: readonly Rect[]; readonly panes: Panes; readonly layer: PaneLayers}): Scene {
	const visible = visiblePanes(navigation, size).panes.flatMap(({session, rect}) => {
		const pane = panes.get(session);
		return pane === undefined ? [] : [{session, rect, pane, scrolled: layer(session)}];
	});
	const active = paneHasKeys(navigation, client?.sessions ?? []) ? visible.find(({session}) => session === navigation.focused) : undefined;
	const scrolled = navigation.overlays.length === 0 ? visible.find(({session}) => session === navigation.focused) : undefined;
	const scrolledCursor = scrolled?.scrolled?.cursor && cursorIn({rect: scrolled.rect, pane: {cursor: scrolled.scrolled.cursor}});
	const modes = active ? modesOfPane(active.pane.modes) : chromeModes;
	return {
		chrome,
		panes: visible.map(({rect, scrolled, pane: {grid, rowVersions}}) => scrolled ? {rect, grid: scrolled.grid} : {rect, grid, rowVersions}),
		covers,
		cursor: active ? cursorIn(active) : scrolledCursor,
		modes: navigation.mouse === 'released' ? withoutMouse(modes) : modes,
	};
}

function cursorIn({rect, pane: {cursor}}: {readonly rect: Rect; readonly pane: Pick<Pane, 'cursor'>}): Cursor {
	return {...cursor, x: rect.x + Math.max(0, Math.min(cursor.x, rect.cols - 1)), y: rect.y + Math.max(0, Math.min(cursor.y, rect.rows - 1))};
}
