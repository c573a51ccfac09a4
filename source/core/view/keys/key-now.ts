import {shownKeys} from './key-setting.js';
import {keymap, keyRowOf, rowsOfPlace, type KeyRow, type Place} from './keymap.js';

/** The key that does now, as its user has it, what this one does as Clutch is shipped; undefined where it was taken away. What is no key of the table stays. */
export function keyNow(place: Place, key: string, table: readonly KeyRow[] = keymap): string | undefined {
	const shipped = keyRowOf(place, key);
	if (shipped === undefined) {
		return key;
	}

	const keys = rowsOfPlace(place, table).filter(({action}) => action === shipped.action).flatMap(row => row.keys);
	return keys.includes(key) ? key : keys[0];
}

/** A hint as people read it, such as `n N`; undefined where none of its keys is left. */
export function hintNow(place: Place, hint: string, table: readonly KeyRow[] = keymap): string | undefined {
	const keys = hint.split(' ').flatMap(key => keyNow(place, key, table) ?? []);
	return keys.length === 0 ? undefined : shownKeys(keys);
}
