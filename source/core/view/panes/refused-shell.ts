import {stay, type Navigation, type NavigationFacts, type Step} from '../navigation/navigation.js';
import {placeBeside} from './layout-keys.js';
import {notStarted} from './refused-command.js';

type Refused = {readonly folder: string | undefined; readonly sentence: string};

/** Why the shell was not started, with digits where its user can press them: on Home, and in the box. Whoever went on meanwhile is only told. */
export function takeRefusedShell(navigation: Navigation, {folder, sentence}: Refused): Navigation {
	const {screen, overlays} = navigation;
	if (overlays.length > 0 || navigation.line !== '') {
		return {...navigation, message: {level: 'bad', text: sentence}};
	}

	const choices = notStarted(sentence).choices.map(({text}) => text);
	const text = [sentence, ...choices.map((choice, index) => `${index + 1} ${choice}`)].join('   ');
	return {...navigation, overlays: screen === 'home' ? [] : [{type: 'box'}], message: {level: 'bad', text, choices, shell: {folder}}};
}

/** The same once more, or not now. */
export function chooseForShell(navigation: Navigation, {folder, text}: {readonly folder: string | undefined; readonly text: string}, facts: NavigationFacts): Step {
	const quiet = {...navigation, overlays: [], message: undefined};
	return text === notStarted('').choices[0]?.text
		? {navigation: quiet, effects: [{type: 'open-beside', program: {type: 'shell', folder, byKey: true}, placing: placeBeside(quiet, facts)}]}
		: stay(quiet);
}
