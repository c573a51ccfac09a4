import {withoutReminders, type Conversation} from './conversation.js';

/** What goes wrong on request, so that recovery can be tried and tested. */
export type Trouble =
	| {readonly type: 'none'}
	/** Refused before anything was said. */
	| {readonly type: 'status'; readonly status: 400 | 401 | 429 | 500 | 529}
	/** The connection breaks in the middle of the answer. */
	| {readonly type: 'cut'}
	/** The wire's own error event in the middle of the answer. */
	| {readonly type: 'error'}
	/** Five pieces a second. */
	| {readonly type: 'slow'}
	/** Accepted, and never answered. */
	| {readonly type: 'hang'};

const statuses = [400, 401, 429, 500, 529] as const;
const manners = ['cut', 'error', 'slow', 'hang'] as const;

/**
Trouble is asked for by the header `x-clutch-demo: 429`, by a model named `demo-429`, or by `demo:429` in the newest message.
*/
export function wantedTrouble(conversation: Conversation, header: string | undefined): Trouble {
	const last = conversation.turns.at(-1);
	const words = last?.role === 'user' ? withoutReminders(last.text) : '';
	const wishes = [header, /^demo-(?<word>\w+)$/.exec(conversation.model)?.groups?.word, /\bdemo:(?<word>\w+)/.exec(words)?.groups?.word];
	for (const wish of wishes) {
		const type = manners.find(known => known === wish);
		if (type !== undefined) {
			return {type};
		}

		const status = statuses.find(known => String(known) === wish);
		if (status !== undefined) {
			return {type: 'status', status};
		}
	}

	return {type: 'none'};
}
