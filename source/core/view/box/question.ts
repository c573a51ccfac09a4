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
