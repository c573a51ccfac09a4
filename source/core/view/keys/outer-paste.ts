import {joinBytes} from './typed-bytes.js';

/**
The inside of a bracketed paste. A terminal should take the end mark out of what is pasted, and not all do: so an end counts only when nothing but silence follows it. What comes in the same breath and ends with one more mark was pasted too, and is not typed anywhere.
*/
export type PasteState =
	| {readonly status: 'none'}
	/** `rest` may be the start of a mark. */
	| {readonly status: 'open'; readonly rest: Uint8Array}
	/** An end was seen. `after` has what followed it, still undecided; beyond `longestAfter` it is no hand that types. */
	| {readonly status: 'ended'; readonly after: Uint8Array; readonly isLong: boolean};

type PasteToken = {readonly type: 'paste'; readonly part: 'text' | 'end'; readonly bytes: Uint8Array};

export const noPaste: PasteState = {status: 'none'};
export const openPaste: PasteState = {status: 'open', rest: new Uint8Array()};

/** A terminal sends a paste as fast as it is read, and a slow line stops for less than this. After a longer silence the end mark was lost on the way, and without it nobody could type any more. */
export const lostEndMs = 2000;

const markLength = 6;
const longestAfter = 64 * 1024;

export function feedPaste(state: PasteState, chunk: Uint8Array): {readonly state: PasteState; readonly tokens: readonly PasteToken[]} {
	const tokens: PasteToken[] = [];
	let current = state;
	let bytes = chunk;
	while (current.status !== 'none') {
		const before: Uint8Array = current.status === 'open' ? current.rest : current.after;
		const whole: Uint8Array = joinBytes(before, bytes);
		const mark = findMark(whole, Math.max(0, before.length - markLength));
		if (mark === undefined) {
			const kept = keep(current, whole);
			tokens.push(...text(kept.text));
			return {state: kept.state, tokens};
		}

		tokens.push(...text(whole.subarray(0, mark.at)));
		bytes = whole.subarray(mark.at + markLength);
		current = mark.ends ? {status: 'ended', after: new Uint8Array(), isLong: false} : openPaste;
	}

	return {state: current, tokens};
}

/** After a silence: an end was the end, and `rest` is typed. Where none came within `lostEndMs` it was lost: the paste ends here, and `cut` may be the start of its mark. */
export function endedPaste(state: PasteState): {readonly tokens: readonly PasteToken[]; readonly rest: Uint8Array; readonly cut: Uint8Array} {
	const none = new Uint8Array();
	const after = state.status === 'ended' ? state.after : none;
	const isPasted = state.status === 'ended' && state.isLong;
	return {tokens: [...text(isPasted ? after : none), {type: 'paste', part: 'end', bytes: endBytes}], rest: isPasted ? none : after, cut: state.status === 'open' ? state.rest : none};
}

function keep(state: PasteState, whole: Uint8Array): {readonly state: PasteState; readonly text: Uint8Array} {
	if (state.status === 'ended' && whole.length <= longestAfter && !state.isLong) {
		return {state: {...state, after: Uint8Array.from(whole)}, text: new Uint8Array()};
	}

	const rest = markStart(whole);
	const kept = whole.slice(whole.length - rest);
	return {state: state.status === 'ended' ? {...state, after: kept, isLong: true} : {status: 'open', rest: kept}, text: whole.subarray(0, whole.length - rest)};
}

/** `ESC [ 2 0 0 ~` begins a paste, `ESC [ 2 0 1 ~` ends one. */
const markBytes = [0x1B, 0x5B, 0x32, 0x30, undefined, 0x7E] as const;

function isMarkAt(bytes: Uint8Array, {at, length}: {readonly at: number; readonly length: number}): boolean {
	for (let index = 0; index < length; index++) {
		const byte = bytes[at + index];
		if (byte !== (markBytes[index] ?? (byte === 0x30 || byte === 0x31 ? byte : undefined))) {
			return false;
		}
	}

	return true;
}

function findMark(bytes: Uint8Array, from: number): {readonly at: number; readonly ends: boolean} | undefined {
	for (let at = bytes.indexOf(0x1B, from); at !== -1 && at + markLength <= bytes.length; at = bytes.indexOf(0x1B, at + 1)) {
		if (isMarkAt(bytes, {at, length: markLength})) {
			return {at, ends: bytes[at + 4] === 0x31};
		}
	}

	return undefined;
}

/** How many bytes at the end may be the start of a mark. */
function markStart(bytes: Uint8Array): number {
	for (let length = Math.min(markLength - 1, bytes.length); length > 0; length--) {
		if (isMarkAt(bytes, {at: bytes.length - length, length})) {
			return length;
		}
	}

	return 0;
}

function text(bytes: Uint8Array): readonly PasteToken[] {
	return bytes.length === 0 ? [] : [{type: 'paste', part: 'text', bytes}];
}

/** What a pane gets of a paste. `matched` counts the bytes of a mark that went out last, so that none ever comes together from parts; `afterReturn` joins CR and LF across chunks. */
export type PanePaste = {readonly bracketed: boolean; readonly matched: number; readonly afterReturn: boolean};

export const startMark = '\u001B[200~';
export const endMark = '\u001B[201~';
const endBytes = new TextEncoder().encode(endMark);

/** Whether these are the end mark, or could become it. */
export function isEndMark(bytes: Uint8Array): boolean {
	return bytes.length === endBytes.length && couldEnd(bytes);
}

export function couldEnd(bytes: Uint8Array): boolean {
	return bytes.length <= endBytes.length && bytes.every((byte, index) => byte === endBytes[index]);
}

export function startPanePaste(bracketed: boolean): PanePaste {
	return {bracketed, matched: 0, afterReturn: false};
}

/** A program that marks pastes gets the text as it is; to one that does not a line ends as if it were typed. */
export function pastedBytes(paste: PanePaste, bytes: Uint8Array): readonly [PanePaste, Uint8Array] {
	const written = new Uint8Array(bytes.length);
	let length = 0;
	let {matched, afterReturn} = paste;
	for (const byte of bytes) {
		if (!paste.bracketed && (byte === 0x0A || byte === 0x0D)) {
			if (byte === 0x0D || !afterReturn) {
				written[length++] = 0x0D;
			}

			afterReturn = byte === 0x0D;
			matched = 0;
			continue;
		}

		afterReturn = false;
		const wanted = markBytes[matched];
		const fits = wanted === undefined ? byte === 0x30 || byte === 0x31 : byte === wanted;
		matched = fits ? matched + 1 : (byte === 0x1B ? 1 : 0);
		if (matched === markLength) {
			matched = 0;
			continue;
		}

		written[length++] = byte;
	}

	return [{...paste, matched, afterReturn}, written.subarray(0, length)];
}
