import type {Instant, SessionId} from './session.js';

/** One of the conversations that may have been the session's own. */
export type FoundConversation = {
	readonly id: string;
	/** When something was last added to it. */
	readonly at: Instant;
	/** Its first prompt, cut; undefined where it cannot be read. */
	readonly prompt: string | undefined;
};

/** What answers a question: one of the conversations, or a new one. */
export type RestoreChoice = {readonly type: 'conversation'; readonly id: string} | {readonly type: 'new'};

/** What would happen if a session were started again now. `command` is the exact command line for people, secrets masked. */
export type RestoreAnswer =
	/** Its conversation goes on; the id is proven. */
	| {readonly type: 'resume'; readonly conversation: string; readonly command: string}
	/** The same program again: a plain command, a shell, an agent whose conversation had not begun. `why` says which. */
	| {readonly type: 'again'; readonly why: string; readonly command: string}
	/** Nothing starts before its user has said which. */
	| {readonly type: 'question'; readonly sentence: string; readonly conversations: readonly FoundConversation[]}
	/** It cannot be started now: what is wrong and what can be done. */
	| {readonly type: 'refused'; readonly sentence: string; readonly choices: readonly string[]};

export type RestoreOffer = {
	readonly id: SessionId;
	readonly name: string;
	readonly title: string;
	readonly cwd: string;
	/** When it ended. */
	readonly at: Instant;
	readonly answer: RestoreAnswer;
};
