import type {Command} from '../../core/command.js';
import type {Session, SessionId} from '../../core/session/session.js';
import type {AboutLine} from '../../core/view/plain/plain-line.js';
import {endedWithoutYou, isAlive} from '../../core/view/text/session-state.js';
import type {Screen} from '../../io/emulator-message.js';
import type {WorkEffect} from '../work-effect.js';
import type {Listing} from './listing.js';

/** What a command line can do besides; `ended` is heard when it is to stop. */
export type RunVerb = (words: readonly string[], ended: AbortSignal) => Promise<void>;

export type About = {
	readonly perform: (line: AboutLine) => Promise<unknown>;
	/** A row of the list: gone to where it runs, started again where it has ended. */
	readonly go: (who: string) => Promise<unknown>;
	/** Asks once, then lets it go. */
	readonly letGo: (id: SessionId) => void;
	/** Whether the typed text answered what was asked. */
	readonly confirmed: (typed: string) => Promise<boolean>;
};

type Options = {
	readonly say: (line: string) => void;
	readonly ask: (effect: WorkEffect) => Promise<void>;
	readonly call: (command: Command) => Promise<unknown>;
	/** Runs a verb that has the terminal for itself. */
	readonly lend: (words: readonly string[]) => Promise<void>;
	/** Whether there is a terminal to lend. */
	readonly isInteractive: boolean;
	readonly runVerb: RunVerb;
	readonly listing: Listing;
	readonly signal: AbortSignal;
};

/** So many lines of a session are looked through, and so many of them printed. */
const searched = 10_000;
const mostFound = 20;

/** What is typed about one session. What cannot be taken back is asked about once. */
export function createAbout({say, ask, call, lend, isInteractive, runVerb, listing, signal: ending}: Options): About {
	const {sessions, meant, rowText} = listing;
	let confirming: {readonly effect: WorkEffect; readonly session: Session} | undefined;

	const confirm = (effect: WorkEffect, session: Session) => {
		confirming = {effect, session};
		const lost = effect.type === 'stop' ? 'It ends, and can be restored.' : 'It is forgotten, and cannot be restored.';
		say(`${effect.type === 'stop' ? 'Kill' : 'Let go'} ${rowText(session).replace(/^\d+\. /, '')}? ${lost} Type y for yes, anything else for no.`);
	};

	const restore = async (who: string) => {
		const wanted = who === 'all' ? sessions().filter(session => endedWithoutYou(session)) : [meant(who)].filter(session => session !== undefined);
		const living = wanted.find(session => isAlive(session));
		if (living !== undefined) {
			say(`${living.name} is running.`);
		} else if (wanted.length > 0) {
			await ask({type: 'restore', ids: wanted.map(({id}) => id)});
		} else if (who === 'all') {
			say('Nothing ended without you.');
		}
	};

	const attach = async (session: Session) => isInteractive ? lend(['attach', session.id, '--take']) : runVerb(['screen', session.id], ending);

	const find = async (session: Session, text: string) => {
		const {lines} = await call({type: 'session.screen', id: session.id, scrollback: searched}) as Screen;
		const found = lines.filter(line => line.toLowerCase().includes(text.toLowerCase()));
		say(found.length === 0 ? 'Nothing was found.' : `${found.length === 1 ? '1 line has' : `${found.length} lines have`} it${found.length > mostFound ? `; the last ${mostFound}` : ''}:`);
		for (const line of found.slice(-mostFound)) {
			say(line.trimEnd());
		}
	};

	const about = async (line: Exclude<AboutLine, {readonly type: 'restore'}>, session: Session): Promise<void> => {
		switch (line.type) {
			case 'show': {
				if (!isAlive(session)) {
					say(`${session.title} "${session.name}" has ended; this is what it showed last.`);
				}

				return runVerb(['screen', session.id, ...line.above === undefined ? [] : ['--scrollback', line.above]], ending);
			}

			case 'find': {
				if (line.text !== '') {
					return find(session, line.text);
				}

				say('What is to be found? find NUMBER TEXT');
				return;
			}

			case 'attach': {
				return attach(session);
			}

			case 'kill': {
				if (isAlive(session)) {
					confirm({type: 'stop', id: session.id}, session);
				} else {
					say('It has ended already; close lets it go.');
				}

				return;
			}

			case 'close': {
				confirm({type: 'close', id: session.id}, session);
				return;
			}

			case 'rename': {
				if (line.text !== '') {
					return ask({type: 'rename', id: session.id, name: line.text});
				}

				say('What shall it be called? rename NUMBER NAME');
				return;
			}

			case 'send': {
				return runVerb(['send', '--enter', session.id, '--', line.text], ending);
			}

			case 'press': {
				if (line.keys.length > 0) {
					return runVerb(['send', '--keys', session.id, '--', ...line.keys], ending);
				}

				say('Which keys? Such as press NUMBER Escape, or press NUMBER Ctrl+C.');
			}
		}
	};

	return {
		async perform(line) {
			if (line.type === 'restore') {
				return restore(line.who);
			}

			const session = meant(line.who);
			return session && about(line, session);
		},
		async go(who) {
			const session = meant(who);
			if (session !== undefined) {
				return isAlive(session) ? attach(session) : restore(who);
			}
		},
		letGo(id) {
			const session = sessions().find(each => each.id === id);
			if (session !== undefined) {
				confirm({type: 'close', id}, session);
			}
		},
		async confirmed(typed) {
			if (confirming === undefined) {
				return false;
			}

			const {effect, session} = confirming;
			confirming = undefined;
			if (/^y(?:es)?$/i.test(typed.trim())) {
				await ask(effect);
			} else {
				say(`${session.name} stays.`);
			}

			return true;
		},
	};
}
