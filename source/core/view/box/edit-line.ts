import {clustersOf} from '../cells/width.js';
import {stay, type Navigation, type NavigationFacts, type Step} from '../navigation/navigation.js';
import {performRow} from '../navigation/perform.js';
import {move, rowsHere, showRow} from '../navigation/rows.js';
import {enterByGateway, writeLine} from './line.js';
import {emptyPreview} from './preview.js';

/** Inside a line every character is text; only the keys without a character do something. */
export function editLine(navigation: Navigation, name: string, facts: NavigationFacts): Step {
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
		return row?.type === 'action' ? performRow(cleared, row.row, {key: row.row.keys[0] ?? '', facts}) : showRow(cleared, row);
	}

	if (preview.status === 'ready' && preview.line === line) {
		return {navigation: {...navigation, due: undefined}, effects: [{type: 'start', line}]};
	}

	if (preview.status === 'open' && preview.line === line && preview.whole) {
		return enterByGateway(navigation);
	}

	return stay(preview.status === 'problem' || preview.status === 'wrong' ? navigation : {...navigation, due: {type: 'entered', line}});
}

function isWritten(name: string): boolean {
	return clustersOf(name).length === 1;
}
