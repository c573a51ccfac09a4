import type {Session} from '../../session/session.js';
import {emptyPreview, splitLine, type Preview} from '../box/preview.js';
import {inSidebarOrder} from '../text/session-list.js';
import {isAlive} from '../text/session-state.js';
import {enterByGateway} from '../box/line.js';
import {stay, type Navigation, type NavigationFacts, type NavigationInput, type Overlay, type Step} from './navigation.js';
import {pressKey} from './press-key.js';

/** One thing that happened, and where the user is afterwards. */
export function navigate(navigation: Navigation, input: NavigationInput, facts: NavigationFacts): Step {
	switch (input.type) {
		case 'key': {
			return pressKey({...navigation, untouched: false}, input.key, facts);
		}

		case 'chord': {
			return pressChord({...navigation, untouched: false, message: undefined});
		}

		case 'preview': {
			return takePreview(navigation, input.preview, facts);
		}

		case 'wait-over': {
			return navigation.due?.line === input.line && navigation.line === input.line
				? {navigation: {...navigation, due: undefined}, effects: [{type: 'start', line: input.line}]}
				: stay(navigation);
		}

		case 'opened': {
			const overlays = navigation.overlays.filter(overlay => overlay.type === 'question');
			return stay({...navigation, screen: 'work', focused: input.id, overlays, line: '', preview: emptyPreview, due: undefined, selected: 0, message: undefined, untouched: false});
		}

		case 'questions': {
			const [question, ...rest] = input.questions;
			return stay(question === undefined ? navigation : {...navigation, overlays: [...navigation.overlays.filter(overlay => overlay.type !== 'question'), {type: 'question', question, rest}]});
		}

		case 'sessions': {
			return stay(followSessions(navigation, input.sessions));
		}

		case 'message': {
			return stay({...navigation, message: input.message});
		}
	}
}

/** Once it opens the box, again it belongs to the agent. */
function pressChord(navigation: Navigation): Step {
	const top = navigation.overlays.at(-1);
	if (navigation.screen === 'home') {
		return stay({...navigation, overlays: []});
	}

	if (top === undefined) {
		return stay({...navigation, overlays: [{type: 'box'}], line: '', preview: emptyPreview, due: undefined, selected: 0});
	}

	const closed = {...navigation, overlays: [], line: '', preview: emptyPreview, due: undefined};
	return top.type === 'box' && navigation.line === '' ? {navigation: closed, effects: [{type: 'send-chord'}]} : stay(closed);
}

function takePreview(navigation: Navigation, preview: Preview, facts: NavigationFacts): Step {
	if (preview.status === 'empty' || preview.line !== navigation.line) {
		return stay(navigation);
	}

	const next = {...navigation, preview};
	if (preview.status === 'open' && preview.whole && navigation.due?.type === 'entered') {
		return enterByGateway(next);
	}

	if (preview.status !== 'ready') {
		return stay({...next, due: preview.status === 'looking' ? next.due : undefined});
	}

	if (navigation.due?.type === 'entered') {
		return {navigation: {...next, due: undefined}, effects: [{type: 'start', line: preview.line}]};
	}

	// What was typed after the code may go on for a while: only a bare code starts by itself.
	if (!facts.startsByItself || splitLine(preview.line).words !== undefined || preview.line.includes(' ')) {
		return stay(next);
	}

	return {navigation: {...next, due: {type: 'waiting', line: preview.line}}, effects: [{type: 'wait', line: preview.line}]};
}

/** The focus never stays on what is gone; before the first key, what runs is shown rather than Home. */
function followSessions(navigation: Navigation, sessions: readonly Session[]): Navigation {
	const ordered = inSidebarOrder(sessions);
	const overlays = navigation.overlays.filter(overlay => isAsked(overlay, sessions));
	if (navigation.untouched && navigation.screen === 'home') {
		const running = ordered.filter(session => isAlive(session));
		const last = running.find(session => session.id === navigation.focused) ?? running.at(-1);
		return last === undefined ? {...navigation, overlays} : {...navigation, screen: 'work', focused: last.id, overlays};
	}

	if (navigation.screen === 'home' || sessions.some(session => session.id === navigation.focused)) {
		return overlays.length === navigation.overlays.length ? navigation : {...navigation, overlays};
	}

	const next = ordered.findLast(session => isAlive(session)) ?? ordered.at(-1);
	return next === undefined ? {...navigation, screen: 'home', focused: undefined, overlays: []} : {...navigation, focused: next.id, overlays};
}

/** What asks about a session goes with it, and where it runs again there is nothing to be asked. */
function isAsked(overlay: Overlay, sessions: readonly Session[]): boolean {
	switch (overlay.type) {
		case 'box':
		case 'help': {
			return true;
		}

		case 'confirm': {
			return sessions.some(session => session.id === overlay.session);
		}

		case 'question': {
			return sessions.some(session => session.id === overlay.question.id && !isAlive(session));
		}
	}
}
