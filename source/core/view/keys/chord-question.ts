import {span, wrapText, type Line} from '../text/spans.js';
import type {KeysState} from './keys-state.js';

/** Above Home, as long as nobody has chosen: which key reaches Clutch from inside a pane. */
export function chordQuestion({choosing}: KeysState, cols: number): readonly Line[] {
	if (choosing === undefined) {
		return [];
	}

	const problem = choosing.problem === undefined ? [] : wrapText(choosing.problem, Math.max(1, cols - 3)).map(text => [span(`   ${text}`, 'warn')]);
	return [...problem, [span('   Press the key that should reach Clutch from inside a pane ('), span('Enter', 'accent'), span(' = Ctrl+Space)')]];
}
