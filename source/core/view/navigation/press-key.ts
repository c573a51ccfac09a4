import {readChoice} from '../../service/choice.js';
import type {Session} from '../../session/session.js';
import {boxRows} from '../box/box-rows.js';
import {agentLetters, keyRowOf, type KeyRow, type Place} from '../keys/keymap.js';
import type {Key} from '../keys/keys.js';
import {emptyPreview} from '../box/preview.js';
import {readAnswer} from '../box/question.js';
import {homeRows} from '../text/session-list.js';
import {endedWithoutYou, isAlive} from '../text/session-state.js';
import {clustersOf} from '../cells/width.js';
import {focusedSession, stay, type Navigation, type NavigationFacts, type Step} from './navigation.js';

/** Longer than any prompt that is typed into one line. */
const longestLine = 4000;

/**
The first key decides: while the code line is empty an agent letter begins a code, `/` a search, and everything else is looked up in the key table. Once there is something in the line, what can be written goes into it.
*/
export function pressKey(navigation: Navigation, key: Key, facts: NavigationFacts): Step {
	const place = placeOf(navigation);
	const quiet = {...navigation, message: undefined};
	if (key.type === 'paste') {
		return place === 'home' || place === 'box' ? writeLine(quiet, navigation.line + key.text.replaceAll(/\s+/g, ' ')) : stay(navigation);
	}

	const chosen = choose(navigation, key.name, facts);
	if (chosen !== undefined) {
		return chosen;
	}

	if ((place === 'home' || place === 'box') && navigation.line !== '') {
		return editLine(quiet, key.name, facts);
	}

	if ((place === 'home' || place === 'box') && key.name.length === 1 && `${agentLetters}/`.includes(key.name)) {
		const opened = key.name === '/' && place === 'home' ? {...quiet, overlays: [...quiet.overlays, {type: 'box' as const}]} : quiet;
		return writeLine(opened, key.name);
	}

	const row = keyRowOf(place, key.name);
	if (row === undefined) {
		return stay(key.name.length === 1 && place !== 'confirm' && place !== 'help' && place !== 'question' ? {...quiet, message: {level: 'note', text: `Nothing is on the key ${key.name} here; ? shows the keys.`}} : quiet);
	}

	const reason = row.reason?.({sessions: facts.sessions, focused: focusedSession(navigation, facts.sessions), hasRows: rowsHere(navigation, facts).length > 0 || place === 'help'});
	return reason === undefined ? perform(quiet, row, {key: key.name, facts}) : stay({...quiet, message: {level: 'note', text: reason}});
}

/** A gateway that rests is offered help before anything else that has a number. */
function choose(navigation: Navigation, key: string, facts: NavigationFacts): Step | undefined {
	const place = placeOf(navigation);
	if (!/^[1-9]$/.test(key) || place === 'help' || place === 'confirm' || place === 'question') {
		return undefined;
	}

	const offered = navigation.message?.choices ?? (navigation.line === '' && place !== 'ended' ? facts.choices : []);
	const text = offered[Number(key) - 1];
	if (text === undefined) {
		return undefined;
	}

	const choice = readChoice(text);
	return choice === undefined
		? stay({...navigation, message: {level: 'note', text: `To do in a shell: ${text}`}})
		: {navigation: {...navigation, message: undefined}, effects: [{type: 'serve', choice}]};
}

export function placeOf(navigation: Navigation): Place {
	const top = navigation.overlays.at(-1);
	return top?.type ?? (navigation.screen === 'home' ? 'home' : 'ended');
}

type Pressed = {readonly key: string; readonly facts: NavigationFacts};

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

/** Inside a line every character is text; only the keys without a character do something. */
function editLine(navigation: Navigation, name: string, facts: NavigationFacts): Step {
	const {line, preview} = navigation;
	switch (name) {
		case 'Esc': {
			return writeLine(navigation, '');
		}

		case 'Backspace': {
			return writeLine(navigation, clustersOf(line).slice(0, -1).join(''));
		}

		case 'Ctrl+u': {
			return writeLine(navigation, '');
		}

		case 'Up':
		case 'Down':
		case 'Tab':
		case 'Shift+Tab': {
			return stay(move(navigation, name === 'Down' || name === 'Tab' ? 1 : -1, facts));
		}

		case 'Enter': {
			return enterLine(navigation, facts);
		}

		default: {
			const choice = preview.status === 'problem' && /^[1-9]$/.test(name) ? preview.choices[Number(name) - 1] : undefined;
			if (choice !== undefined) {
				return {navigation, effects: [{type: 'choose', choice}]};
			}

			return isWritten(name) ? writeLine(navigation, line + name) : stay(navigation);
		}
	}
}

function enterLine(navigation: Navigation, facts: NavigationFacts): Step {
	const {line, preview} = navigation;
	if (line.startsWith('/')) {
		const row = rowsHere(navigation, facts)[navigation.selected];
		const cleared = {...navigation, line: '', preview: emptyPreview, selected: 0};
		return row?.type === 'action' ? pressKey(cleared, {type: 'key', name: row.row.keys[0] ?? ''}, facts) : showRow(cleared, row);
	}

	if (preview.status === 'ready' && preview.line === line) {
		return {navigation: {...navigation, due: undefined}, effects: [{type: 'start', line}]};
	}

	if (preview.status === 'open' && preview.line === line && preview.whole) {
		return enterByGateway(navigation);
	}

	return stay(preview.status === 'problem' || preview.status === 'wrong' ? navigation : {...navigation, due: {type: 'entered', line}});
}

/** Two letters mean route p: its letter is put there, and the whole starts when it has been looked up. */
export function enterByGateway(navigation: Navigation): Step {
	const {navigation: next, effects} = writeLine(navigation, `${navigation.line}p`);
	return {navigation: {...next, due: {type: 'entered', line: next.line}}, effects};
}

function writeLine(navigation: Navigation, text: string): Step {
	const line = text.slice(0, longestLine);
	const next = {...navigation, line, due: undefined, selected: 0, preview: line === '' ? emptyPreview : navigation.preview};
	return line === '' || line.startsWith('/') ? stay({...next, preview: emptyPreview}) : {navigation: next, effects: [{type: 'look-up', line}]};
}

/** Enter looks at a session, also at the last screen of one that has ended; its number starts that one again. */
function showRow(navigation: Navigation, row: ReturnType<typeof rowsHere>[number] | undefined): Step {
	return stay(row?.type === 'session' ? {...navigation, screen: 'work', focused: row.session.id, overlays: [], selected: 0} : navigation);
}

function openRow(navigation: Navigation, row: ReturnType<typeof rowsHere>[number] | undefined): Step {
	if (row?.type !== 'session') {
		return stay(navigation);
	}

	if (isAlive(row.session) || row.session.id === navigation.focused) {
		return stay({...navigation, screen: 'work', focused: row.session.id, overlays: [], selected: 0});
	}

	return {navigation, effects: [{type: 'restore', ids: [row.session.id]}]};
}

function rowsHere(navigation: Navigation, facts: NavigationFacts) {
	return navigation.overlays.some(overlay => overlay.type === 'box')
		? boxRows(navigation.line, facts.sessions)
		: homeRows(facts.sessions).map(session => ({type: 'session' as const, session}));
}

function move(navigation: Navigation, by: 1 | -1, facts: NavigationFacts): Navigation {
	const top = navigation.overlays.at(-1);
	if (top?.type === 'help') {
		return {...navigation, overlays: [...navigation.overlays.slice(0, -1), {...top, scroll: Math.max(0, top.scroll + by)}]};
	}

	const count = rowsHere(navigation, facts).length;
	return {...navigation, selected: count === 0 ? 0 : (navigation.selected + by + count) % count};
}

function confirm(navigation: Navigation, action: 'stop' | 'close', session: Session | undefined): Navigation {
	return session === undefined ? navigation : {...navigation, overlays: [...navigation.overlays, {type: 'confirm', action, session: session.id}]};
}

function isWritten(name: string): boolean {
	return clustersOf(name).length === 1;
}
