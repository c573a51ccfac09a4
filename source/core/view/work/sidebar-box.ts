import {framed} from '../box/box.js';
import type {Line} from '../text/spans.js';
import type {Size} from './layout.js';
import {sidebarLines} from './sidebar.js';

/** The sidebar over the panes, where it has no room beside them; what is under the cursor is marked as the focus is. */
export function sidebarBox({size, ...sidebar}: Omit<Parameters<typeof sidebarLines>[0], 'cols' | 'rows'> & {readonly size: Size}): readonly Line[] {
	return framed(sidebarLines({...sidebar, cols: Math.max(1, size.cols - 4), rows: Math.max(1, size.rows - 2)}), size);
}
