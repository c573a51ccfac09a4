import type {ToolText, ToolTexts} from './tool-texts.js';

export type Reply = {
	readonly messages: readonly unknown[];
	/** Of all messages, as Headroom counts; undefined where it did not say. */
	readonly tokensBefore: number | undefined;
};

/** Undefined where it is not what was agreed: as many messages as were sent. */
export function readReply(value: unknown, {items}: Pick<ToolTexts, 'items'>): Reply | undefined {
	const {messages, tokens_before: tokensBefore} = fields(value);
	return Array.isArray(messages) && messages.length === items.length ? {messages, tokensBefore: typeof tokensBefore === 'number' && tokensBefore > 0 ? tokensBefore : undefined} : undefined;
}

/** Shorter ones are left alone. */
export const leastText = 500;

/** A failure is what the model has to read word for word, unless it is endless. */
const wholeError = 8000;

/** Words that stand for what is elsewhere: in a store that nobody here can ask, or in a message whose text the client may have taken away by then. */
const pointers = /<<ccr:[\da-f]+|\bhash=[\da-f]{12}|\[↑\d+L same as msg \d|\b(?:Retrieve (?:more|original)|headroom_retrieve)\b/;

/** Stands for lines that are not there. */
const omissions = /\[[^[\]]*\bomitted\b[^[\]]*]/g;

/** What to send in place of a text that was not sent before. Undefined for itself: where the answer has another shape at its place, or nothing that is worth it. */
export function exchangeFor(text: ToolText, {original, reply}: {readonly original: string; readonly reply: Reply}): string | undefined {
	if (original.length < leastText || (text.isError && original.length <= wholeError)) {
		return undefined;
	}

	const fresh = textAt(reply.messages, text);
	return fresh !== undefined && isWorthIt(original, fresh) && !(pointers.test(fresh) && !pointers.test(original)) ? fresh : undefined;
}

/** A twentieth less, and at least about thirty tokens. */
function isWorthIt(original: string, fresh: string): boolean {
	const saved = original.length - fresh.length;
	// Of a text of which only the count of its lines is left the model can read nothing, and ask for nothing.
	return /[\p{L}\p{N}]/u.test(fresh.replaceAll(omissions, '')) && saved >= 128 && saved * 20 >= original.length;
}

/** By its place, if the answer to the same call stands there. */
function textAt(messages: readonly unknown[], {path, call}: ToolText): string | undefined {
	let value: unknown = messages;
	let isSameCall = call === '';
	for (const step of path) {
		value = Array.isArray(value) ? value[Number(step)] : fields(value)[String(step)];
		const {tool_use_id: use, tool_call_id: toolCall} = fields(value);
		isSameCall ||= use === call || toolCall === call;
	}

	return isSameCall && typeof value === 'string' ? value : undefined;
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Readonly<Record<string, unknown>> : {};
}
