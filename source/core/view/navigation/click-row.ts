import {chooseRow} from '../box/choose-row.js';
import {stay, type Navigation, type NavigationFacts, type Step} from './navigation.js';
import {performRow} from './perform.js';
import {rowsHere} from './rows.js';

/** A row of the list that is shown, clicked on: what Enter would do there. */
export function clickRow(navigation: Navigation, row: number, facts: NavigationFacts): Step {
	const chosen = rowsHere(navigation, facts)[row];
	return chosen === undefined ? stay(navigation) : chooseRow({...navigation, selected: row, message: undefined, untouched: false}, chosen, {facts, perform: performRow});
}
