import {keyed, span, widthOfLine, type Line} from '../text/spans.js';
import {hintNow, keyNow} from './key-now.js';
import {keyRowOf, type KeyRow, type Place} from './keymap.js';

/** A key as Clutch is shipped, and what it does. */
export type Hint = readonly [key: string, label: string];

type Hinted = {readonly place: Place; readonly table: readonly KeyRow[] | undefined};

/** `f follow`, to be clicked on; nothing where its user has taken the key away. */
export function hintSpans([key, label]: Hint, {place, table}: Hinted): Line {
	const now = hintNow(place, key, table);
	if (now === undefined) {
		return [];
	}

	const words = [span(`${now} `, 'accent'), span(label, 'dim')];
	// Arrows are no one key to be clicked on.
	return keyRowOf(place, key) === undefined ? words : keyed(keyNow(place, key, table) ?? key, words);
}

/** As many as there is room for, the first ones first. */
export function hintsLine(hints: readonly Hint[], {cols, ...hinted}: Hinted & {readonly cols: number}): Line {
	const shown: Line[] = [];
	let left = cols;
	for (const hint of hints) {
		const part = hintSpans(hint, hinted);
		const whole = part.length === 0 ? part : [...part, span('   ')];
		left -= widthOfLine(whole);
		if (left < 0) {
			break;
		}

		shown.push(whole);
	}

	return shown.flat();
}
