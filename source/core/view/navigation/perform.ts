import {goToCaller} from '../attention/look.js';
import {chooseRow} from '../box/choose-row.js';
import {launchOnLocalModel} from '../box/local-model.js';
import {writeLine} from '../box/line.js';
import {hasOptions} from '../box/options.js';
import {startPalette} from '../box/palette.js';
import {readAnswer, unanswered} from '../box/question.js';
import {isCopyAction} from '../copy/copy-keys.js';
import type {KeyRow} from '../keys/keymap.js';
import type {Session} from '../../session/session.js';
import {isLayoutKey} from '../panes/layout-actions.js';
import {arrange, placeBeside, pressLayoutKey, splitNext} from '../panes/layout-keys.js';
import {askCommand, askName} from '../panes/prompt.js';
import {inSidebarOrder} from '../text/session-list.js';
import {hasRoomForSidebar} from '../work/layout.js';
import {isZoomed} from '../work/work-layout.js';
import {endedWithoutYou} from '../text/session-state.js';
import {isLogAction, logKeyOf} from '../watch/log-keys.js';
import {isWatchAction, watchKeyOf} from '../watch/watch.js';
import {keyFactsOf} from './key-facts.js';
import {focusedSession, stay, type Navigation, type NavigationFacts, type Step} from './navigation.js';
import {move, openRow, placeOf, rowsHere} from './rows.js';
import {openLogOver, openWatch, pressInLog, pressInWatch} from './watching.js';

type Pressed = {readonly key: string; readonly facts: NavigationFacts};

/** Does what a row of the key table stands for, unless there is a reason against it, which is said. */
export function performRow(navigation: Navigation, row: KeyRow, pressed: Pressed): Step {
	const reason = row.reason?.({
		...keyFactsOf(navigation, pressed.facts.sessions),
		meant: sessionToLetGo(navigation, pressed.facts),
		hasRows: rowsHere(navigation, pressed.facts).length > 0 || placeOf(navigation) === 'help',
	});
	return reason === undefined ? perform(navigation, row, pressed) : stay({...navigation, message: {level: 'note', text: reason}});
}

function perform(navigation: Navigation, row: KeyRow, {key, facts}: Pressed): Step { // eslint-disable-line complexity -- one case for each action of the key table
	const {action} = row;
	if (isWatchAction(action)) {
		return pressInWatch(navigation, watchKeyOf(action), facts);
	}

	if (isLogAction(action)) {
		return pressInLog(navigation, logKeyOf(action), facts);
	}

	if (isLayoutKey(action)) {
		return pressLayoutKey(navigation, action, facts);
	}

	if (isCopyAction(action)) {
		return {navigation, effects: [{type: 'copy', input: {type: 'action', action}}]};
	}

	switch (action) {
		case 'scroll': {
			return {navigation: {...navigation, overlays: []}, effects: [{type: 'copy', input: {type: 'enter', page: key !== '['}}]};
		}

		case 'who-calls': {
			return goToCaller(navigation, facts);
		}

		case 'paste-copied': {
			return {navigation: {...navigation, overlays: []}, effects: [{type: 'paste-copied'}]};
		}

		case 'mouse': {
			const mouse = navigation.mouse === 'ours' ? 'released' : 'ours';
			const text = mouse === 'ours' ? 'The mouse is ours again.' : 'The mouse is left to your terminal; m takes it back.';
			return {navigation: {...navigation, mouse, overlays: [], message: {level: 'note', text}}, effects: [{type: 'remember-mouse', mouse}]};
		}

		case 'split-right':
		case 'split-down': {
			return splitNext(navigation, action === 'split-right' ? 'right' : 'down');
		}

		case 'workspace': {
			return stay(arrange({...navigation, overlays: [], selected: 0}, {type: 'go-to', workspace: Number(key.at(-1)) - 1}, facts));
		}

		case 'command': {
			return askCommand(navigation);
		}

		case 'rename': {
			return askName(navigation, focusedSession(navigation, facts.sessions));
		}

		case 'shell':
		case 'gateway-log': {
			const {details} = navigation.notices;
			if (action === 'gateway-log' && details !== undefined) {
				return openLogOver(navigation, details.log);
			}

			const program = action === 'shell' ? {type: 'shell', byKey: true} as const : {type: 'log', service: 'gateway'} as const;
			return {navigation: {...navigation, overlays: []}, effects: [{type: 'open-beside', program, placing: placeBeside(navigation, facts)}]};
		}

		case 'watch': {
			return openWatch(navigation);
		}

		case 'help': {
			return stay({...navigation, overlays: [...navigation.overlays, {type: 'help', scroll: 0}]});
		}

		case 'back': {
			const {layout} = navigation;
			if (layout.placing !== undefined && placeOf(navigation) === 'box') {
				return stay({...navigation, layout: {...layout, placing: undefined}});
			}

			// What was said beside the next code is taken back before the box closes.
			return hasOptions(navigation.palette.options) ? stay({...navigation, palette: startPalette}) : stay({...navigation, overlays: navigation.overlays.slice(0, -1), selected: 0});
		}

		case 'next':
		case 'previous': {
			return stay(move(navigation, action === 'next' ? 1 : -1, facts));
		}

		case 'enter': {
			const chosen = rowsHere(navigation, facts)[navigation.selected];
			return chosen === undefined ? stay(navigation) : chooseRow(navigation, chosen, {facts, perform: performRow});
		}

		case 'number': {
			const chosen = rowsHere(navigation, facts)[Number(key) - 1 - facts.choices.length];
			return chosen?.type === 'launch' ? chooseRow(navigation, chosen, {facts, perform: performRow}) : openRow(navigation, chosen);
		}

		// What is offered has been taken before.
		case 'choice': {
			return stay({...navigation, message: {level: 'note', text: facts.choices.length === 0 ? 'No service rests here, so there is nothing to choose.' : `The choices end at ${facts.choices.length}.`}});
		}

		case 'search': {
			return writeLine(navigation, '/');
		}

		case 'demo':
		case 'quit': {
			return {navigation, effects: [{type: action}]};
		}

		case 'local-model': {
			return launchOnLocalModel(navigation, facts.library);
		}

		case 'add-key': {
			return stay({...navigation, message: {level: 'note', text: 'To add a provider key, run in a shell: clutch keys add NAME. The names: clutch keys.'}});
		}

		case 'home': {
			return stay({...navigation, screen: 'home', overlays: [], selected: 0});
		}

		case 'sidebar': {
			if (!hasRoomForSidebar(facts.size) || isZoomed(navigation)) {
				return stay({...navigation, overlays: [{type: 'sidebar'}], selected: Math.max(0, inSidebarOrder(facts.sessions).findIndex(({id}) => id === navigation.focused))});
			}

			const sidebar = navigation.sidebar === 'shown' ? 'folded' : 'shown';
			return {navigation: {...navigation, sidebar, overlays: []}, effects: [{type: 'remember-sidebar', sidebar}]};
		}

		case 'restore': {
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
	if (placeOf(navigation) !== 'home') {
		return keyFactsOf(navigation, facts.sessions).focused;
	}

	const row = rowsHere(navigation, facts)[navigation.selected];
	return row?.type === 'session' ? row.session : undefined;
}

function confirmed(navigation: Navigation): Step {
	const top = navigation.overlays.at(-1);
	if (top?.type !== 'confirm') {
		return stay(navigation);
	}

	if (top.action === 'stop-service') {
		return {navigation: {...navigation, overlays: navigation.overlays.slice(0, -1)}, effects: [{type: 'service', verb: 'stop', id: top.service}]};
	}

	const {action, session, choice, beside} = top;
	const overlays = beside === undefined ? navigation.overlays.filter(overlay => overlay.type !== 'confirm' && (overlay.type !== 'box' || choice !== undefined)) : [];
	return {navigation: {...navigation, overlays}, effects: [choice === undefined ? {type: action, id: session} : {type: 'choose', choice, ...(beside === undefined ? {} : {beside})}]};
}

/** The next question, if there is one, follows at once. */
function answered(navigation: Navigation, key: string): Step {
	const top = navigation.overlays.at(-1);
	const choice = top?.type === 'question' ? readAnswer(top.question, key) : undefined;
	if (top?.type !== 'question') {
		return stay(navigation);
	}

	if (choice === undefined) {
		return stay({...navigation, message: {level: 'note', text: unanswered(top.question, key)}});
	}

	const [question, ...rest] = top.rest;
	const overlays = [...navigation.overlays.slice(0, -1), ...question === undefined ? [] : [{type: 'question' as const, question, rest}]];
	return {navigation: {...navigation, overlays}, effects: [{type: 'restore-as', id: top.question.id, choice}]};
}

function confirm(navigation: Navigation, action: 'stop' | 'close', session: Session | undefined): Navigation {
	return session === undefined ? navigation : {...navigation, overlays: [...navigation.overlays, {type: 'confirm', action, session: session.id}]};
}
