import type {Recipe, Session} from '../../session/session.js';
import {endedWithoutYou, isAlive, lastInstant} from '../text/session-state.js';
import type {ScreenChoice} from './screen-choice.js';

/** Why a start failed, as the error table and the system say it. `recipe`: of what was to be started, where that has a conversation. */
export type StartFailure = {readonly code: string | undefined; readonly message: string; readonly hint: string | undefined; readonly recipe?: Pick<Recipe, 'agent' | 'conversation'> | undefined};

export type StartProblem = {readonly sentence: string; readonly choices: readonly ScreenChoice[]};

/** More would be no choice any more. */
const mostEnded = 3;

/** What went wrong when a code was started, as a sentence with what can be done about it here. Nothing runs that did not run before. */
export function startProblem({code, message, hint, recipe}: StartFailure, sessions: readonly Session[]): StartProblem {
	const sentence = hint === undefined ? message : `${message} ${hint}`;
	const again: readonly ScreenChoice[] = [{text: 'try again', action: 'retry'}, {text: 'not now', action: 'not-now'}];
	if (code === 'ERR_CLUTCH_SESSION_LIMIT' || message.includes('gave it no terminal')) {
		return {sentence, choices: [...endable(sessions).map(session => ({text: `end ${session.title} "${session.name}"`, action: 'end' as const, session: session.id})), ...again]};
	}

	const open = code === 'ERR_CLUTCH_CONVERSATION_OPEN' ? sessions.find(session => isAlive(session) && session.recipe.agent === recipe?.agent && session.recipe.conversation === recipe?.conversation) : undefined;
	if (open !== undefined) {
		return {sentence: message, choices: [{text: `go to ${open.title} "${open.name}"`, action: 'go-to', session: open.id}, ...again]};
	}

	if (code === 'ENOSPC' || code === 'EDQUOT' || /disk is full|no space left|enospc/i.test(message)) {
		const over = sessions.filter(session => !isAlive(session) && !endedWithoutYou(session)).map(({id}) => id);
		const free: readonly ScreenChoice[] = over.length === 0 ? [] : [{text: `forget what ended in order (${over.length === 1 ? '1 session' : `${over.length} sessions`})`, action: 'free', sessions: over}];
		return {sentence: /disk is full|no space/i.test(message) ? sentence : `The disk is full: ${sentence}`, choices: [...again.slice(0, 1), ...free, ...again.slice(1)]};
	}

	return {sentence, choices: again};
}

/** Those that wait for nothing and work at nothing, the longest first. */
function endable(sessions: readonly Session[]): readonly Session[] {
	const rank = ({activity}: Session) => activity === 'idle' || activity === 'done' ? 0 : (activity === 'unknown' || activity === 'error' ? 1 : 2);
	return sessions.filter(session => isAlive(session)).toSorted((one, other) => rank(one) - rank(other) || lastInstant(one) - lastInstant(other)).slice(0, mostEnded);
}
