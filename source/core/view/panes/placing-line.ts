import {hintNow} from '../keys/key-now.js';
import type {Navigation} from '../navigation/navigation.js';
import {keyed, span, type Line} from '../text/spans.js';

/** Where the next pane goes, as long as the box is open for it. */
export function placingLines({layout: {placing}, keys: {table: {rows}}}: Pick<Navigation, 'layout' | 'keys'>): readonly Line[] {
	const [shell, command] = [hintNow('box', '$', rows), hintNow('box', ':', rows)];
	return placing === undefined ? [] : [[span(`split ${placing.direction}`, 'accent'), span(`: type a code,${shell === undefined ? '' : ` ${shell} shell,`}${command === undefined ? '' : ` ${command} command,`} or choose a session   `, 'dim'), ...keyed('Esc', [span('Esc', 'accent'), span(' not now', 'dim')])]];
}
