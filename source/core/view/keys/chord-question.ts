import {span, widthOfLine, wrapText, type Line} from '../text/spans.js';
import type {KeysState} from './keys-state.js';

const question = 'Press the key that should reach Clutch from inside a pane';

/** Above Home, and in the box over a pane, as long as nobody has chosen: which key reaches Clutch from inside a pane. */
export function chordQuestion({choosing}: KeysState, cols: number): readonly Line[] {
	if (choosing === undefined) {
		return [];
	}

	const problem = choosing.problem === undefined ? [] : wrapText(choosing.problem, Math.max(1, cols - 3)).map(text => [span(`   ${text}`, 'warn')]);
	const whole = [span(`   ${question} (`), span('Enter', 'accent'), span(' = Ctrl+Space)')];
	return [...problem, ...(widthOfLine(whole) <= cols ? [whole] : wrapText(`${question} (Enter = Ctrl+Space)`, Math.max(1, cols - 3)).map(text => [span(`   ${text}`)]))];
}

/** Over a pane nothing is asked before its user comes to Clutch. */
export function chordHint({choosing}: KeysState, chord: string): string | undefined {
	return choosing === undefined ? undefined : `${chord} reaches Clutch from inside a pane; press it to choose another`;
}
