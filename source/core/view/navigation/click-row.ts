import {chooseRow} from '../box/choose-row.js';
import {stay, type Navigation, type NavigationFacts, type Step} from './navigation.js';
import {performRow} from './perform.js';
import {pressKey} from './press-key.js';
import {move, placeOf, rowsHere} from './rows.js';

/** A row of the list that is shown, clicked on: what Enter would do there. */
export function clickRow(navigation: Navigation, row: number, facts: NavigationFacts): Step {
	const chosen = rowsHere(navigation, facts)[row];
	return chosen === undefined ? stay(navigation) : chooseRow({...navigation, selected: row, message: undefined, untouched: false}, chosen, {facts, perform: performRow});
}

/** Words that a key stands beside: what the key does. In the list of keys it is the place under it that is meant. */
export function clickKey(navigation: Navigation, name: string, facts: NavigationFacts): Step {
	const {overlays} = navigation;
	const shown = overlays.at(-1)?.type === 'help' ? {...navigation, overlays: overlays.slice(0, -1)} : navigation;
	return pressKey({...shown, untouched: false}, {type: 'key', name}, facts);
}

/** The wheel moves what is chosen, as far as the list goes; arrow keys may stand for something else there. */
export function turnWheel(navigation: Navigation, by: 1 | -1, facts: NavigationFacts): Step {
	const isPastEnd = placeOf(navigation) !== 'help' && rowsHere(navigation, facts)[navigation.selected + by] === undefined;
	return stay(isPastEnd ? navigation : {...move(navigation, by, facts), due: undefined, untouched: false});
}
