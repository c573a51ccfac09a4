import {joinBytes} from './keys.js';

/** The one key that never reaches a pane by itself. */
export type Chord = {readonly label: string; readonly byte: number; readonly codePoint: number};

/**
Reads a setting such as `Ctrl+Space`, `Ctrl+b` or `Ctrl+]`; undefined where it is not one key with Ctrl. Keys that agents cannot do without are refused.
*/
export function parseChord(setting: string): Chord | undefined {
	const match = /^ctrl\+(space|[a-z\]\\^_])$/i.exec(setting.trim());
	const name = match?.[1]?.toLowerCase();
	if (name === undefined || ['c', 'd', 'i', 'j', 'm', '['].includes(name)) {
		return undefined;
	}

	const codePoint = name === 'space' ? 32 : (name.codePointAt(0) ?? 32);
	return {label: name === 'space' ? 'Ctrl+Space' : `Ctrl+${name}`, byte: name === 'space' ? 0 : codePoint & 0x1F, codePoint};
}

export const defaultChord: Chord = {label: 'Ctrl+Space', byte: 0, codePoint: 32};

export type ChordPiece =
	| {readonly type: 'bytes'; readonly bytes: Uint8Array}
	| {readonly type: 'chord'; readonly bytes: Uint8Array};

/** `pending` has the start of a sequence that might be the chord. */
export type ChordState = {readonly pending: Uint8Array; readonly isPasting: boolean};

export const emptyChordState: ChordState = {pending: new Uint8Array(), isPasting: false};

const escape = 0x1B;

/** Longer than every form of the chord and of a paste marker: a sequence that grows beyond it is neither. */
const longestForm = 20;

/**
Parts what was typed into a pane into bytes, which go on untouched and in order, and the chord: as a legacy byte, as CSI-u (`CSI 32;5u`) or as modifyOtherKeys (`CSI 27;5;32~`). Inside a bracketed paste nothing is a chord.

What could become one of these at the end of a chunk stays pending; `flushChord` after a short silence passes it on.
*/
export function feedChord(state: ChordState, chunk: Uint8Array, chord: Chord): readonly [ChordState, readonly ChordPiece[]] {
	const bytes = joinBytes(state.pending, chunk);
	const pieces: ChordPiece[] = [];
	let {isPasting} = state;
	let start = 0;
	let position = 0;
	const passOn = (end: number) => {
		if (end > start) {
			pieces.push({type: 'bytes', bytes: bytes.slice(start, end)});
		}
	};

	while (position < bytes.length) {
		const read = readForm(bytes.subarray(position), {chord, isPasting});
		if (read.type === 'partial') {
			passOn(position);
			return [{pending: bytes.slice(position), isPasting}, pieces];
		}

		if (read.type === 'chord' || read.type === 'released') {
			passOn(position);
			start = position + read.length;
			if (read.type === 'chord') {
				pieces.push({type: 'chord', bytes: bytes.slice(position, start)});
			}
		} else if (read.type === 'paste') {
			isPasting = read.begins;
		}

		position += read.length;
	}

	passOn(position);
	return [{pending: new Uint8Array(), isPasting}, pieces];
}

export function flushChord(state: ChordState): readonly [ChordState, readonly ChordPiece[]] {
	return [{...state, pending: new Uint8Array()}, state.pending.length === 0 ? [] : [{type: 'bytes', bytes: state.pending}]];
}

type Form =
	| {readonly type: 'other' | 'chord' | 'released'; readonly length: number}
	| {readonly type: 'paste'; readonly length: number; readonly begins: boolean}
	| {readonly type: 'partial'; readonly length: number};

function readForm(bytes: Uint8Array, {chord, isPasting}: {readonly chord: Chord; readonly isPasting: boolean}): Form {
	const first = bytes[0] ?? 0;
	if (first !== escape) {
		return {type: first === chord.byte && !isPasting ? 'chord' : 'other', length: 1};
	}

	if (bytes.length === 1) {
		return {type: 'partial', length: 1};
	}

	if (bytes[1] !== 0x5B) {
		return {type: 'other', length: 1};
	}

	let end = 2;
	while (end < bytes.length && end < longestForm && isParameter(bytes[end] ?? 0)) {
		end++;
	}

	if (end === bytes.length && end < longestForm) {
		return {type: 'partial', length: end};
	}

	const text = String.fromCodePoint(...bytes.subarray(2, end + 1));
	if (text === '200~' || text === '201~') {
		return {type: 'paste', length: end + 1, begins: text === '200~'};
	}

	return isPasting ? {type: 'other', length: 1} : chordForm(text, chord);
}

function chordForm(text: string, chord: Chord): Form {
	const length = text.length + 2;
	const csiU = /^(?<code>\d+)(?::\d*)*;(?<modifiers>\d+)(?::(?<event>\d))?(?:;[\d:]*)?u$/.exec(text)?.groups;
	const other = /^27;(?<modifiers>\d+);(?<code>\d+)~$/.exec(text)?.groups;
	const form = csiU ?? other;
	if (!form || Number(form.code) !== chord.codePoint || !isControlOnly(Number(form.modifiers))) {
		return {type: 'other', length: 1};
	}

	return {type: form.event === '3' ? 'released' : 'chord', length};
}

/** The number is 1 + shift 1, alt 2, ctrl 4, …; caps lock (64) and number lock (128) do not matter. */
function isControlOnly(modifiers: number): boolean {
	return ((modifiers - 1) & ~(64 | 128)) === 4;
}

function isParameter(byte: number): boolean {
	return (byte >= 0x30 && byte <= 0x3B);
}
