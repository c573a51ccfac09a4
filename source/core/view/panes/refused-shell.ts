import {stay, type Navigation, type NavigationFacts, type ProgramBeside, type Step} from '../navigation/navigation.js';
import {placeBeside} from './layout-keys.js';
import type {CommandChoice, RefusedCommand, RoomChoice} from './refused-command.js';

type Refused = {readonly folder: string | undefined; readonly refused: RefusedCommand};

/** Why the shell was not started, with digits where its user can press them: on Home, and in the box. Whoever went on meanwhile is only told. */
export function takeRefusedShell(navigation: Navigation, {folder, refused: {sentence, choices}}: Refused): Navigation {
	const {screen, overlays} = navigation;
	if (overlays.length > 0 || navigation.line !== '') {
		return {...navigation, message: {level: 'bad', text: sentence}};
	}

	const texts = choices.map(({text}) => text);
	const text = [sentence, ...texts.map((choice, index) => `${index + 1} ${choice}`)].join('   ');
	return {...navigation, overlays: screen === 'home' ? [] : [{type: 'box'}], message: {level: 'bad', text, choices: texts, shell: {folder, choices}}};
}

/** The same once more, in another place or when there is room, or not now. */
export function chooseForShell(navigation: Navigation, {folder, choice}: {readonly folder: string | undefined; readonly choice: CommandChoice}, facts: NavigationFacts): Step {
	const quiet = {...navigation, overlays: [], message: undefined};
	const shell = (where: string | undefined): ProgramBeside => ({type: 'shell', folder: where, byKey: true});
	const open = (program: ProgramBeside): Step => ({navigation: quiet, effects: [{type: 'open-beside', program, placing: placeBeside(quiet, facts)}]});
	switch (choice.action) {
		case 'end':
		case 'free': {
			return makeRoom({...navigation, message: undefined}, {choice, program: shell(folder)}, facts);
		}

		case 'again': {
			return open(shell(folder));
		}

		case 'shell':
		case 'there': {
			return open(shell(choice.folder));
		}

		case 'correct':
		case 'not-now': {
			return stay(quiet);
		}
	}
}

/** What lives is asked about before it is ended; what is over was named in the choice. */
export function makeRoom(navigation: Navigation, {choice, program}: {readonly choice: RoomChoice; readonly program: ProgramBeside}, facts: NavigationFacts): Step {
	const beside = {program, placing: placeBeside(navigation, facts)};
	return choice.action === 'end'
		? stay({...navigation, overlays: [...navigation.overlays, {type: 'confirm', action: 'stop', session: choice.session, choice, beside}]})
		: {navigation: {...navigation, overlays: []}, effects: [{type: 'choose', choice, beside}]};
}
