/** A request as the scripted model sees it, whichever wire it came on. */
export type Conversation = {
	readonly model: string;
	readonly stream: boolean;
	/** What the answer may weigh at most; undefined where the wire does not ask for it. */
	readonly maximumTokens: number | undefined;
	readonly system: string;
	readonly turns: readonly Turn[];
	readonly tools: readonly Tool[];
	/** Whether the client marked a part as cacheable (Messages), or the wire caches by itself (Chat). */
	readonly caches: boolean;
	/** Chat sends usage in a stream only where it is asked to. */
	readonly usageInStream: boolean;
};

export type Turn =
	| {readonly role: 'user'; readonly text: string}
	| {readonly role: 'assistant'; readonly text: string}
	| {readonly role: 'tool'; readonly text: string};

export type Tool = {readonly name: string; readonly parameters: Readonly<Record<string, unknown>>; readonly weight: number};

export type Usage = {
	/** All of the prompt. */
	readonly input: number;
	/** The parts of it that an earlier turn already sent, and that this one sends for the first time and wants kept. */
	readonly cacheRead: number;
	readonly cacheWrite: number;
};

/** Four characters a token: no real model counts so, but it follows the real text, so a longer conversation costs more on the screen too. */
export function countTokens(text: string): number {
	return Math.ceil(text.length / 4);
}

/**
Counts the prompt. What stood before the newest answer was sent by an earlier turn, so it counts as read from the cache; the first turn writes its system text and tools into it.
*/
export function promptUsage(conversation: Conversation): Usage {
	const frame = countTokens(conversation.system) + conversation.tools.reduce((sum, tool) => sum + tool.weight, 0);
	const weights = conversation.turns.map(turn => countTokens(turn.text));
	const input = frame + sum(weights);
	if (!conversation.caches) {
		return {input, cacheRead: 0, cacheWrite: 0};
	}

	const newestAnswer = conversation.turns.findLastIndex(turn => turn.role === 'assistant');
	return newestAnswer === -1 ? {input, cacheRead: 0, cacheWrite: frame} : {input, cacheRead: frame + sum(weights.slice(0, newestAnswer)), cacheWrite: 0};
}

/** Agents put their own notes to the model inside the user's message; the user's words are the rest. */
export function withoutReminders(text: string): string {
	return text.replaceAll(/<system-reminder>[\s\S]*?<\/system-reminder>/g, '').trim();
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}
