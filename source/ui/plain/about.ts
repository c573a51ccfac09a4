import type {Session} from '../../core/session/session.js';
import {isAlive} from '../../core/view/text/session-state.js';
import type {PlainLine} from '../../core/view/plain/plain-line.js';
import type {WorkEffect} from '../actions.js';

/** What a command line can do besides; `ended` is heard when it is to stop. */
export type RunVerb = (words: readonly string[], ended: AbortSignal) => Promise<void>;

export type About = {
	readonly perform: (line: Extract<PlainLine, {readonly who: string}>) => Promise<unknown>;
	readonly attach: (session: Session | undefined) => Promise<void>;
	readonly restore: (who: string) => Promise<void>;
	/** Whether the typed text answered what was asked. */
	readonly confirmed: (typed: string) => Promise<boolean>;
};

type Options = {
	readonly say: (line: string) => void;
	readonly ask: (effect: WorkEffect) => Promise<void>;
	/** Runs a verb that has the terminal for itself. */
	readonly lend: (words: readonly string[]) => Promise<void>;
	readonly runVerb: RunVerb;
	readonly meant: (who: string) => Session | undefined;
	readonly rowText: (session: Session) => string;
	readonly sessions: () => readonly Session[];
	readonly signal: AbortSignal;
};

/** What is typed about one session. What cannot be taken back is asked about once. */
export function createAbout({say, ask, lend, runVerb, meant, rowText, sessions, signal: ending}: Options): About {
	let confirming: {readonly effect: WorkEffect; readonly session: Session} | undefined;

	const confirm = (effect: WorkEffect, session: Session) => {
		confirming = {effect, session};
		const lost = effect.type === 'stop' ? 'It ends, and can be restored.' : 'It is forgotten, and cannot be restored.';
		say(`${effect.type === 'stop' ? 'Kill' : 'Let go'} ${rowText(session).replace(/^\d+\. /, '')}? ${lost} Type y for yes, anything else for no.`);
	};

	const restore = async (who: string) => {
		const over = sessions().filter(session => !isAlive(session));
		const wanted = who === 'all' ? over : [meant(who)].filter(session => session !== undefined);
		if (wanted.length > 0) {
			await ask({type: 'restore', ids: wanted.map(({id}) => id)});
		} else if (who === 'all') {
			say('Nothing has ended.');
		}
	};

	const attach = async (session: Session | undefined) => {
		if (session !== undefined) {
			await lend(['attach', session.id, '--take']);
		}
	};

	const withSession = async (line: Extract<PlainLine, {readonly who: string}>) => {
		if (line.type === 'restore') {
			return restore(line.who);
		}

		const session = meant(line.who);
		if (session === undefined) {
			return;
		}

		switch (line.type) {
			case 'show': {
				return runVerb(['screen', session.id], ending);
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
				if (line.name !== '') {
					return ask({type: 'rename', id: session.id, name: line.name});
				}

				say('What shall it be called? rename NUMBER NAME');
				return;
			}

			case 'send': {
				return runVerb(['send', '--enter', session.id, '--', line.text], ending);
			}
		}
	};

	return {
		perform: withSession,
		attach,
		restore,
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
