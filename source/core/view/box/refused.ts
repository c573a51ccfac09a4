import {problems} from '../../launch/problem.js';
import type {RestoreOffer} from '../../session/restore.js';
import type {Session, SessionId} from '../../session/session.js';
import {stay, type Navigation, type NavigationFacts, type Step} from '../navigation/navigation.js';
import type {Message} from '../notices/notices.js';
import {openForm} from './form.js';
import {writeLine} from './line.js';
import {startPalette} from './palette.js';

const anotherFolder = 'start its code in another folder';
const tryAgain = 'try again';
const letGo = 'let go';

/** Why what was wanted back was not started again, and what the digits do. All of it is about one of them: the one that its user points at, if it is among them, else the first. */
export function refusedMessage(offers: readonly RestoreOffer[], {pointed, sessions}: {readonly pointed: SessionId | undefined; readonly sessions: readonly Session[]}): Message | undefined {
	const refused = offers.filter(offer => offer.answer.type === 'refused');
	const told = refused.find(({id}) => id === pointed) ?? refused[0];
	if (told?.answer.type !== 'refused') {
		return undefined;
	}

	const {id, name, title, cwd, answer} = told;
	const hasCode = sessions.some(session => session.id === id && session.recipe.code !== undefined);

	const isGone = answer.sentence === problems.folder(cwd).sentence;
	const choices = isGone ? [...hasCode ? [anotherFolder] : [], tryAgain, letGo] : answer.choices;
	const more = refused.length === 1 ? '' : ` (and ${refused.length - 1} more)`;
	return {
		level: 'bad',
		text: [`${title} "${name}"${more}: ${answer.sentence}`, ...choices.map((choice, index) => `${index + 1} ${choice}`)].join('   '),
		choices,
		...isGone ? {refused: id} : {},
	};
}

/** One of them, where it is about a session whose folder is gone. */
export function takeRefused(navigation: Navigation, {id, text}: {readonly id: SessionId; readonly text: string}, {sessions}: NavigationFacts): Step {
	const quiet = {...navigation, message: undefined};
	const session = sessions.find(each => each.id === id);
	if (session === undefined) {
		return stay(quiet);
	}

	switch (text) {
		case anotherFolder: {
			const overlays = navigation.screen === 'home' ? navigation.overlays : [{type: 'box' as const}];
			const written = writeLine({...quiet, overlays, palette: startPalette}, session.recipe.code ?? '');
			const formed = openForm(written.navigation);
			return {...formed, effects: [...written.effects, ...formed.effects]};
		}

		case tryAgain: {
			return {navigation: quiet, effects: [{type: 'restore', ids: [id]}]};
		}

		default: {
			return stay({...quiet, overlays: [...quiet.overlays, {type: 'confirm', action: 'close', session: id}]});
		}
	}
}
