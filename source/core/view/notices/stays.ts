import type {Session, SessionId} from '../../session/session.js';
import {nextThatCalls} from '../attention/seen.js';
import {hintNow} from '../keys/key-now.js';
import type {Navigation} from '../navigation/navigation.js';
import {inSidebarOrder} from '../text/session-list.js';
import {isAlive} from '../text/session-state.js';

type Where = {readonly navigation: Navigation; readonly sessions: readonly Session[]; readonly chord: string};

/** Which keys start a session again that crashed and stays so: its own where it has the focus, else also those that lead to it, after the chord where a program has the keys. */
export function restoreHint(id: SessionId, {navigation, sessions, chord}: Where): string {
	const {screen, attending, keys: {table: {rows}}} = navigation;
	const focused = screen === 'work' ? navigation.focused : undefined;
	const restore = hintNow('ended', 'r', rows);
	if (restore === undefined) {
		return '';
	}

	if (focused === id) {
		return `${restore} restore`;
	}

	const around = sessions.find(session => session.id === focused);
	const before = around !== undefined && isAlive(around) && navigation.overlays.length === 0 ? `${chord} ` : '';
	const call = nextThatCalls(inSidebarOrder(sessions), {...attending, focused})?.id === id ? hintNow('box', 'J', rows) : undefined;
	return call === undefined ? `${before}/ and its name go there   ${restore} restore` : `${before}${call} go there   ${restore} restore`;
}
