import type {PaneModes} from '../cells/cells.js';
import {codeOfKey, held, isCharacter, isModifierKey, keypadKey, sequenceOfKey} from './named-keys.js';
import {writtenBy, type Stroke} from './stroke.js';

/** What decides over how a program is told of a key. */
export type KeyModes = Pick<PaneModes, 'applicationCursor' | 'applicationKeypad' | 'kitty' | 'otherKeys'>;

/** The flags of the kitty keyboard protocol. */
const kittyFlags = {disambiguate: 1, events: 2, alternates: 4, allKeys: 8, text: 16} as const;

/** What a terminal with these modes sends for a key; undefined where it sends nothing. */
export function encodeStroke(stroke: Stroke, modes: KeyModes): string | undefined {
	return modes.kitty === 0 ? legacy(stroke, modes) : kitty(stroke, modes);
}

/** Whether a program with these modes is told of this very key: without a keyboard protocol many a key has the bytes of another one. */
export function isTold(stroke: Stroke, modes: KeyModes): boolean {
	if ((modes.kitty & (kittyFlags.disambiguate | kittyFlags.allKeys)) !== 0 || sequenceOfKey(stroke.key) !== undefined) {
		return true;
	}

	const modifiers = stroke.modifiers & ~held.locks;
	const bytes = withoutAlt(stroke, modifiers & ~held.alt);
	return bytes !== undefined && (bytes.isExact || (modes.kitty === 0 && otherKey(stroke, {modifiers, modes, isPlain: false}) !== undefined));
}

/** Whether characters are sent as they are. */
export function sendsPlainText({kitty}: Pick<PaneModes, 'kitty'>): boolean {
	return (kitty & kittyFlags.allKeys) === 0;
}

function kitty(stroke: Stroke, modes: KeyModes): string | undefined {
	const flags = modes.kitty;
	const all = (flags & kittyFlags.allKeys) !== 0;
	const {key} = stroke;
	if (stroke.event === 'release' && ((flags & kittyFlags.events) === 0 || (!all && ['Enter', 'Tab', 'Backspace'].includes(key)))) {
		return undefined;
	}

	const told = (flags & kittyFlags.events) === 0 ? {...stroke, event: 'press' as const} : stroke;
	if (all) {
		return coded(told, flags);
	}

	if (isModifierKey(key)) {
		return undefined;
	}

	const written = writtenBy(keypadText(stroke));
	if (written !== undefined && stroke.event !== 'release') {
		return written;
	}

	const modifiers = stroke.modifiers & ~held.locks;
	const plain = ({Enter: '\r', Tab: '\t', Backspace: '\u007F'} as const)[key as 'Enter'];
	if (plain !== undefined && modifiers === 0) {
		return plain;
	}

	// Without the first flag only what has no bytes of its own is told in the new way.
	return (flags & kittyFlags.disambiguate) === 0 && stroke.event !== 'release' && !(told.event === 'repeat' && sequenceOfKey(key) !== undefined) ? legacy(stroke, modes) : coded(told, flags);
}

/** The keypad's digits and signs write like those of the other keys. */
function keypadText(stroke: Stroke): Stroke {
	const plain = keypadKey(stroke.key)?.plain;
	return plain !== undefined && isCharacter(plain) ? {...stroke, key: plain} : stroke;
}

const events = {press: '', repeat: ':2', release: ':3'} as const;

function coded(stroke: Stroke, flags: number): string | undefined {
	const {key, event} = stroke;
	const how = `${stroke.modifiers === 0 && event === 'press' ? '' : stroke.modifiers + 1}${events[event]}`;
	const sequence = sequenceOfKey(key);
	if (sequence !== undefined) {
		// F3 would be taken for the answer to where the cursor is.
		const [number, final] = key === 'F3' ? ['13', '~'] : ('final' in sequence ? ['1', sequence.final] : [String(sequence.tilde), '~']);
		return how === '' && final !== '~' ? `\u001B[${final}` : `\u001B[${number}${how === '' ? '' : `;${how}`}${final}`;
	}

	const code = codeOfKey(key);
	if (code === undefined) {
		return undefined;
	}

	const shifted = (flags & kittyFlags.alternates) !== 0 && (stroke.modifiers & held.shift) !== 0 ? stroke.shifted?.codePointAt(0) : undefined;
	const base = (flags & kittyFlags.alternates) === 0 ? undefined : stroke.base?.codePointAt(0);
	const alternates = base === undefined ? (shifted === undefined ? '' : `:${shifted}`) : `:${shifted ?? ''}:${base}`;
	const written = (flags & kittyFlags.allKeys) !== 0 && (flags & kittyFlags.text) !== 0 && event !== 'release' ? writtenBy(keypadText(stroke)) : undefined;
	const text = written === undefined ? '' : `;${[...written].map(character => character.codePointAt(0) ?? 0).join(':')}`;
	return `\u001B[${code}${alternates}${how === '' && text === '' ? '' : `;${how}`}${text}u`;
}

/** As terminals did before there were protocols for keys, with xterm's modifyOtherKeys where it was asked for. */
function legacy(stroke: Stroke, modes: KeyModes): string | undefined {
	if (stroke.event === 'release' || (stroke.modifiers & (held.super | held.hyper | held.meta)) !== 0) {
		return undefined;
	}

	const pad = keypadKey(stroke.key);
	if (pad !== undefined) {
		return modes.applicationKeypad && pad.letter !== undefined && (stroke.modifiers & ~held.locks) === 0 ? `\u001BO${pad.letter}` : legacy({...stroke, key: pad.plain}, modes);
	}

	const modifiers = stroke.modifiers & ~held.locks;
	const sequence = sequenceOfKey(stroke.key);
	if (sequence !== undefined) {
		return 'final' in sequence ? finalBytes(sequence.final, {modifiers, modes}) : `\u001B[${sequence.tilde}${modifiers === 0 ? '' : `;${modifiers + 1}`}~`;
	}

	const bytes = withoutAlt(stroke, modifiers & ~held.alt);
	return bytes === undefined ? undefined : otherKey(stroke, {modifiers, modes, isPlain: bytes.isExact}) ?? `${(modifiers & held.alt) === 0 ? '' : '\u001B'}${bytes.text}`;
}

type Situation = {readonly modifiers: number; readonly modes: KeyModes};

function finalBytes(final: string, {modifiers, modes}: Situation): string {
	if (modifiers !== 0) {
		return `\u001B[1;${modifiers + 1}${final}`;
	}

	return /[P-S]/.test(final) || modes.applicationCursor ? `\u001BO${final}` : `\u001B[${final}`;
}

/** Level 1 tells what has no byte of its own; level 2 every key with a modifier, but for Shift with a character, which is another character. */
function otherKey(stroke: Stroke, {modifiers, modes, isPlain}: Situation & {readonly isPlain: boolean}): string | undefined {
	const code = codeOfKey(stroke.key === 'Esc' ? '' : stroke.key);
	const isShiftedText = modifiers === held.shift && writtenBy(stroke) !== undefined;
	if (modes.otherKeys === 0 || modifiers === 0 || code === undefined || isShiftedText || (stroke.key === 'Tab' && modifiers === held.shift)) {
		return undefined;
	}

	if (modes.otherKeys === 1 && isPlain) {
		return undefined;
	}

	const character = (modifiers & held.shift) !== 0 && isCharacter(stroke.key) ? (stroke.shifted ?? stroke.key.toUpperCase()).codePointAt(0) : code;
	return `\u001B[27;${modifiers + 1};${character}~`;
}

/** `isExact`: no other key has this byte, or everybody takes it for this one. */
function withoutAlt(stroke: Stroke, modifiers: number): {readonly text: string; readonly isExact: boolean} | undefined {
	const {key} = stroke;
	switch (key) {
		case 'Enter': {
			return {text: '\r', isExact: modifiers === 0};
		}

		case 'Esc': {
			return {text: '\u001B', isExact: modifiers === 0};
		}

		case 'Tab': {
			return {text: modifiers === held.shift ? '\u001B[Z' : '\t', isExact: modifiers === 0 || modifiers === held.shift};
		}

		case 'Backspace': {
			return {text: (modifiers & held.ctrl) === 0 ? '\u007F' : '\b', isExact: modifiers === 0 || modifiers === held.ctrl};
		}

		default: {
			break;
		}
	}

	if (!isCharacter(key)) {
		return undefined;
	}

	if ((modifiers & held.ctrl) === 0) {
		const text = writtenBy({...stroke, modifiers: stroke.modifiers & ~held.alt});
		return text === undefined ? undefined : {text, isExact: true};
	}

	const isShifted = (modifiers & held.shift) !== 0;
	const byte = controlByte(key) ?? (isShifted && stroke.shifted !== undefined ? controlByte(stroke.shifted) : undefined) ?? (stroke.base === undefined ? undefined : controlByte(stroke.base));
	return byte === undefined ? {text: writtenBy({...stroke, modifiers: stroke.modifiers & (held.shift | held.locks)}) ?? key, isExact: false} : {text: byte, isExact: !isShifted};
}

const digits: Readonly<Record<string, string>> = {2: '\0', 3: '\u001B', 4: '\u001C', 5: '\u001D', 6: '\u001E', 7: '\u001F', 8: '\u007F', '/': '\u001F', '?': '\u007F', '~': '\u001E', ' ': '\0'};

/** What ASCII has for a key with Ctrl. */
function controlByte(key: string): string | undefined {
	return /^[a-z[\\\]^_@]$/i.test(key) ? String.fromCodePoint((key.toUpperCase().codePointAt(0) ?? 0) & 0x1F) : digits[key];
}
