import {nearest} from '../nearest.js';
import type {Session} from './session.js';

type Named = Pick<Session, 'id' | 'name'>;

export type NamedSession<Known extends Named> =
	| {readonly type: 'found'; readonly session: Known}
	/** Its name, or the beginning of its id, is not its alone. */
	| {readonly type: 'several'; readonly by: 'name' | 'id'; readonly sessions: readonly Known[]}
	| {readonly type: 'none'; readonly near: string | undefined};

/** A single letter is more often a slip than the beginning of an id. */
const shortestBeginning = 2;

/** Which session a word means: its id, its name where only one has it, or the beginning of an id that fits only one. */
export function sessionOf<Known extends Named>(word: string, sessions: readonly Known[]): NamedSession<Known> {
	const byId = sessions.find(({id}) => id === word);
	if (byId !== undefined) {
		return {type: 'found', session: byId};
	}

	const ways = [
		['name', sessions.filter(({name}) => name === word)],
		['id', word.length < shortestBeginning ? [] : sessions.filter(({id}) => id.startsWith(word))],
	] as const;
	for (const [by, fitting] of ways) {
		const [first, ...others] = fitting;
		if (first !== undefined) {
			return others.length === 0 ? {type: 'found', session: first} : {type: 'several', by, sessions: fitting};
		}
	}

	return {type: 'none', near: nearest(word, sessions.flatMap(({id, name}) => [id, name]))};
}

/** What is wrong with a new name for one of the sessions; undefined where nothing is. Two may have the same name, and are told apart by their ids. */
export function nameProblem(name: string, {id, sessions}: {readonly id: string; readonly sessions: readonly Named[]}): string | undefined {
	if (name.trim() === '') {
		return 'A name has to have something in it.';
	}

	if (/\p{Cc}/u.test(name)) {
		return 'A name has no control characters in it.';
	}

	if (name.length > longestName) {
		return `A name has at most ${longestName} characters.`;
	}

	return sessions.some(session => session.id === name && session.id !== id) ? `"${name}" is the id of another session.` : undefined;
}

/** As much as a list can show. */
const longestName = 100;
