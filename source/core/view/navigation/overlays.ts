import type {Instant} from '../../session/session.js';
import {boxRect, type BoxInput} from '../box/box.js';
import {layoutSidebarOver} from '../work/layout.js';
import {messageNotice} from '../box/message-notice.js';
import {questionRect} from '../box/question-box.js';
import type {Rect} from '../cells/rect.js';
import {helpRect} from '../keys/help.js';
import {whichKey} from '../keys/which-key.js';
import type {Overlay} from './navigation.js';
import {worksNow} from './key-facts.js';
import {placeOf} from './rows.js';

export type OverlayInput = BoxInput & {readonly now: Instant};

/** Where a box lies; undefined for what is asked in the bar. */
export function overlayRect(overlay: Overlay, input: OverlayInput): Rect | undefined {
	switch (overlay.type) {
		case 'box': {
			return boxRect(input);
		}

		case 'help': {
			return helpRect(input.size);
		}

		case 'watch': {
			return {x: 0, y: 0, ...input.size};
		}

		case 'panes':
		case 'prompt':
		case 'confirm': {
			return undefined;
		}

		case 'sidebar': {
			return layoutSidebarOver(input.size);
		}

		case 'question': {
			return questionRect(overlay.question, input);
		}
	}
}

/** The keys of the place, where nothing was pressed for a moment. */
export function keysNotice({navigation, size, client}: Pick<OverlayInput, 'navigation' | 'size' | 'client'>): ReturnType<typeof whichKey> | undefined {
	return navigation.keys.isHinting ? whichKey(placeOf(navigation), {rows: navigation.keys.table.rows.filter(row => worksNow(row, navigation, client?.sessions ?? [])), size}) : undefined;
}

/** What lies over the panes now: cells of the chrome that must not be covered by theirs. */
export function coversOf(input: OverlayInput): readonly Rect[] {
	const notice = messageNotice(input.navigation, input.size) ?? keysNotice(input);
	return [...input.navigation.overlays.flatMap(overlay => overlayRect(overlay, input) ?? []), ...(notice === undefined ? [] : [notice.rect])];
}
