import {layoutBox, type Size} from './layout.js';
import type {Navigation, Overlay} from './navigation.js';
import type {Rect} from './rect.js';

/** Where a box lies; undefined for what is asked in the bar. */
export function overlayRect(overlay: Overlay, size: Size): Rect | undefined {
	switch (overlay.type) {
		case 'box': {
			return layoutBox(size, {cols: 96, rows: Math.min(18, size.rows - 4)});
		}

		case 'help': {
			return layoutBox(size, {cols: 72, rows: Math.min(36, size.rows - 4)});
		}

		case 'confirm': {
			return undefined;
		}
	}
}

/** What lies over the panes now: cells of the chrome that must not be covered by theirs. */
export function coversOf(navigation: Navigation, size: Size): readonly Rect[] {
	return navigation.overlays.flatMap(overlay => overlayRect(overlay, size) ?? []);
}
