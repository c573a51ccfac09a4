import type {ClutchEvent} from '../../core/event.js';
import type {Question} from '../../core/view/box/question.js';
import {parkedService} from '../../core/view/box/parked.js';
import {announce, type PlainState} from '../../core/view/plain/announce.js';
import {messageLines, questionLines} from '../../core/view/plain/said.js';
import type {Clock} from '../../io/clock.js';
import type {State} from '../store.js';

export type Telling = {
	/** Something changed: what that is is said, once. */
	readonly follow: () => void;
	readonly event: (event: ClutchEvent) => void;
	/** What the gateway offered while it rests, if nothing was typed since it was said. */
	readonly offered: () => readonly string[];
	readonly typed: () => void;
};

type Options = {
	readonly state: () => State;
	readonly say: (line: string) => void;
	readonly clock: Pick<Clock, 'now'>;
};

/** Says what happens: sessions, services, the line to clutchd, what came of what was typed, and what is asked. */
export function createTelling({state, say, clock}: Options): Telling {
	let known: PlainState = {client: undefined, link: 'connecting'};
	let noted: State['navigation']['notices']['list'] = [];
	let message: State['navigation']['message'];
	let asked: Question | undefined;
	let parked: ReturnType<typeof parkedService>;
	let offered: readonly string[] = [];

	const sayAll = (lines: readonly string[]) => {
		for (const line of lines) {
			say(line);
		}
	};

	const followMessage = ({message: next, notices}: State['navigation']) => {
		// A notice is both, and has been said.
		if (next !== undefined && next !== message && next !== notices.shown) {
			sayAll(messageLines(next));
		}

		message = next;
	};

	const followQuestion = ({overlays}: State['navigation']) => {
		const top = overlays.at(-1);
		const question = top?.type === 'question' ? top.question : undefined;
		if (question !== undefined && question !== asked) {
			sayAll(questionLines(question, clock.now()));
		}

		asked = question;
	};

	return {
		follow() {
			const {client, link, navigation} = state();
			const next = {client, link};
			sayAll(announce(known, next));
			if (parkedService(client) !== parked) {
				parked = parkedService(client);
				offered = known.client === undefined ? [] : parked?.choices ?? [];
			}

			known = next;
			const {list} = navigation.notices;
			sayAll(list.filter(notice => !noted.includes(notice)).map(({text}) => text));
			noted = list;
			followMessage(navigation);
			followQuestion(navigation);
		},
		event(event) {
			const session = event.type === 'session.rang' ? state().client?.sessions.find(({id}) => id === event.id) : undefined;
			if (event.type === 'session.rang' && session !== undefined) {
				say(`${session.title} "${session.name}" ${event.text === undefined ? 'rings' : `says: ${event.text}`}`);
			}
		},
		offered: () => offered,
		typed() {
			offered = [];
		},
	};
}
