import {rowsOfPlace, type KeyRow, type Place} from './keymap.js';

/** A key that does nothing where it was pressed: which one shows the keys of the place, or, where few keys answer a question, which those are. */
export function unknownKey(key: string, {place, rows}: {readonly place: Place; readonly rows: readonly KeyRow[]}): string {
	const here = rowsOfPlace(place, rows).filter(row => row.keys.length > 0);
	const help = here.find(({action}) => action === 'help');
	return help === undefined
		? `Nothing is on the key ${key} here: ${here.map(({shown, label}) => `${shown} ${label}`).join(', ')}.`
		: `Nothing is on the key ${key} here; ${help.shown} shows the keys.`;
}
