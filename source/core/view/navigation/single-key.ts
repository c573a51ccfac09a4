import {clustersOf} from '../cells/width.js';
import type {KeysInput} from '../keys/keys-state.js';
import {readChord} from '../keys/chord.js';
import {takeNotice} from '../notices/notices.js';
import {keyRowHere} from '../panes/pane-keys.js';
import {isAskedInBox} from './key-facts.js';
import {stay, type Navigation, type NavigationInput, type Step} from './navigation.js';

/** After the chord, before anything is typed or looked for in the list: the next key alone decides. Numbered choices stay for as long as nobody answers: once the pane had the keyboard again, its program would be given the digit. */
function awaitsOneKey({overlays, line, selected, palette, keys, message}: Navigation): boolean {
	return keys.choosing === undefined && message?.choices === undefined && overlays.length === 1 && overlays[0]?.type === 'box' && line === '' && selected === 0 && palette.form === undefined;
}

/** While one key is awaited its time runs anew with each one; the hint goes with the first. */
export function settleKeys(input: NavigationInput, step: Step): Step {
	const {keys} = step.navigation;
	const isPressed = input.type === 'key' || input.type === 'chord';
	if (!awaitsOneKey(step.navigation)) {
		return keys.isHinting ? {...step, navigation: {...step.navigation, keys: {...keys, isHinting: false}}} : step;
	}

	if (!isPressed) {
		return step;
	}

	const turn = keys.turn + 1;
	return {navigation: {...step.navigation, keys: {...keys, turn, isHinting: false}}, effects: [...step.effects, {type: 'keys', effect: {type: 'wait', turn}}]};
}

export function takeKeys(navigation: Navigation, input: KeysInput): Step {
	const {keys} = navigation;
	switch (input.type) {
		case 'table': {
			let told = navigation;
			for (const {text} of input.table.problems) {
				told = takeNotice(told, {level: 'warn', text});
			}

			return stay({...told, keys: {...keys, table: input.table, choosing: input.table.chord === undefined ? keys.choosing : undefined}});
		}

		case 'hint': {
			return stay(input.turn === keys.turn && awaitsOneKey(navigation) ? {...navigation, keys: {...keys, isHinting: true}} : navigation);
		}

		case 'over': {
			return stay(input.turn === keys.turn && awaitsOneKey(navigation) ? {...navigation, overlays: [], keys: {...keys, isHinting: false}} : navigation);
		}

		case 'choose': {
			return stay({...navigation, keys: {...keys, choosing: {problem: undefined}}});
		}
	}
}

type Chosen = {readonly step: Step; readonly goesOn: boolean};

/**
The question for the chord stands on Home, and where something runs already in the box over it, and in nobody's way: a key that can be it is taken; Enter, and whatever else somebody begins to do, means the default, and what was begun goes on. Esc asks again another time.
*/
export function chooseChord(navigation: Navigation, key: string, hasRows: boolean): Chosen | undefined {
	const {keys, screen, overlays} = navigation;
	const isBox = isAskedInBox(navigation);
	if (keys.choosing === undefined || (!isBox && (screen !== 'home' || overlays.length > 0)) || navigation.line !== '') {
		return undefined;
	}

	const answered = {...navigation, message: undefined, keys: {...keys, choosing: undefined}};
	if (key === 'Esc') {
		return {step: stay(answered), goesOn: false};
	}

	if (/^(?:Ctrl|Alt|Super)\+|^F\d+$/.test(key) && keyRowHere(navigation, key) === undefined) {
		const chord = readChord(key);
		return {goesOn: false, step: 'problem' in chord
			? stay({...navigation, keys: {...keys, choosing: {problem: chord.problem}}})
			: {navigation: {...answered, overlays: [], message: {level: 'note', text: `${chord.label} it is: from any pane it opens Clutch; pressed twice it goes to the program.`}}, effects: [{type: 'keys', effect: {type: 'chord', label: chord.label}}]}};
	}

	return {step: {navigation: answered, effects: [{type: 'keys', effect: {type: 'chord', label: 'Ctrl+Space'}}]}, goesOn: key !== 'Enter' || (hasRows && !isBox)};
}

/** In the list of keys what is typed finds keys; undefined for the keys that do something there. */
export function filterHelp(navigation: Navigation, key: string): Navigation | undefined {
	const top = navigation.overlays.at(-1);
	if (top?.type !== 'help') {
		return undefined;
	}

	const {filter = ''} = top;
	const next = clustersOf(key).length === 1 && key.trim() !== '' ? filter + key : (key === ' ' && filter !== '' ? `${filter} ` : (key === 'Backspace' ? clustersOf(filter).slice(0, -1).join('') : (key === 'Esc' && filter !== '' ? '' : undefined)));
	return next === undefined ? undefined : {...navigation, overlays: [...navigation.overlays.slice(0, -1), {type: 'help', scroll: 0, filter: next}]};
}
