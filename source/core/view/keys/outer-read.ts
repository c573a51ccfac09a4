import {readMouse, readOldMouse} from '../mouse/mouse.js';
import {readReply} from './outer-facts.js';
import type {OuterToken} from './outer-token.js';
import {cutCharacter, escape, isControl, isReplyStart} from './typed-bytes.js';
import {strokeOfByte, strokeOfCharacter, strokeOfSequence, strokeOfSs3, withAlt} from './stroke.js';

/** Longer than any sequence that a terminal sends for a key, and longer than any answer. */
const longestSequence = 64;
const longestReply = 4096;

/** The first part of what a terminal has sent; undefined where that may go on. */
export function readToken(bytes: Uint8Array): OuterToken | undefined {
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

	// Only reports of the mouse begin so, and one that makes no sense is one all the same: nobody is given it.
	const isReport = bytes[2] === 0x3C;
	const longest = isReport ? longestReply : longestSequence;
	let end = 2;
	while (end < bytes.length && end < longest && (bytes[end] ?? 0) >= 0x20 && (bytes[end] ?? 0) < 0x40) {
		end++;
	}

	const last = bytes[end];
	if (last === undefined && end < longest) {
		return undefined;
	}

	// Broken off by another control byte, or longer than anything a terminal says.
	if (last === undefined || last < 0x40 || last > 0x7E) {
		return isReport ? {type: 'mouse', event: undefined, bytes: bytes.subarray(0, end)} : {type: 'unknown', bytes: bytes.subarray(0, end)};
	}

	const whole = bytes.subarray(0, end + 1);
	return tokenOfSequence(String.fromCodePoint(...whole.subarray(2)), whole);
}

function tokenOfSequence(words: string, bytes: Uint8Array): OuterToken {
	// The second is how urxvt tells it.
	if (words.startsWith('<') || /^\d+;\d+;\d+M$/.test(words)) {
		return {type: 'mouse', event: readMouse(words.slice(1)), bytes};
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
