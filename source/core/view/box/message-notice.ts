import type {Size} from '../work/layout.js';
import {workLayout} from '../work/work-layout.js';
import type {Navigation} from '../navigation/navigation.js';
import type {Rect} from '../cells/rect.js';
import {fitSpans, span, widthOfLine, wrapText, type Line} from '../text/spans.js';

type Told = Pick<Navigation, 'message' | 'screen' | 'overlays' | 'sidebar' | 'layout'>;

/** What stands in the bar beside a message, at its longest: the gateway and the next key, and where no sidebar is there who needs somebody. */
const besideCells = {always: 42, folded: 18} as const;

/** A message that the bar has no room for: on the work screen one that would take the place of what is always to be seen there, and anywhere what is said while something of ours is asked or chosen in front. It covers as many rows over the bar as it takes. Undefined where the bar is enough. */
export function messageNotice(told: Told, size: Size): {readonly rect: Rect; readonly lines: readonly Line[]} | undefined {
	const {message, screen, overlays} = told;
	const {cols, rows} = size;
	const isAlone = screen === 'work' && rows > 1 && overlays.every(({type}) => type === 'panes');
	if (message === undefined || (!isSaidInFront({overlays}) && (!isAlone || hasRoom(message.text, told, size)))) {
		return undefined;
	}

	const role = message.level === 'note' ? 'text' : message.level;
	const most = rows - 1;
	const lines = wrapText(message.text, Math.max(1, cols - 2)).slice(0, most).map(text => fitSpans([span(` ${text}`, role)], cols));
	return {rect: {x: 0, y: most - lines.length, cols, rows: lines.length}, lines};
}

function hasRoom(text: string, told: Told, size: Size): boolean {
	const beside = besideCells.always + (workLayout(told, size).sidebar === undefined ? besideCells.folded : 0);
	return widthOfLine([span(text)]) <= size.cols - beside;
}

/** What is asked stays where it is, and so does the list one chooses from: what is said of a key stands beside it. */
export function isSaidInFront({overlays}: Pick<Told, 'overlays'>): boolean {
	return ['confirm', 'question', 'sidebar'].includes(overlays.at(-1)?.type ?? '');
}
