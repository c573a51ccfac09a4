import {readChoice} from '../../service/choice.js';
import {editLine} from '../box/edit-line.js';
import {pasteIntoForm} from '../box/form.js';
import {writeLine} from '../box/line.js';
import {unanswered} from '../box/question.js';
import {takeRefused} from '../box/refused.js';
import {readCopyKey} from '../copy/copy-place.js';
import {keepEarlyKey} from '../home/early-key.js';
import {agentLetters} from '../keys/keymap.js';
import type {Key} from '../keys/keys.js';
import {unknownKey} from '../keys/unknown-key.js';
import type {Message} from '../notices/notices.js';
import {keyRowHere} from '../panes/pane-keys.js';
import {pressInPrompt} from '../panes/prompt.js';
import {chooseForShell} from '../panes/refused-shell.js';
import {stay, type Navigation, type NavigationFacts, type Step} from './navigation.js';
import {performRow} from './perform.js';
import {placeOf, rowsHere} from './rows.js';
import {chooseChord, filterHelp} from './single-key.js';

/**
The first key decides: while the code line is empty an agent letter begins a code, `/` a search, and everything else is looked up in the key table. Once there is something in the line, what can be written goes into it.
*/
export function pressKey(navigation: Navigation, key: Key, facts: NavigationFacts): Step {
	const place = placeOf(navigation);
	// Whatever else is pressed takes the place of keys that wait.
	const quiet = {...navigation, message: undefined, early: []};
	const prompt = navigation.overlays.at(-1);
	if (prompt?.type === 'prompt') {
		return pressInPrompt(quiet, {prompt, key, facts});
	}

	const aside = pressAside(navigation, key, facts);
	if (aside !== undefined) {
		return aside;
	}

	const scrolled = place === 'copy' ? navigation.copying[navigation.focused ?? ''] : undefined;
	const copyInput = scrolled && readCopyKey(key, scrolled);
	if (copyInput !== undefined) {
		return {navigation: quiet, effects: [{type: 'copy', input: copyInput}]};
	}

	const takesCodes = place === 'home' || place === 'box';
	if (key.type === 'paste') {
		return takesCodes ? paste(quiet, key.text) : stay(navigation);
	}

	const chosen = place === 'copy' ? undefined : choose(navigation, key.name, facts);
	if (chosen !== undefined) {
		return chosen;
	}

	if (takesCodes && navigation.line !== '') {
		return editLine(quiet, key.name, facts);
	}

	if (takesCodes && key.name.length === 1 && `${agentLetters}/`.includes(key.name)) {
		const opened = key.name === '/' && place === 'home' ? {...quiet, overlays: [...quiet.overlays, {type: 'box' as const}]} : quiet;
		return writeLine(opened, key.name);
	}

	const waiting = keepEarlyKey(navigation, key.name, facts);
	if (waiting !== undefined) {
		return stay(waiting);
	}

	const row = keyRowHere(navigation, key.name);
	return row === undefined ? stay({...quiet, message: sayUnknown(navigation, key.name)}) : performRow(quiet, row, {key: key.name, facts});
}

/** In the list of keys every character finds, and no other key is missed. */
function sayUnknown(navigation: Navigation, key: string): Message | undefined {
	const top = navigation.overlays.at(-1);
	if (top?.type === 'help') {
		return undefined;
	}

	return {level: 'note', text: top?.type === 'question' ? unanswered(top.question, key) : unknownKey(key, {place: placeOf(navigation), rows: navigation.keys.table.rows})};
}

function paste(navigation: Navigation, pasted: string): Step {
	const {line, palette: {form}} = navigation;
	const text = pasted.replaceAll(/\s+/g, ' ');
	return form === undefined || line === '' ? writeLine(navigation, line + text) : pasteIntoForm(navigation, form, text);
}

/** What stands beside the place: the question for the chord, and the search in the list of keys. */
function pressAside(navigation: Navigation, key: Key, facts: NavigationFacts): Step | undefined {
	if (key.type === 'paste') {
		return undefined;
	}

	const chosen = chooseChord(navigation, key.name, rowsHere(navigation, facts).length > 0);
	if (chosen === undefined) {
		const found = filterHelp(navigation, key.name);
		return found === undefined ? undefined : stay(found);
	}

	const {navigation: answered, effects} = chosen.step;
	if (!chosen.goesOn) {
		return chosen.step;
	}

	const next = pressKey(answered, key, facts);
	return {...next, effects: [...effects, ...next.effects]};
}

/** A service that rests is offered help before anything else that has a number. */
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

	const refused = navigation.message?.refused;
	if (refused !== undefined) {
		return takeRefused(navigation, {id: refused, text}, facts);
	}

	const shell = navigation.message?.shell;
	const shellChoice = shell?.choices[Number(key) - 1];
	if (shell !== undefined && shellChoice !== undefined) {
		return chooseForShell(navigation, {folder: shell.folder, choice: shellChoice}, facts);
	}

	const choice = readChoice(text);
	return choice === undefined
		? stay({...navigation, message: {level: 'note', text: `For you to do: ${text}`}})
		: {navigation: {...navigation, message: undefined}, effects: [{type: 'serve', id: (navigation.message?.choices === undefined ? facts.parked : navigation.message.service) ?? 'gateway', choice}]};
}
