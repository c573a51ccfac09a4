import type {Navigation} from '../navigation/navigation.js';
import {activeWorkspace} from '../panes/arrange.js';
import {layoutWork, type Size, type WorkLayout} from './layout.js';

/** Where things are on the work screen as its user has arranged it. */
export function workLayout(navigation: Pick<Navigation, 'sidebar' | 'layout'>, size: Size): WorkLayout {
	return layoutWork(size, isZoomed(navigation) ? 'zoomed' : navigation.sidebar);
}

export function isZoomed({layout}: Pick<Navigation, 'layout'>): boolean {
	return activeWorkspace(layout.panes)?.zoomed === true;
}
