import {endedPaste, feedPaste, noPaste, openPaste, type PasteState} from './outer-paste.js';
import {readToken} from './outer-read.js';
import type {OuterToken} from './outer-token.js';
import {escape, isReplyStart, joinBytes} from './typed-bytes.js';
import {strokeOfByte, strokeOfCharacter, withAlt} from './stroke.js';

export type OuterState = {
	/** The start of something that is not whole. */
	readonly pending: Uint8Array;
	/** What went out as a key after a silence, and may have been the start of an answer after all. */
	readonly cut: Uint8Array;
	readonly paste: PasteState;
};

const none = new Uint8Array();
export const emptyOuterState: OuterState = {pending: none, cut: none, paste: noPaste};

/**
Takes the terminal's bytes apart, however they were cut. Nothing is lost: the bytes of all parts are those that came, but for marks of a paste inside a paste.

What could go on stays pending; `flushOuter` after a short silence (see `awaits`) decides what it was.
*/
export function feedOuter(state: OuterState, chunk: Uint8Array): readonly [OuterState, readonly OuterToken[]] {
	const tokens: OuterToken[] = [];
	let bytes = joinBytes(state.pending, chunk);
	if (state.cut.length > 0) {
		const late = readLate(state.cut, bytes);
		if (late === 'partial') {
			return [{...state, pending: bytes}, []];
		}

		if (late !== undefined) {
			tokens.push(late.token);
			bytes = bytes.subarray(late.length);
		}
	}

	let {paste} = state;
	let position = 0;
	while (position < bytes.length) {
		if (paste.status !== 'none') {
			const fed = feedPaste(paste, bytes.subarray(position));
			tokens.push(...fed.tokens);
			return [{pending: none, cut: none, paste: fed.state}, tokens];
		}

		const token = readToken(bytes.subarray(position));
		if (token === undefined) {
			return [{pending: bytes.slice(position), cut: none, paste}, tokens];
		}

		tokens.push(token);
		position += token.bytes.length;
		paste = token.type === 'paste' ? openPaste : paste;
	}

	return [{pending: none, cut: none, paste}, tokens];
}

/** What a state waits for: `key` a lone Esc, for the shortest time; `sequence` the rest of something; `reply` the rest of an answer, for the longest; `nothing` that a silence would decide. */
export function awaits({pending, cut, paste}: OuterState): 'key' | 'sequence' | 'reply' | 'nothing' {
	if (paste.status === 'ended' || (cut.length > 0 && pending.length > 0)) {
		return 'key';
	}

	if (pending.length === 0) {
		return 'nothing';
	}

	if (isReplyStart(pending)) {
		return 'reply';
	}

	return pending.length === 1 && pending[0] === escape ? 'key' : 'sequence';
}

/** After a silence: what is pending was whole. */
export function flushOuter(state: OuterState): readonly [OuterState, readonly OuterToken[]] {
	if (state.paste.status === 'ended') {
		const {tokens, rest} = endedPaste(state.paste);
		const [next, more] = feedOuter(emptyOuterState, rest);
		const [last, end] = flushOuter(next);
		return [last, [...tokens, ...more, ...end]];
	}

	if (awaits(state) === 'nothing') {
		return [state, []];
	}

	const {pending} = state;
	// The rest of a late answer that did not come: what is here was typed.
	if (state.cut.length > 0) {
		const [next, tokens] = feedOuter(emptyOuterState, pending);
		const [last, end] = flushOuter(next);
		return [last, [...tokens, ...end]];
	}

	const isReply = isReplyStart(pending);
	const cut = pending[0] === escape && (pending.length <= 2 || isReply) ? pending : none;
	return [{...state, pending: none, cut}, isReply ? [{type: 'reply', reply: {type: 'other'}, bytes: pending}] : flushed(pending)];
}

/** Esc alone, Alt with a key that sequences begin with, or what nobody can read. */
function flushed(pending: Uint8Array): readonly OuterToken[] {
	if (pending[0] !== escape) {
		return [{type: 'text', bytes: pending}];
	}

	if (pending.length === 1) {
		return [{type: 'stroke', stroke: strokeOfByte(escape), bytes: pending}];
	}

	return pending.length === 2 ? [{type: 'stroke', stroke: withAlt(strokeOfCharacter(String.fromCodePoint(pending[1] ?? 0))), bytes: pending}] : [{type: 'unknown', bytes: pending}];
}

/** An answer whose first byte went out as a key long ago. */
function readLate(cut: Uint8Array, bytes: Uint8Array): {readonly token: OuterToken; readonly length: number} | 'partial' | undefined {
	const joined = joinBytes(cut, bytes);
	const token = readToken(joined);
	if (token === undefined) {
		return joined.length === 2 || isReplyStart(joined) ? 'partial' : undefined;
	}

	return token.type === 'reply' || token.type === 'mouse' ? {token: {...token, bytes: joined.subarray(cut.length, token.bytes.length)}, length: token.bytes.length - cut.length} : undefined;
}
