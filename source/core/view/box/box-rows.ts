import type {Session} from '../../session/session.js';
import {keymap, rowsOfPlace, type KeyRow} from '../keys/keymap.js';
import {inSidebarOrder} from '../text/session-list.js';
import {isAlive} from '../text/session-state.js';

export type BoxRow =
	| {readonly type: 'session'; readonly session: Session}
	| {readonly type: 'action'; readonly row: KeyRow};

/**
What the box lists: sessions while nothing is typed, whatever matches after `/`, nothing while a code is typed.
*/
export function boxRows(line: string, sessions: readonly Session[]): readonly BoxRow[] {
	if (line === '') {
		return orderedSessions(sessions).map(session => ({type: 'session', session}));
	}

	if (!line.startsWith('/')) {
		return [];
	}

	const wanted = line.slice(1).trim().toLowerCase();
	const found = orderedSessions(sessions).filter(session => `${session.title} ${session.name} ${session.cwd}`.toLowerCase().includes(wanted));
	const actions = rowsOfPlace('box').filter(row => findable.has(row.action) && `${row.label} ${row.shown}`.toLowerCase().includes(wanted));
	return [...found.map(session => ({type: 'session' as const, session})), ...actions.map(row => ({type: 'action' as const, row}))];
}

/** Moving and going back are no things to look for. */
const findable = new Set(keymap.map(row => row.action).filter(action => !['next', 'previous', 'enter', 'number', 'back', 'yes', 'search'].includes(action)));

/** Who needs somebody first, then the other living ones, then what could be restored. */
function orderedSessions(sessions: readonly Session[]): readonly Session[] {
	const rank = (session: Session) => isAlive(session) ? (session.activity === 'blocked' ? 0 : 1) : 2;
	return inSidebarOrder(sessions).toSorted((one, other) => rank(one) - rank(other));
}
