import {couldEnd, endedPaste, feedPaste, isEndMark, noPaste, openPaste, type PasteState} from './outer-paste.js';
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
	/** A paste was ended by a silence: its mark, should it come after all, is nobody's. */
	readonly hasLostEnd: boolean;
};

const none = new Uint8Array();
export const emptyOuterState: OuterState = {pending: none, cut: none, paste: noPaste, hasLostEnd: false};

/**
Takes the terminal's bytes apart, however they were cut. Nothing is lost: the bytes of all parts are those that came, but for marks of a paste inside a paste.

What could go on stays pending; `flushOuter` after a short silence (see `awaits`) decides what it was.
*/
export function feedOuter(state: OuterState, chunk: Uint8Array): readonly [OuterState, readonly OuterToken[]] {
	const tokens: OuterToken[] = [];
	let bytes = joinBytes(state.pending, chunk);
	let {paste, hasLostEnd} = state;
	if (state.cut.length > 0) {
		const late = readLate(state, bytes);
		if (late === 'partial') {
			return [{...state, pending: bytes}, []];
		}

		if (late !== undefined) {
			tokens.push(...late.tokens);
			bytes = bytes.subarray(late.length);
			hasLostEnd &&= late.tokens.length > 0;
		}
	}

	let position = 0;
	while (position < bytes.length) {
		if (paste.status !== 'none') {
			const fed = feedPaste(paste, bytes.subarray(position));
			tokens.push(...fed.tokens);
			return [{pending: none, cut: none, paste: fed.state, hasLostEnd: false}, tokens];
		}

		const token = readToken(bytes.subarray(position));
		if (token === undefined) {
			return [{pending: bytes.slice(position), cut: none, paste, hasLostEnd}, tokens];
		}

		position += token.bytes.length;
		if (hasLostEnd && isEndMark(token.bytes)) {
			hasLostEnd = false;
			continue;
		}

		tokens.push(token);
		paste = token.type === 'paste' ? openPaste : paste;
	}

	return [{pending: none, cut: none, paste, hasLostEnd}, tokens];
}

/** What a state waits for: `key` a lone Esc, for the shortest time; `sequence` the rest of something; `reply` the rest of an answer; `paste` the end of one, for `lostEndMs`; `nothing` that a silence would decide. */
export function awaits({pending, cut, paste}: OuterState): 'key' | 'sequence' | 'reply' | 'paste' | 'nothing' {
	if (paste.status === 'open') {
		return 'paste';
	}

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
	if (state.paste.status !== 'none') {
		const {tokens, rest, cut} = endedPaste(state.paste);
		if (state.paste.status === 'open') {
			return [{...emptyOuterState, cut, hasLostEnd: true}, tokens];
		}

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
		const [next, tokens] = feedOuter({...emptyOuterState, hasLostEnd: state.hasLostEnd}, pending);
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

/** An answer whose first byte went out as a key long ago, or the mark of a paste that a silence has cut. */
function readLate({cut, hasLostEnd}: OuterState, bytes: Uint8Array): {readonly tokens: readonly OuterToken[]; readonly length: number} | 'partial' | undefined {
	const joined = joinBytes(cut, bytes);
	const token = readToken(joined);
	if (token === undefined) {
		return joined.length === 2 || isReplyStart(joined) || (hasLostEnd && couldEnd(joined)) ? 'partial' : undefined;
	}

	const length = token.bytes.length - cut.length;
	if (hasLostEnd && isEndMark(token.bytes)) {
		return {tokens: [], length};
	}

	return token.type === 'reply' || token.type === 'mouse' ? {tokens: [{...token, bytes: joined.subarray(cut.length, token.bytes.length)}], length} : undefined;
}
