import type {Session} from '../../session/session.js';
import type {KeyFacts, KeyRow} from '../keys/keymap.js';
import {activeWorkspace} from '../panes/arrange.js';
import type {Navigation} from './navigation.js';

type Where = Pick<Navigation, 'screen' | 'focused' | 'layout'>;

/** What the reasons of keys depend on, but for lists: on Home no pane is meant, whichever had the focus before. */
export function keyFactsOf(navigation: Where, sessions: readonly Session[]): Omit<KeyFacts, 'hasRows'> {
	const isWork = navigation.screen === 'work';
	const {panes} = navigation.layout;
	const focused = isWork ? sessions.find(({id}) => id === navigation.focused) : undefined;
	return {
		sessions,
		isWork,
		focused,
		meant: focused,
		isSplit: isWork && activeWorkspace(panes)?.tree.type === 'split',
		workspaces: isWork ? panes.workspaces.length : 0,
	};
}

/** In the box: it would do something now. */
export function worksNow({reason}: KeyRow, navigation: Where, sessions: readonly Session[]): boolean {
	return reason?.({...keyFactsOf(navigation, sessions), hasRows: true}) === undefined;
}

/** Which key the chord is, over a pane that runs already: that is asked once its user comes to Clutch. */
export function isAskedInBox({keys, screen, overlays}: Navigation): boolean {
	return keys.choosing !== undefined && screen === 'work' && overlays.length === 1 && overlays[0]?.type === 'box';
}
