import type {SessionId} from '../../session/session.js';
import {emptyPreview} from '../box/preview.js';
import {startPalette} from '../box/palette.js';
import {stay, type Navigation, type NavigationFacts, type Step} from '../navigation/navigation.js';
import {visiblePanes} from '../panes/visible.js';
import {inSidebarOrder} from '../text/session-list.js';
import {follow, nextThatCalls} from './seen.js';

/** The sessions somebody looks at: their panes can be seen, in a terminal that has the focus. */
export function lookedAt(navigation: Navigation, size: NavigationFacts['size']): ReadonlySet<SessionId> {
	return new Set(navigation.attending.hasFocus ? visiblePanes(navigation, size).panes.map(({session}) => session) : []);
}

/** After each step: what can be seen now is seen. */
export function lookAround(navigation: Navigation, {sessions, size}: Pick<NavigationFacts, 'sessions' | 'size'>): Navigation {
	const attending = follow(navigation.attending, {sessions, lookedAt: lookedAt(navigation, size)});
	return attending === navigation.attending ? navigation : {...navigation, attending};
}

/** Remembers of what is not looked at any more until when it was. */
export function lookAway(before: Navigation, after: Navigation, {sessions, size, now = 0}: Pick<NavigationFacts, 'sessions' | 'size' | 'now'>): Navigation {
	if (before === after) {
		return after;
	}

	const still = lookedAt(after, size);
	const gone = [...lookedAt(before, size)].filter(id => !still.has(id));
	if (gone.length === 0) {
		return after;
	}

	const known = Object.entries(after.attending.left).filter(([id]) => sessions.some(session => session.id === id));
	return {...after, attending: {...after.attending, left: {...Object.fromEntries(known), ...Object.fromEntries(gone.map(id => [id, now]))}}};
}

/** To the next session that needs its user. */
export function goToCaller(navigation: Navigation, {sessions}: Pick<NavigationFacts, 'sessions'>): Step {
	const focused = navigation.screen === 'work' ? navigation.focused : undefined;
	const isCovered = navigation.overlays.some(({type}) => type === 'watch');
	const caller = nextThatCalls(inSidebarOrder(sessions), {...navigation.attending, focused, isCovered});
	return stay(caller === undefined
		? {...navigation, message: {level: 'note', text: 'Nobody else needs you.'}}
		: {...navigation, screen: 'work', focused: caller.id, overlays: [], line: '', preview: emptyPreview, palette: startPalette, due: undefined, selected: 0, message: undefined});
}
