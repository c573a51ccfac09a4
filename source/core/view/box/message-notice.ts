import type {Size} from '../work/layout.js';
import type {Navigation} from '../navigation/navigation.js';
import type {Rect} from '../cells/rect.js';
import {fitSpans, span, widthOfLine, wrapText, type Line} from '../text/spans.js';

type Told = Pick<Navigation, 'message' | 'screen' | 'overlays'>;

/** A message that the bar has no room for: on the work screen one that is too long, and anywhere what is said while something of ours is asked or chosen in front. It covers as many rows as it takes, over the bar where that asks something. Undefined where the bar is enough. */
export function messageNotice({message, screen, overlays}: Told, {cols, rows}: Size): {readonly rect: Rect; readonly lines: readonly Line[]} | undefined {
	const isInFront = isSaidInFront({overlays});
	if (message === undefined || (!isInFront && (screen !== 'work' || overlays.length > 0 || widthOfLine([span(message.text)]) < cols))) {
		return undefined;
	}

	const role = message.level === 'note' ? 'text' : message.level;
	const most = isInFront ? rows - 1 : rows;
	const lines = wrapText(message.text, Math.max(1, cols - 2)).slice(0, most).map(text => fitSpans([span(` ${text}`, role)], cols));
	return {rect: {x: 0, y: most - lines.length, cols, rows: lines.length}, lines};
}

/** What is asked stays where it is, and so does the list one chooses from: what is said of a key stands beside it. */
export function isSaidInFront({overlays}: Pick<Told, 'overlays'>): boolean {
	return ['confirm', 'question', 'sidebar'].includes(overlays.at(-1)?.type ?? '');
}
