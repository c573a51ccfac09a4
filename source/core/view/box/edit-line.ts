import {clustersOf} from '../cells/width.js';
import {stay, type Navigation, type NavigationFacts, type Step} from '../navigation/navigation.js';
import {performRow} from '../navigation/perform.js';
import {move, rowsHere} from '../navigation/rows.js';
import {currentPreview} from './code-line.js';
import {editForm, openForm} from './form.js';
import {chooseRow, showSession} from './choose-row.js';
import {clearLine, enterByGateway, setOptions, writeLine} from './line.js';
import {withOption} from './options.js';
import type {ScreenChoice} from './screen-choice.js';

/** Inside a line every character is text; only the keys without a character do something. */
export function editLine(navigation: Navigation, name: string, facts: NavigationFacts): Step {
	const {line, preview, palette} = navigation;
	const formed = palette.form === undefined ? undefined : editForm(navigation, palette.form, name);
	if (formed !== undefined) {
		return formed;
	}

	switch (name) {
		case 'Esc':
		case 'Ctrl+u': {
			return clearLine(navigation);
		}

		case 'Backspace': {
			return writeLine(navigation, clustersOf(line).slice(0, -1).join(''));
		}

		case 'Up':
		case 'Down': {
			return stay({...move(navigation, name === 'Down' ? 1 : -1, facts), due: undefined});
		}

		case 'Tab':
		case 'Shift+Tab': {
			return line.startsWith('/') ? stay(move(navigation, name === 'Tab' ? 1 : -1, facts)) : openForm(navigation, name === 'Tab' ? 'folder' : 'profile');
		}

		case 'Enter': {
			return enter(navigation, facts);
		}

		case 'Ctrl+e': {
			return stay(toggleEnvironment(navigation));
		}

		default: {
			const choice = preview.status === 'problem' && /^[1-9]$/.test(name) ? preview.choices[Number(name) - 1] : undefined;
			if (choice !== undefined) {
				return takeChoice(navigation, choice, facts);
			}

			if (name === 'e' && showsEnvironment(navigation)) {
				return stay(toggleEnvironment(navigation));
			}

			return isWritten(name) ? writeLine(navigation, line + name) : stay(navigation);
		}
	}
}

/** What only concerns the line is done here; all else is for those who can. */
function takeChoice(navigation: Navigation, choice: ScreenChoice, facts: NavigationFacts): Step {
	switch (choice.action) {
		case 'folder': {
			return openForm(navigation);
		}

		case 'home': {
			return setOptions(navigation, withOption(navigation.palette.options, 'folder', '~'));
		}

		case 'not-now': {
			return clearLine(navigation);
		}

		case 'code': {
			return writeLine(navigation, choice.line);
		}

		case 'go-to': {
			const session = facts.sessions.find(({id}) => id === choice.session);
			return session === undefined ? stay(navigation) : showSession(navigation, session);
		}

		case 'end': {
			return stay({...navigation, overlays: [...navigation.overlays, {type: 'confirm', action: 'stop', session: choice.session, choice}]});
		}

		case 'add-key':
		case 'ask':
		case 'demo':
		case 'free':
		case 'install':
		case 'log-in':
		case 'none':
		case 'retry':
		case 'start': {
			return {navigation, effects: [{type: 'choose', choice}]};
		}
	}
}

/** `e` is no letter of this code: it shows the variables. While they are looked at nothing starts by itself. */
function showsEnvironment({line, preview}: Navigation): boolean {
	return preview.status === 'ready' && preview.line === line && !line.includes(' ') && !preview.plan.following.includes('e');
}

function toggleEnvironment(navigation: Navigation): Navigation {
	return {...navigation, due: undefined, palette: {...navigation.palette, wholeEnvironment: !navigation.palette.wholeEnvironment}};
}

function enter(navigation: Navigation, facts: NavigationFacts): Step {
	const {line} = navigation;
	const preview = currentPreview(navigation.preview, line);
	const row = rowsHere(navigation, facts)[navigation.selected];
	if (line.startsWith('/') || (row !== undefined && row.type !== 'line')) {
		return row === undefined ? stay(navigation) : chooseRow(navigation, row, {facts, perform: performRow});
	}

	if (preview.status === 'ready') {
		return {navigation: {...navigation, due: undefined}, effects: [{type: 'start', line}]};
	}

	if (preview.status === 'open' && preview.whole) {
		return enterByGateway(navigation);
	}

	return preview.status === 'looking' || preview.status === 'empty' ? stay({...navigation, due: {type: 'entered', line}}) : stay(navigation);
}

function isWritten(name: string): boolean {
	return clustersOf(name).length === 1;
}
