import type {Session} from '../../session/session.js';
import {rowsOfPlace, type KeyRow} from '../keys/keymap.js';
import {worksNow} from '../navigation/key-facts.js';
import type {Navigation, NavigationFacts} from '../navigation/navigation.js';
import {inSidebarOrder} from '../text/session-list.js';
import {isAlive} from '../text/session-state.js';
import {currentPreview} from './code-line.js';
import {emptyLibrary, type RecentLaunch} from './library.js';
import type {KeptConversation} from './pick.js';
import {search, type Found} from './search.js';

export type BoxRow =
	| Found
	/** What is typed: Enter starts it. */
	| {readonly type: 'line'}
	| {readonly type: 'conversation'; readonly conversation: KeptConversation};

const mostRecents = 5;

/** What the cursor can be on. Nothing typed: what needs you, recent launches, actions. After `/`: whatever fits. A code: itself, then sessions; where a conversation is to be picked, those. */
export function boxRows(navigation: Pick<Navigation, 'line' | 'preview' | 'keys' | 'notices' | 'layout' | 'copied' | 'screen' | 'focused'>, {sessions, services, library = emptyLibrary}: Pick<NavigationFacts, 'sessions' | 'services' | 'library'>): readonly BoxRow[] {
	const {line, preview, keys, notices, layout, copied} = navigation;
	if (line.startsWith('/')) {
		return search(line.slice(1), {sessions, services, library, notices: notices.list, layout: layout.panes, copied}).map(found => found.type === 'action' ? {...found, row: inForce(found.row, keys.table.rows)} : found);
	}

	if (line !== '') {
		const current = currentPreview(preview, line);
		return current.status === 'pick'
			? current.found.map(conversation => ({type: 'conversation', conversation}))
			: [{type: 'line'}, ...orderedSessions(sessions).map(session => ({type: 'session' as const, session}))];
	}

	return [
		...orderedSessions(sessions).map(session => ({type: 'session' as const, session})),
		...library.recents.slice(0, mostRecents).map(launch => ({type: 'launch' as const, launch})),
		...rowsOfPlace('box', keys.table.rows).filter(row => !unlisted.has(row.action) && worksNow(row, navigation, sessions)).map(row => ({type: 'action' as const, row})),
	];
}

/** For Home: recent launches that no session in its list stands for already. */
export function unlistedLaunches(recents: readonly RecentLaunch[], sessions: readonly Session[]): readonly RecentLaunch[] {
	return recents.filter(({code, cwd, conversation}) => !sessions.some(({recipe, cwd: folder}) => recipe.code === code && folder === cwd && (conversation === undefined || recipe.conversation === conversation))).slice(0, mostRecents);
}

const unlisted: ReadonlySet<string> = new Set(['next', 'previous', 'enter', 'number', 'back', 'yes', 'answer']);

/** The same row with the keys that its user has given it. */
function inForce(row: KeyRow, table: readonly KeyRow[]): KeyRow {
	return table.find(each => each.action === row.action && each.label === row.label) ?? row;
}

/** Who needs somebody first, then the other living ones, then what could be restored. */
function orderedSessions(sessions: readonly Session[]): readonly Session[] {
	const rank = (session: Session) => isAlive(session) ? (session.activity === 'blocked' ? 0 : 1) : 2;
	return inSidebarOrder(sessions).toSorted((one, other) => rank(one) - rank(other));
}
