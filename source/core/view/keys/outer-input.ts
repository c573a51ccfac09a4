import {readMouse, readOldMouse} from '../mouse/mouse.js';
import {readReply} from './outer-facts.js';
import {endedPaste, feedPaste, noPaste, openPaste, type PasteState} from './outer-paste.js';
import type {OuterToken} from './outer-token.js';
import {cutCharacter, isControl, isReplyStart, joinBytes} from './typed-bytes.js';
import {strokeOfByte, strokeOfCharacter, strokeOfSequence, strokeOfSs3, withAlt} from './stroke.js';

export type OuterState = {
	/** The start of something that is not whole. */
	readonly pending: Uint8Array;
	/** What went out as a key after a silence, and may have been the start of an answer after all. */
	readonly cut: Uint8Array;
	readonly paste: PasteState;
};

const none = new Uint8Array();
export const emptyOuterState: OuterState = {pending: none, cut: none, paste: noPaste};

const escape = 0x1B;

/** Longer than any sequence that a terminal sends for a key, and longer than any answer. */
const longestSequence = 64;
const longestReply = 4096;

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

function readToken(bytes: Uint8Array): OuterToken | undefined {
	const first = bytes[0] ?? 0;
	if (first === escape) {
		return readEscape(bytes);
	}

	if (isControl(first)) {
		return {type: 'stroke', stroke: strokeOfByte(first), bytes: bytes.subarray(0, 1)};
	}

	let end = 1;
	while (end < bytes.length && !isControl(bytes[end] ?? 0)) {
		end++;
	}

	const whole = end === bytes.length ? end - cutCharacter(bytes) : end;
	return whole === 0 ? undefined : {type: 'text', bytes: bytes.subarray(0, whole)};
}

function readEscape(bytes: Uint8Array): OuterToken | undefined {
	const second = bytes[1];
	switch (second) {
		case undefined: {
			return undefined;
		}

		case escape: {
			return {type: 'stroke', stroke: strokeOfByte(escape), bytes: bytes.subarray(0, 1)};
		}

		case 0x5B: {
			return readSequence(bytes);
		}

		case 0x4F: {
			return readSs3(bytes);
		}

		case 0x5D:
		case 0x50:
		case 0x5F: {
			return readString(bytes);
		}

		default: {
			return readAlt(bytes);
		}
	}
}

/** Alt and a key, as terminals without a keyboard protocol tell it. */
function readAlt(bytes: Uint8Array): OuterToken | undefined {
	const second = bytes[1] ?? 0;
	const length = isControl(second) || second < 0xC2 || second > 0xF4 ? 1 : (second < 0xE0 ? 2 : (second < 0xF0 ? 3 : 4));
	if (bytes.length < length + 1) {
		return undefined;
	}

	const whole = bytes.subarray(0, length + 1);
	const stroke = isControl(second) ? strokeOfByte(second) : strokeOfCharacter(new TextDecoder().decode(whole.subarray(1)));
	return {type: 'stroke', stroke: withAlt(stroke), bytes: whole};
}

function readSs3(bytes: Uint8Array): OuterToken | undefined {
	const hasModifiers = (bytes[2] ?? 0) >= 0x30 && (bytes[2] ?? 0) <= 0x39;
	const last = bytes[hasModifiers ? 3 : 2];
	if (last === undefined) {
		return undefined;
	}

	const stroke = strokeOfSs3(String.fromCodePoint(last), hasModifiers ? Math.max(0, (bytes[2] ?? 0) - 0x31) : 0);
	return stroke === undefined ? readAlt(bytes) : {type: 'stroke', stroke, bytes: bytes.subarray(0, hasModifiers ? 4 : 3)};
}

function readSequence(bytes: Uint8Array): OuterToken | undefined {
	// The oldest form of a mouse report: three bytes follow, whatever they are. And the function keys of the Linux console.
	if (bytes[2] === 0x4D) {
		const report = bytes.subarray(3, 6);
		if (report.some(byte => byte < 0x20)) {
			return {type: 'unknown', bytes: bytes.subarray(0, 3)};
		}

		return report.length < 3 ? undefined : {type: 'mouse', event: readOldMouse(report[0] ?? 0, report[1] ?? 0, report[2] ?? 0), bytes: bytes.subarray(0, 6)};
	}

	if (bytes[2] === 0x5B) {
		const letter = bytes[3];
		return letter === undefined ? undefined : (letter >= 0x41 && letter <= 0x45 ? {type: 'stroke', stroke: {key: `F${letter - 0x40}`, modifiers: 0, event: 'press'}, bytes: bytes.subarray(0, 4)} : readAlt(bytes));
	}

	let end = 2;
	while (end < bytes.length && end < longestSequence && (bytes[end] ?? 0) >= 0x20 && (bytes[end] ?? 0) < 0x40) {
		end++;
	}

	const last = bytes[end];
	if (last === undefined && end < longestSequence) {
		return undefined;
	}

	// Broken off by another control byte, or longer than anything a terminal says.
	if (last === undefined || last < 0x40 || last > 0x7E) {
		return {type: 'unknown', bytes: bytes.subarray(0, end)};
	}

	const whole = bytes.subarray(0, end + 1);
	return tokenOfSequence(String.fromCodePoint(...whole.subarray(2)), whole);
}

function tokenOfSequence(words: string, bytes: Uint8Array): OuterToken {
	if (words.startsWith('<')) {
		const event = readMouse(words.slice(1));
		return event === undefined ? {type: 'unknown', bytes} : {type: 'mouse', event, bytes};
	}

	if (words === 'I' || words === 'O') {
		return {type: 'focus', hasFocus: words === 'I', bytes};
	}

	if (words === '200~' || words === '201~') {
		// An end without a beginning ends nothing.
		return words === '200~' ? {type: 'paste', part: 'start', bytes} : {type: 'unknown', bytes};
	}

	const stroke = strokeOfSequence(words);
	if (stroke !== undefined) {
		return {type: 'stroke', stroke, bytes};
	}

	const reply = readReply(`[${words}`);
	return reply === undefined ? {type: 'unknown', bytes} : {type: 'reply', reply, bytes};
}

/** An answer of several words ends with BEL or ST; anything else that begins like one is Alt and a key. */
function readString(bytes: Uint8Array): OuterToken | undefined {
	if (bytes.length === 2 || (bytes.length === 3 && bytes[1] === 0x50 && /[>01!]/.test(String.fromCodePoint(bytes[2] ?? 0)))) {
		return undefined;
	}

	if (!isReplyStart(bytes)) {
		return readAlt(bytes);
	}

	for (let end = 2; end < bytes.length && end < longestReply; end++) {
		const byte = bytes[end] ?? 0;
		if (byte === 0x07 || (byte === escape && bytes[end + 1] === 0x5C)) {
			const whole = bytes.subarray(0, byte === escape ? end + 2 : end + 1);
			return {type: 'reply', reply: readReply(String.fromCodePoint(...bytes.subarray(1, end))) ?? {type: 'other'}, bytes: whole};
		}

		if (byte === escape && bytes[end + 1] === undefined) {
			return undefined;
		}

		if (isControl(byte)) {
			return readAlt(bytes);
		}
	}

	return bytes.length < longestReply ? undefined : readAlt(bytes);
}

/** An answer whose first byte went out as a key long ago. */
function readLate(cut: Uint8Array, bytes: Uint8Array): {readonly token: OuterToken; readonly length: number} | 'partial' | undefined {
	const joined = joinBytes(cut, bytes);
	const token = readToken(joined);
	if (token === undefined) {
		return joined.length === 2 || isReplyStart(joined) ? 'partial' : undefined;
	}

	return token.type === 'reply' ? {token: {...token, bytes: joined.subarray(cut.length, token.bytes.length)}, length: token.bytes.length - cut.length} : undefined;
}
