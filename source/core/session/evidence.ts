import type {ConversationTrace} from '../launch/agent.js';
import type {ConversationProof, Exit, Recipe} from './session.js';

/** A conversation's id, and by what it is known. */
export type Evidence = {readonly conversation: string; readonly proof: ConversationProof};

const strength: Readonly<Record<ConversationProof, number>> = {'exit-hint': 0, header: 1, assigned: 2, process: 3};

/**
What is to be written down of the conversation of a session that was just seen; undefined where what is known stays. The first header counts and no later one: an agent that is started inside another inherits its address, and speaks up later.
*/
export function weighEvidence({conversation, proof}: Pick<Recipe, 'conversation' | 'proof'>, seen: Evidence): Evidence | undefined {
	if (!isConversationId(seen.conversation)) {
		return undefined;
	}

	if (conversation === undefined || conversation === '') {
		return seen;
	}

	// One without a proof was chosen by us, or named by its user.
	const known = strength[proof ?? 'assigned'];
	const fresh = strength[seen.proof];
	if (conversation === seen.conversation) {
		// One that we chose may not have begun yet, which is worth knowing when it is to go on.
		return fresh > known && known < strength.assigned ? seen : undefined;
	}

	return fresh > known || seen.proof === 'process' ? seen : undefined;
}

/** Nothing empty, and nothing that an agent would read as an option. */
export function isConversationId(text: string): boolean {
	return /^\w[\w.:-]{0,199}$/.test(text);
}

/**
The conversation that the processes of a session show: `depths` are the ids seen at its child, at the children of that, and so on. The nearest count, for what an agent starts is further away than itself. Where they show several, one that is known stays, and nothing else is proven.
*/
export function nearestConversation(depths: ReadonlyArray<readonly string[]>, known: string | undefined): string | undefined {
	const ids = new Set(depths.find(seen => seen.length > 0));
	if (ids.size > 1) {
		return known !== undefined && ids.has(known) ? known : undefined;
	}

	return [...ids][0];
}

/** So much of the end of the output is looked at: a farewell is short, and what an agent has talked about is not one. */
const farewell = 2000;

/** The id that an agent names when it says how to come back: the last one in its last words. */
export function lastWords(traces: readonly ConversationTrace[], output: string): string | undefined {
	const text = plainText(output).slice(-farewell);
	for (const trace of traces) {
		const found = trace.type === 'exit-hint' ? [...text.matchAll(new RegExp(trace.pattern, 'g'))].at(-1)?.[1] : undefined;
		if (found !== undefined) {
			return found;
		}
	}

	return undefined;
}

/** Whether it had time for last words: who was killed has none, and what stands on its screen is about something else. */
export function couldSpeak(exit: Exit | undefined): boolean {
	return exit === undefined || exit.type === 'code' || ['SIGTERM', 'SIGINT', 'SIGHUP'].includes(exit.signal);
}

/** Without the sequences for a terminal: strings (OSC, DCS, APC, PM), CSI, and the short ones. A move of the cursor parts words. */
function plainText(output: string): string {
	return output
		// eslint-disable-next-line no-control-regex -- these are the characters it is about
		.replaceAll(/\u001B[\]P_^][^\u0007\u001B]*(?:\u0007|\u001B\\)?/g, '')
		// eslint-disable-next-line no-control-regex -- as above
		.replaceAll(/\u001B\[[\d:;<=>?]*[ -/]*([@-~])/g, (_, final: string) => final === 'm' ? '' : ' ')
		// eslint-disable-next-line no-control-regex -- as above
		.replaceAll(/\u001B[ -/]*[0-~]/g, '');
}
