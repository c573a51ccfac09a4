import type {Instant} from '../../session/session.js';

/** A conversation that an agent keeps. */
export type KeptConversation = {
	readonly id: string;
	/** When something was last added to it. */
	readonly at: Instant;
	/** Its first prompt, cut. */
	readonly prompt: string;
	/** The folder it was held in; undefined where the file does not say. */
	readonly cwd: string | undefined;
	/** It was held in the folder that is asked about. */
	readonly isHere: boolean;
};

/** What is known of an agent's conversations so far. `looking`: more may come. */
export type Kept = {readonly status: 'looking' | 'whole'; readonly conversations: readonly KeptConversation[]};

/** Those of this folder first, the newest first; with words, only what has each of them in its prompt, folder or id. */
export function pickFrom({conversations}: Kept, words: string | undefined): readonly KeptConversation[] {
	const wanted = (words ?? '').toLowerCase().split(/\s+/).filter(word => word !== '');
	const fitting = wanted.length === 0 ? conversations : conversations.filter(({id, prompt, cwd}) => {
		const text = `${id} ${prompt} ${cwd ?? ''}`.toLowerCase();
		return wanted.every(word => text.includes(word));
	});
	return fitting.toSorted((one, other) => Number(other.isHere) - Number(one.isHere) || other.at - one.at);
}

/**
The line that goes on with a conversation: mode r becomes mode s, all else stays as it was typed.

@example
lineOf('crpd fix', 'id') // → 'cspd id'
*/
export function pickedLine(line: string, id: string): string {
	const [code = ''] = line.split(' ');
	return `${code.replace(/^(.)r/, '$1s')} ${id}`;
}

/** Enough of an id to tell it from the others of a list. */
export function shortId(id: string): string {
	return id.slice(0, 8);
}
