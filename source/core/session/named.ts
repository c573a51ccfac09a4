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

	return {type: 'none', near: nearest(word, sessions.flatMap(({id, name}) => [id, name])) ?? nearestWords(word, sessions)};
}

/** By letters and figures alone, and by the beginning of a longer name: nobody types an emoji to name a session. */
function nearestWords(word: string, sessions: readonly Named[]): string | undefined {
	const typed = plainWords(word);
	const names = sessions.map(({name}) => ({name, plain: plainWords(name)})).filter(({plain}) => plain !== '');
	if (typed.length < shortestBeginning) {
		return undefined;
	}

	const whole = nearest(typed, names.map(({plain}) => plain));
	const near = names.find(({plain}) => plain === whole);
	if (near !== undefined || typed.length < shortestSlip) {
		return near?.name;
	}

	const beginning = nearest(typed, names.map(({plain}) => plain.slice(0, typed.length + 1)));
	return names.find(({plain}) => plain.slice(0, typed.length + 1) === beginning)?.name;
}

/** Below this, the beginning of almost any name is near. */
const shortestSlip = 5;

function plainWords(text: string): string {
	return text.normalize('NFKD').toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

/** What is wrong with a new name for one of the sessions; undefined where nothing is. Two may have the same name, and are told apart by their ids. */
export function nameProblem(name: string, {id, sessions}: {readonly id: string; readonly sessions: readonly Named[]}): string | undefined {
	return nameFault(name) ?? (sessions.some(session => session.id === name && session.id !== id) ? `"${name}" is the id of another session.` : undefined);
}

/** Why no session can be called so; undefined where one can. */
export function nameFault(name: string): string | undefined {
	if (name.trim() === '') {
		return 'A name has to have something in it.';
	}

	if (name.startsWith('-')) {
		return 'A name does not begin with a dash: it would be taken for an option.';
	}

	if (unprintable.test(name)) {
		return 'A name has no control characters in it.';
	}

	return name.length > longestName ? `A name has at most ${longestName} characters.` : undefined;
}

/** The name of a file or folder as that of a session: all that a name must not have is left out. */
export function nameAfter(text: string): string {
	const name = text.replaceAll(new RegExp(unprintable, 'gu'), ' ').replace(/^[-\s]+/, '').slice(0, longestName).trim();
	return name === '' ? 'session' : name;
}

/** A name that nobody chose, with the lowest number that tells it from these sessions, those of one agent; nobody has to quote what is added. */
export function freeName(name: string, sessions: readonly Named[]): string {
	const taken = new Set(sessions.flatMap(session => [session.id, session.name]));
	let free = name;
	for (let number = 2; taken.has(free); number++) {
		const ending = `-${number}`;
		free = `${name.slice(0, longestName - ending.length)}${ending}`;
	}

	return free;
}

/** Control characters, and what breaks a line. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/** A name longer than that says no more, and fills every list. */
const longestName = 200;
