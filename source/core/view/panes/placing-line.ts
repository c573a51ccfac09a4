import type {Navigation} from '../navigation/navigation.js';
import {keyed, span, type Line} from '../text/spans.js';

/** Where the next pane goes, as long as the box is open for it. */
export function placingLines({layout: {placing}}: Pick<Navigation, 'layout'>): readonly Line[] {
	return placing === undefined ? [] : [[span(`split ${placing.direction}`, 'accent'), span(': type a code, $ shell, : command, or choose a session   ', 'dim'), ...keyed('Esc', [span('Esc', 'accent'), span(' not now', 'dim')])]];
}
