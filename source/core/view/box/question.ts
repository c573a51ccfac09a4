import type {RestoreChoice, RestoreOffer} from '../../session/restore.js';

/** An offer that cannot be taken up before its user has said which conversation is meant. */
export type Question = RestoreOffer & {readonly answer: Extract<RestoreOffer['answer'], {type: 'question'}>};

/** There are so many digits. */
export const mostNumbers = 9;

export function isQuestion(offer: RestoreOffer): offer is Question {
	return offer.answer.type === 'question';
}

/** What a key says to it: a digit one of its conversations, N a new one. */
export function readAnswer({answer}: Question, key: string): RestoreChoice | undefined {
	if (key === 'N') {
		return {type: 'new'};
	}

	const found = answer.conversations.slice(0, mostNumbers)[Number(key) - 1];
	return found === undefined ? undefined : {type: 'conversation', id: found.id};
}

/** What is said to a key that is no answer: those that are. */
export function unanswered({answer}: Question, key: string): string {
	const count = Math.min(answer.conversations.length, mostNumbers);
	const digits = count === 0 ? '' : `${count === 1 ? '1 goes' : `1–${count} go`} on with it, `;
	return `Nothing is on the key ${key} here: ${digits}N a new conversation, Esc not now.`;
}
