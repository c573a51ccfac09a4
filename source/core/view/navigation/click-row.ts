import {chooseRow} from '../box/choose-row.js';
import {stay, type Navigation, type NavigationFacts, type Step} from './navigation.js';
import {performRow} from './perform.js';
import {move, placeOf, rowsHere} from './rows.js';

/** A row of the list that is shown, clicked on: what Enter would do there. */
export function clickRow(navigation: Navigation, row: number, facts: NavigationFacts): Step {
	const chosen = rowsHere(navigation, facts)[row];
	return chosen === undefined ? stay(navigation) : chooseRow({...navigation, selected: row, message: undefined, untouched: false}, chosen, {facts, perform: performRow});
}

/** The wheel moves what is chosen, as far as the list goes; arrow keys may stand for something else there. */
export function turnWheel(navigation: Navigation, by: 1 | -1, facts: NavigationFacts): Step {
	const isPastEnd = placeOf(navigation) !== 'help' && rowsHere(navigation, facts)[navigation.selected + by] === undefined;
	return stay(isPastEnd ? navigation : {...move(navigation, by, facts), due: undefined, untouched: false});
}
