import type {Dialect} from '../dialect/dialect.js';
import type {Span} from '../dialect/json-head.js';
import {withoutSpans} from './ask-body.js';
import {textOf, readTree} from './json-tree.js';
import {leastText, exchangeFor, type Reply} from './exchange.js';
import {asItCame, type Memo, type Sent} from './memo.js';
import {splice, type Edit} from './splice.js';
import {toolTexts, type ToolText, type ToolTexts} from './tool-texts.js';

/** What is to be done about the texts of one request. */
export type Plan = ToolTexts & {
	readonly dialect: 'messages' | 'chat' | 'responses';
	/** The same for every request of one conversation. */
	readonly conversation: string;
	readonly known: readonly KnownText[];
	/** There is something a compressor could say anything about. */
	readonly isWorthAsking: boolean;
};

/** `sent`: how it was sent before, if it was. */
type KnownText = {readonly text: ToolText; readonly key: string; readonly sent: Sent | undefined};

export type PlanInput = {
	readonly dialect: Dialect;
	/** Where the values of the body's top level stand. */
	readonly values: ReadonlyMap<string, Span>;
	/** Whose request it is: two sessions never share anything. */
	readonly owner: string;
	readonly memo: Memo;
	readonly hash: (parts: ReadonlyArray<string | Uint8Array>) => string;
};

/** Undefined where there is nothing to exchange. */
export function planOf(body: Uint8Array, {dialect, values, owner, memo, hash}: PlanInput): Plan | undefined {
	if (dialect === 'gemini') {
		return undefined;
	}

	const span = values.get(dialect === 'responses' ? 'input' : 'messages');
	const found = span === undefined ? undefined : toolTexts(body, {list: readTree(body, span.start), dialect});
	if (found === undefined) {
		return undefined;
	}

	const {opening, marks} = found;
	const conversation = hash([owner, dialect, withoutSpans(body, {span: opening, gone: marks})]);
	const known = found.texts.map(text => {
		const textKey = hash([conversation, text.call, body.subarray(text.start, text.end)]);
		return {text, key: textKey, sent: memo.sent(textKey)};
	});
	return {...found, dialect, conversation, known, isWorthAsking: known.some(({text, sent}) => text.isNew && sent === undefined && text.end - text.start > leastText)};
}

export type Exchanged = {readonly body: Uint8Array; readonly savedBytes: number; readonly freshBytes: number};

/**
The body to send: what was exchanged before is exchanged again, what was sent as it came stays like that, and of what is new, the compressor's texts are taken. Older texts that are not known were sent by somebody else, or are forgotten: they stay too. From then on all of it is known.
*/
export function carryOut(body: Uint8Array, {plan: {known}, reply, memo}: {readonly plan: Plan; readonly reply: Reply | undefined; readonly memo: Memo}): Exchanged {
	let savedBytes = 0;
	let freshBytes = 0;
	const edits = known.flatMap(({text, key, sent: before}): readonly Edit[] => {
		// Another request of this conversation may have been quicker.
		const sent = before ?? memo.sent(key) ?? fresh(body, text, reply);
		if (before === undefined) {
			memo.keep(key, sent);
		}

		if (sent.type === 'as-it-came') {
			return [];
		}

		const bytes = encoder.encode(JSON.stringify(sent.text));
		const saved = text.end - text.start - bytes.length;
		savedBytes += saved;
		freshBytes += text.isNew ? saved : 0;
		return [{start: text.start, end: text.end, bytes}];
	});
	return {body: edits.length === 0 ? body : splice(body, edits), savedBytes, freshBytes};
}

function fresh(body: Uint8Array, text: ToolText, reply: Reply | undefined): Sent {
	const original = text.isNew && reply !== undefined ? textOf(body, text) : undefined;
	const exchange = original === undefined || reply === undefined ? undefined : exchangeFor(text, {original, reply});
	return exchange === undefined ? asItCame : {type: 'exchanged', text: exchange};
}

const encoder = new TextEncoder();
