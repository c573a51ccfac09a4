import {problems} from '../../launch/problem.js';
import type {RestoreOffer} from '../../session/restore.js';
import type {SessionId} from '../../session/session.js';
import {stay, type Navigation, type NavigationFacts, type Step} from '../navigation/navigation.js';
import type {Message} from '../notices/notices.js';
import {openForm} from './form.js';
import {writeLine} from './line.js';
import {startPalette} from './palette.js';

const anotherFolder = 'start its code in another folder';
const tryAgain = 'try again';
const letGo = 'let go';

/** Why it was not started again, and what its digits do. `others` could not be either. */
export function refusedMessage({id, name, cwd, answer}: RestoreOffer, {others, hasCode}: {readonly others: number; readonly hasCode: boolean}): Message | undefined {
	if (answer.type !== 'refused') {
		return undefined;
	}

	const isGone = answer.sentence === problems.folder(cwd).sentence;
	const choices = isGone ? [...hasCode ? [anotherFolder] : [], tryAgain, letGo] : answer.choices;
	const more = others === 0 ? '' : ` (and ${others} more)`;
	return {
		level: 'bad',
		text: [`${name}${more}: ${answer.sentence}`, ...choices.map((choice, index) => `${index + 1} ${choice}`)].join('   '),
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
