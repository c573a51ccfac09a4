import {writeLine} from '../box/line.js';
import {readAnswer} from '../box/question.js';
import type {KeyRow} from '../keys/keymap.js';
import type {Session} from '../../session/session.js';
import {endedWithoutYou} from '../text/session-state.js';
import {focusedSession, stay, type Navigation, type NavigationFacts, type Step} from './navigation.js';
import {move, openRow, placeOf, rowsHere, showRow} from './rows.js';

type Pressed = {readonly key: string; readonly facts: NavigationFacts};

/** Does what a row of the key table stands for, unless there is a reason against it, which is said. */
export function performRow(navigation: Navigation, row: KeyRow, pressed: Pressed): Step {
	const {sessions} = pressed.facts;
	const reason = row.reason?.({sessions, focused: focusedSession(navigation, sessions), hasRows: rowsHere(navigation, pressed.facts).length > 0 || placeOf(navigation) === 'help'});
	return reason === undefined ? perform(navigation, row, pressed) : stay({...navigation, message: {level: 'note', text: reason}});
}

function perform(navigation: Navigation, row: KeyRow, {key, facts}: Pressed): Step {
	switch (row.action) {
		case 'help': {
			return stay({...navigation, overlays: [...navigation.overlays, {type: 'help', scroll: 0}]});
		}

		case 'back': {
			return stay({...navigation, overlays: navigation.overlays.slice(0, -1), selected: 0});
		}

		case 'next':
		case 'previous': {
			return stay(move(navigation, row.action === 'next' ? 1 : -1, facts));
		}

		case 'enter': {
			return showRow(navigation, rowsHere(navigation, facts)[navigation.selected]);
		}

		case 'number': {
			return openRow(navigation, rowsHere(navigation, facts)[Number(key) - 1 - facts.choices.length]);
		}

		case 'search': {
			return writeLine(navigation, '/');
		}

		case 'demo':
		case 'quit': {
			return {navigation, effects: [{type: row.action}]};
		}

		case 'add-key': {
			return stay({...navigation, message: {level: 'note', text: 'To add a provider key, run in a shell: clutch keys add NAME. The names: clutch keys.'}});
		}

		case 'home': {
			return stay({...navigation, screen: 'home', overlays: [], selected: 0});
		}

		case 'sidebar': {
			const sidebar = navigation.sidebar === 'shown' ? 'folded' : 'shown';
			return {navigation: {...navigation, sidebar, overlays: []}, effects: [{type: 'remember-sidebar', sidebar}]};
		}

		case 'restart': {
			return navigation.focused === undefined ? stay(navigation) : {navigation, effects: [{type: 'restore', ids: [navigation.focused]}]};
		}

		case 'restore-all': {
			return {navigation, effects: [{type: 'restore', ids: facts.sessions.filter(session => endedWithoutYou(session)).map(session => session.id)}]};
		}

		case 'stop': {
			return stay(confirm(navigation, 'stop', focusedSession(navigation, facts.sessions)));
		}

		case 'let-go': {
			return stay(confirm(navigation, 'close', sessionToLetGo(navigation, facts)));
		}

		case 'yes': {
			return confirmed(navigation);
		}

		case 'answer': {
			return answered(navigation, key);
		}
	}
}

/** On Home the row under the cursor is meant, elsewhere the session that has the focus. */
function sessionToLetGo(navigation: Navigation, facts: NavigationFacts): Session | undefined {
	const row = rowsHere(navigation, facts)[navigation.selected];
	return placeOf(navigation) === 'home' && row?.type === 'session' ? row.session : focusedSession(navigation, facts.sessions);
}

function confirmed(navigation: Navigation): Step {
	const top = navigation.overlays.at(-1);
	const overlays = navigation.overlays.filter(overlay => overlay.type !== 'confirm' && overlay.type !== 'box');
	return top?.type === 'confirm' ? {navigation: {...navigation, overlays}, effects: [{type: top.action, id: top.session}]} : stay(navigation);
}

/** The next question, if there is one, follows at once. */
function answered(navigation: Navigation, key: string): Step {
	const top = navigation.overlays.at(-1);
	const choice = top?.type === 'question' ? readAnswer(top.question, key) : undefined;
	if (top?.type !== 'question' || choice === undefined) {
		return stay(navigation);
	}

	const [question, ...rest] = top.rest;
	const overlays = [...navigation.overlays.slice(0, -1), ...question === undefined ? [] : [{type: 'question' as const, question, rest}]];
	return {navigation: {...navigation, overlays}, effects: [{type: 'restore-as', id: top.question.id, choice}]};
}

function confirm(navigation: Navigation, action: 'stop' | 'close', session: Session | undefined): Navigation {
	return session === undefined ? navigation : {...navigation, overlays: [...navigation.overlays, {type: 'confirm', action, session: session.id}]};
}
