import type {Session} from '../../session/session.js';
import type {Navigation} from '../navigation/navigation.js';
import {activeWorkspace, removeSessions, showSession, type Placing} from './arrange.js';

/**
After every step: the session that has the focus is in the workspace that is shown. Whoever moves the focus need not know of panes. `placing` is where a session goes that has just been started for that place.
*/
export function settleLayout(before: Navigation, after: Navigation, placing: Placing | undefined): Navigation {
	const {layout, screen, focused} = after;
	const isOpen = after.overlays.some(({type}) => type === 'box' || type === 'prompt');
	const last = before.focused !== focused && before.focused !== undefined ? before.focused : layout.last;
	const kept = isOpen ? layout.placing : undefined;
	const isShown = screen === 'home' || focused === undefined || activeWorkspace(layout.panes)?.focused === focused;
	const panes = isShown ? layout.panes : showSession(layout.panes, focused, placing);
	return panes === layout.panes && last === layout.last && kept === layout.placing ? after : {...after, layout: {panes, last, placing: kept}};
}

/** Panes of sessions that are gone go with them. */
export function keepPanes(navigation: Navigation, sessions: readonly Session[]): Navigation {
	const known = new Set(sessions.map(({id}) => id));
	const panes = removeSessions(navigation.layout.panes, session => !known.has(session));
	return panes === navigation.layout.panes ? navigation : {...navigation, layout: {...navigation.layout, panes}};
}
