import {agentOf} from '../core/launch/catalogue.js';
import type {AgentLetter} from '../core/launch/agent.js';
import type {Kept, KeptConversation} from '../core/view/box/pick.js';
import {keepsConversations, listConversations} from '../io/conversation-list.js';

export type Conversations = {
	/** What is known so far; the first question begins to look. Undefined for an agent that nobody can look at. */
	readonly of: (agent: AgentLetter, folder: string) => (Kept & {readonly more: Promise<void> | undefined}) | undefined;
	/** The newest, once they have been looked at. */
	readonly first: (agent: AgentLetter, folder: string) => Promise<readonly KeptConversation[]>;
	/** Who asks next looks anew. */
	readonly forget: () => void;
};

type Listing = {conversations: readonly KeptConversation[]; isWhole: boolean; more: PromiseWithResolvers<void>};

/** A store on a disk that does not answer is left at what was told by then. */
const deadlineMs = 20_000;

/** Conversations of one agent and folder at a time, looked at in the background and kept until another one is asked about. */
export function createConversations({env, signal}: {readonly env: Readonly<Record<string, string | undefined>>; readonly signal: AbortSignal}): Conversations {
	let held: {readonly key: string; readonly listing: Listing; readonly end: AbortController} | undefined;

	const look = async (listing: Listing, {agent, folder, signal: ending}: {readonly agent: AgentLetter; readonly folder: string; readonly signal: AbortSignal}) => {
		const row = agentOf(agent);
		try {
			for await (const part of row === undefined ? [] : listConversations(row, {env, cwd: folder, signal: ending})) {
				listing.conversations = [...listing.conversations, ...part];
				const {resolve} = listing.more;
				listing.more = Promise.withResolvers();
				resolve();
			}
		} catch {
			// Not in time, or not wanted any more: what was told stays.
		} finally {
			listing.isWhole = true;
			listing.more.resolve();
		}
	};

	const listingOf = (agent: AgentLetter, folder: string): Listing | undefined => {
		const row = agentOf(agent);
		if (row === undefined || !keepsConversations(row)) {
			return undefined;
		}

		const key = `${agent} ${folder}`;
		if (held?.key === key) {
			return held.listing;
		}

		held?.end.abort();
		const end = new AbortController();
		const listing: Listing = {conversations: [], isWhole: false, more: Promise.withResolvers()};
		held = {key, listing, end};
		void look(listing, {agent, folder, signal: AbortSignal.any([signal, end.signal, AbortSignal.timeout(deadlineMs)])});
		return listing;
	};

	return {
		of(agent, folder) {
			const listing = listingOf(agent, folder);
			return listing && {status: listing.isWhole ? 'whole' : 'looking', conversations: listing.conversations, more: listing.isWhole ? undefined : listing.more.promise};
		},
		async first(agent, folder) {
			const listing = listingOf(agent, folder);
			if (listing !== undefined && !listing.isWhole && listing.conversations.length === 0) {
				await listing.more.promise;
			}

			return listing?.conversations ?? [];
		},
		forget() {
			held?.end.abort();
			held = undefined;
		},
	};
}
