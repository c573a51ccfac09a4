import type {Size} from '../work/layout.js';
import type {Navigation} from '../navigation/navigation.js';
import type {Rect} from '../cells/rect.js';
import {fitSpans, span, widthOfLine, wrapText, type Line} from '../text/spans.js';

/** A message on the work screen that is too long for the bar: it covers as many rows above it as it takes. Undefined where the bar is enough. */
export function messageNotice({message, screen, overlays}: Navigation, {cols, rows}: Size): {readonly rect: Rect; readonly lines: readonly Line[]} | undefined {
	if (message === undefined || screen !== 'work' || overlays.length > 0 || widthOfLine([span(message.text)]) < cols) {
		return undefined;
	}

	const role = message.level === 'note' ? 'text' : message.level;
	const lines = wrapText(message.text, Math.max(1, cols - 2)).slice(0, rows).map(text => fitSpans([span(` ${text}`, role)], cols));
	return {rect: {x: 0, y: rows - lines.length, cols, rows: lines.length}, lines};
}
