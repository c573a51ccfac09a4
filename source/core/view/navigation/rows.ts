import {boxRows, unlistedLaunches, type BoxRow} from '../box/box-rows.js';
import {mostScroll} from '../keys/help.js';
import type {Place} from '../keys/keymap.js';
import {homeRows, inSidebarOrder} from '../text/session-list.js';
import {isAlive} from '../text/session-state.js';
import {stay, type Navigation, type NavigationFacts, type Step} from './navigation.js';

/** Who has the keys now, as far as they are ours. */
export function placeOf(navigation: Navigation): Place {
	const top = navigation.overlays.at(-1);
	if (top?.type === 'watch' && navigation.watch.detail?.type === 'log') {
		return 'log';
	}

	return top?.type ?? (navigation.screen === 'home' ? 'home' : (navigation.copying[navigation.focused ?? ''] === undefined ? 'ended' : 'copy'));
}

/** The rows of the list that is shown. */
export function rowsHere(navigation: Navigation, facts: NavigationFacts): readonly BoxRow[] {
	if (navigation.line !== '' || navigation.overlays.some(overlay => overlay.type === 'box')) {
		return boxRows(navigation, facts);
	}

	if (navigation.overlays.some(overlay => overlay.type === 'sidebar')) {
		return inSidebarOrder(facts.sessions).map(session => ({type: 'session', session}));
	}

	const sessions = homeRows(facts.sessions);
	return [...sessions.map(session => ({type: 'session' as const, session})), ...unlistedLaunches(facts.library?.recents ?? [], sessions).map(launch => ({type: 'launch' as const, launch}))];
}

export type Row = BoxRow;

export function move(navigation: Navigation, by: 1 | -1, facts: NavigationFacts): Navigation {
	const top = navigation.overlays.at(-1);
	if (top?.type === 'help') {
		const under = {...navigation, overlays: navigation.overlays.slice(0, -1)};
		const most = mostScroll({size: facts.size, chord: '', place: placeOf(under), table: navigation.keys.table.rows, filter: top.filter});
		return {...navigation, overlays: [...under.overlays, {...top, scroll: Math.max(0, Math.min(most, top.scroll + by))}]};
	}

	const count = rowsHere(navigation, facts).length;
	return {...navigation, selected: count === 0 ? 0 : (navigation.selected + by + count) % count};
}

/** Enter looks at a session, also at the last screen of one that has ended; its number starts that one again. */
export function showRow(navigation: Navigation, row: Row | undefined): Step {
	return stay(row?.type === 'session' ? {...navigation, screen: 'work', focused: row.session.id, overlays: [], selected: 0} : navigation);
}

export function openRow(navigation: Navigation, row: Row | undefined): Step {
	if (row?.type !== 'session') {
		return stay(navigation);
	}

	if (isAlive(row.session) || row.session.id === navigation.focused) {
		return stay({...navigation, screen: 'work', focused: row.session.id, overlays: [], selected: 0});
	}

	return {navigation, effects: [{type: 'restore', ids: [row.session.id]}]};
}
