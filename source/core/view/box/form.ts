import {clustersOf} from '../cells/width.js';
import {stay, type Navigation, type NavigationInput, type Step} from '../navigation/navigation.js';
import {setOptions} from './line.js';
import {optionNames, withOption, type OptionName} from './options.js';
import type {OptionForm} from './palette.js';

/** Opens the form under the code line, at one of its fields. Nothing starts by itself from here on. */
export function openForm(navigation: Navigation, field: OptionName = 'folder'): Step {
	const text = navigation.palette.options[field] ?? '';
	return {navigation: {...navigation, due: undefined, selected: 0, palette: {...navigation.palette, form: {field, found: [], at: undefined}}}, effects: [{type: 'complete', field, text}]};
}

function closeForm(navigation: Navigation): Step {
	return stay({...navigation, palette: {...navigation.palette, form: undefined}});
}

/** What a key does in the form; undefined for what it does as in the line, which is only Enter. */
export function editForm(navigation: Navigation, form: OptionForm, name: string): Step | undefined {
	const {field, found, at} = form;
	const text = navigation.palette.options[field] ?? '';
	switch (name) {
		case 'Esc': {
			return closeForm(navigation);
		}

		case 'Tab':
		case 'Shift+Tab': {
			const next = optionNames.indexOf(field) + (name === 'Tab' ? 1 : -1);
			return openForm(navigation, optionNames.at(next % optionNames.length));
		}

		case 'Down':
		case 'Up': {
			const moved = ((at ?? (name === 'Down' ? -1 : 0)) + (name === 'Down' ? 1 : -1) + found.length) % Math.max(1, found.length);
			return stay(found.length === 0 ? navigation : withForm(navigation, {...form, at: moved}));
		}

		case 'Right': {
			const taken = found[at ?? 0];
			return taken === undefined ? stay(navigation) : write(navigation, field, taken);
		}

		case 'Backspace': {
			return write(navigation, field, clustersOf(text).slice(0, -1).join(''));
		}

		case 'Ctrl+u': {
			return write(navigation, field, '');
		}

		case 'Enter': {
			return undefined;
		}

		default: {
			return clustersOf(name).length === 1 ? write(navigation, field, text + name) : stay(navigation);
		}
	}
}

/** Text that was pasted goes into the field. */
export function pasteIntoForm(navigation: Navigation, {field}: OptionForm, text: string): Step {
	return write(navigation, field, (navigation.palette.options[field] ?? '') + text);
}

/** Completions of a text that does not stand there any more are too late. */
export function takeCompletions(navigation: Navigation, {field, text, found}: Extract<NavigationInput, {type: 'completions'}>): Navigation {
	const {form, options} = navigation.palette;
	return form?.field === field && (options[field] ?? '') === text ? withForm(navigation, {...form, found, at: undefined}) : navigation;
}

function write(navigation: Navigation, field: OptionName, text: string): Step {
	const {navigation: next, effects} = setOptions(withForm(navigation, {field, found: [], at: undefined}), withOption(navigation.palette.options, field, text));
	return {navigation: next, effects: [...effects, {type: 'complete', field, text}]};
}

function withForm(navigation: Navigation, form: OptionForm): Navigation {
	return {...navigation, palette: {...navigation.palette, form}};
}
