import {keyRowOf, type KeyRow} from '../keys/keymap.js';
import type {Navigation} from '../navigation/navigation.js';
import {placeOf} from '../navigation/rows.js';
import {activeWorkspace} from './arrange.js';

/** Where panes share the room, the arrows are theirs as long as nothing is typed; the list of the box has Tab. */
export function keyRowHere(navigation: Navigation, key: string): KeyRow | undefined {
	const place = placeOf(navigation);
	const {rows} = navigation.keys.table;
	const isSplit = activeWorkspace(navigation.layout.panes)?.tree.type === 'split';
	return (place === 'box' && isSplit && (key === 'Up' || key === 'Down') ? keyRowOf('panes', key, rows) : undefined) ?? keyRowOf(place, key, rows);
}
