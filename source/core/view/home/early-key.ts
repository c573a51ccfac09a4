import type {KeyRow} from '../keys/keymap.js';
import {stay, type Navigation, type NavigationEffect, type NavigationFacts, type Step} from '../navigation/navigation.js';
import {performRow} from '../navigation/perform.js';
import {placeOf} from '../navigation/rows.js';
import {keyRowHere} from '../panes/pane-keys.js';

/** What these do depends on the list of Home. */
const moves: ReadonlySet<KeyRow['action']> = new Set(['next', 'previous']);
const listed: ReadonlySet<KeyRow['action']> = new Set([...moves, 'restore-all', 'number', 'let-go', 'enter']);

/** A key that is held down repeats. */
const mostEarly = 50;

/** On Home a key that needs the sessions waits until clutchd has told them, moves of the cursor before it; undefined for whatever can be done now. */
export function keepEarlyKey(navigation: Navigation, key: string, {isTold = true}: NavigationFacts): Navigation | undefined {
	const {early} = navigation;
	if (isTold || placeOf(navigation) !== 'home' || navigation.line !== '') {
		return undefined;
	}

	const action = keyRowHere(navigation, key)?.action;
	if (action !== undefined && listed.has(action)) {
		const before = moves.has(action) ? early : early.filter(each => isOf(navigation, each, moves));
		return {...navigation, early: [...before, key].slice(0, mostEarly), message: {level: 'note', text: `${key}: waiting for clutchd. Esc takes it back.`}};
	}

	return key === 'Esc' && early.length > 0 ? {...navigation, early: [], message: undefined} : undefined;
}

/** Clutchd has told its sessions: the keys that waited do what they do now. A digit may mean something else than a row by now, and is not taken for that. */
export function pressEarlyKeys(navigation: Navigation, facts: NavigationFacts): Step {
	const {early} = navigation;
	if (early.length === 0 || facts.isTold === false) {
		return stay(navigation);
	}

	let now: Navigation = {...navigation, early: [], message: undefined};
	const effects: NavigationEffect[] = [];
	for (const key of early) {
		const row = keyRowHere(now, key);
		if (row !== undefined && listed.has(row.action) && placeOf(now) === 'home' && !(row.action === 'number' && facts.choices.length > 0)) {
			const step = performRow(now, row, {key, facts});
			now = step.navigation;
			effects.push(...step.effects);
		}
	}

	return {navigation: now, effects};
}

function isOf(navigation: Navigation, key: string, actions: ReadonlySet<KeyRow['action']>): boolean {
	const action = keyRowHere(navigation, key)?.action;
	return action !== undefined && actions.has(action);
}
