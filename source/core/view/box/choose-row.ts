import type {Session} from '../../session/session.js';
import type {KeyRow} from '../keys/keymap.js';
import {stay, type Navigation, type NavigationFacts, type Step} from '../navigation/navigation.js';
import {chooseDeed} from '../navigation/order-service.js';
import {arrange} from '../panes/layout-keys.js';
import {showRow} from '../navigation/rows.js';
import type {BoxRow} from './box-rows.js';
import {clearLine, enterLine, setOptions, writeLine} from './line.js';
import {withOption} from './options.js';
import {pickedLine} from './pick.js';
import {startPalette} from './palette.js';
import {emptyPreview} from './preview.js';

type Chosen = {
	readonly facts: NavigationFacts;
	/** Does what a row of the key table stands for. */
	readonly perform: (navigation: Navigation, row: KeyRow, pressed: {readonly key: string; readonly facts: NavigationFacts}) => Step;
};

/** Enter on a row: what it stands for is done. */
export function chooseRow(navigation: Navigation, row: BoxRow, {facts, perform}: Chosen): Step {
	switch (row.type) {
		case 'line': {
			return stay(navigation);
		}

		case 'session': {
			return showSession(navigation, row.session);
		}

		case 'conversation': {
			const {id, cwd, isHere} = row.conversation;
			const options = isHere || cwd === undefined ? navigation.palette.options : withOption(navigation.palette.options, 'folder', cwd);
			return enterLine({...navigation, palette: {...navigation.palette, form: undefined, options}}, pickedLine(navigation.line, id));
		}

		case 'launch': {
			const {code, cwd, conversation} = row.launch;
			const options = {folder: cwd, ...(conversation === undefined ? {} : {session: conversation})};
			return enterLine({...navigation, palette: {...startPalette, options}}, code);
		}

		case 'code': {
			return writeLine(navigation, row.code);
		}

		case 'workspace': {
			return stay(arrange({...withoutBox(navigation), screen: 'work'}, {type: 'go-to', workspace: row.workspace}, facts));
		}

		case 'action': {
			return perform(withoutBox(navigation), row.row, {key: row.row.keys[0] ?? '', facts});
		}

		case 'service': {
			return chooseDeed(withoutBox(navigation), row.deed, facts);
		}

		case 'model': {
			return setOptions(clearLine(navigation).navigation, {model: row.model});
		}

		case 'keys': {
			const closed = withoutBox(navigation);
			return stay({...closed, overlays: [...closed.overlays, {type: 'help', scroll: 0}]});
		}

		case 'setting': {
			const {key, value, origin} = row.setting;
			return stay({...navigation, message: {level: 'note', text: `${key} is ${value} (${origin}). Change it in ${facts.library?.configFile ?? 'the configuration'}.`}});
		}

		case 'preference': {
			const {name, value, values} = row.preference;
			const next = values[(values.indexOf(value) + 1) % values.length] ?? value;
			return {navigation, effects: [{type: 'prefer', name, value: next}]};
		}

		case 'page': {
			return stay({...navigation, message: {level: 'note', text: `${row.page.title}: ${row.page.file}`}});
		}

		case 'copied': {
			return {navigation: withoutBox(navigation), effects: [{type: 'paste-copied', copied: row.copied.id}]};
		}

		case 'notice': {
			return stay({...navigation, message: row.notice});
		}
	}
}

/** Nothing is left of what was typed to come there. */
export function showSession(navigation: Navigation, session: Session): Step {
	return showRow(empty(navigation), {type: 'session', session});
}

function empty(navigation: Navigation): Navigation {
	return {...navigation, line: '', preview: emptyPreview, palette: startPalette, due: undefined, selected: 0};
}

/** What is done from the search happens where the user came from. */
function withoutBox(navigation: Navigation): Navigation {
	return {...empty(navigation), overlays: navigation.overlays.filter(overlay => overlay.type !== 'box')};
}
