import type {PaneModes} from '../view/cells/cells.js';

/** What a program has asked of its keyboard. */
export type KeyModes = Pick<PaneModes, 'applicationCursor' | 'kitty'>;

export type KeyBytes =
	| {readonly type: 'bytes'; readonly bytes: string}
	/** No key of ours has this name. */
	| {readonly type: 'unknown'}
	/** There is such a key, but a program that asked for no keyboard protocol cannot be told of it. */
	| {readonly type: 'unsayable'};

const bits = {Shift: 1, Alt: 2, Ctrl: 4} as const;

/** Of the kitty keyboard protocol: every key as an escape code, and the text that it types beside it. */
const allKeys = 8;
const withText = 16;

const finals: Readonly<Record<string, string>> = {up: 'A', down: 'B', right: 'C', left: 'D', home: 'H', end: 'F', f1: 'P', f2: 'Q', f3: 'R', f4: 'S'};
const tildes: Readonly<Record<string, number>> = {insert: 2, delete: 3, pageup: 5, pagedown: 6, f5: 15, f6: 17, f7: 18, f8: 19, f9: 20, f10: 21, f11: 23, f12: 24};
/** Keys with a byte of their own, and the code that the protocols know them by. */
const named: Readonly<Record<string, {readonly byte: string; readonly code: number}>> = {
	enter: {byte: '\r', code: 13},
	tab: {byte: '\t', code: 9},
	escape: {byte: '\u001B', code: 27},
	backspace: {byte: '\u007F', code: 127},
	space: {byte: ' ', code: 32},
};
const synonyms: Readonly<Record<string, string>> = {esc: 'escape', return: 'enter', del: 'delete', ins: 'insert', pgup: 'pageup', pgdn: 'pagedown', plus: '+'};

/** Names for messages and completions. */
export const keyNames: readonly string[] = ['Enter', 'Escape', 'Tab', 'Space', 'Backspace', 'Delete', 'Insert', 'Up', 'Down', 'Left', 'Right', 'Home', 'End', 'PageUp', 'PageDown', ...Array.from({length: 12}, (_, index) => `F${index + 1}`)];

/**
The bytes that a terminal sends for a key such as `x`, `Enter`, `Ctrl+C`, `Alt+x`, `Shift+Tab` or `F5`, to a program with these modes. Without a keyboard protocol there are keys that no byte stands for (`Ctrl+Enter`): a terminal would send another one for them, which is not what was asked.
*/
export function keyBytes(name: string, modes: KeyModes): KeyBytes {
	const {modifiers, base} = partsOf(name);
	if (base === undefined) {
		return {type: 'unknown'};
	}

	const key = synonyms[base.toLowerCase()] ?? base.toLowerCase();
	const final = finals[key];
	if (final !== undefined) {
		return bytes(finalBytes(final, {modifiers, key, modes}));
	}

	const tilde = tildes[key];
	if (tilde !== undefined) {
		return bytes(`\u001B[${tilde}${modifiers === 0 ? '' : `;${modifiers + 1}`}~`);
	}

	const special = named[key];
	if (special !== undefined) {
		return specialBytes(special, {modifiers, modes});
	}

	const character = key.length === 1 && synonyms[base.toLowerCase()] !== undefined ? key : base;
	return [...character].length === 1 ? characterBytes(character, {modifiers, modes}) : {type: 'unknown'};
}

type Held = {readonly modifiers: number; readonly modes: KeyModes};

/** `Ctrl++` is Ctrl and `+`, and so is `Ctrl+Plus`. */
function partsOf(name: string): {readonly modifiers: number; readonly base: string | undefined} {
	let modifiers = 0;
	let rest = name;
	for (let match = /^(ctrl|control|c|alt|meta|m|shift|s)[+-](?=.)/i.exec(rest); match !== null; match = /^(ctrl|control|c|alt|meta|m|shift|s)[+-](?=.)/i.exec(rest)) {
		const word = match[1]?.toLowerCase() ?? '';
		modifiers |= word.startsWith('c') ? bits.Ctrl : (word.startsWith('s') ? bits.Shift : bits.Alt);
		rest = rest.slice(match[0].length);
	}

	return {modifiers, base: rest === '' ? undefined : rest};
}

function finalBytes(final: string, {modifiers, key, modes}: Held & {readonly key: string}): string {
	if (modifiers !== 0) {
		return key === 'f3' && modes.kitty > 0 ? `\u001B[13;${modifiers + 1}~` : `\u001B[1;${modifiers + 1}${final}`;
	}

	if (modes.kitty > 0) {
		// F3 would be taken for the answer to where the cursor is.
		return key === 'f3' ? '\u001B[13~' : `\u001B[${final}`;
	}

	return key.startsWith('f') || modes.applicationCursor ? `\u001BO${final}` : `\u001B[${final}`;
}

function specialBytes({byte, code}: {readonly byte: string; readonly code: number}, {modifiers, modes}: Held): KeyBytes {
	if (modes.kitty > 0) {
		const isPlain = modifiers === 0 && code !== 27 && (modes.kitty & allKeys) === 0;
		return bytes(isPlain ? byte : coded(code, {modifiers, modes, text: code === 32 && modifiers === 0 ? ' ' : ''}));
	}

	const others = modifiers & ~bits.Alt;
	const alone = others === 0 ? byte : legacySpecial(code, others);
	return alone === undefined ? {type: 'unsayable'} : bytes(`${(modifiers & bits.Alt) === 0 ? '' : '\u001B'}${alone}`);
}

function legacySpecial(code: number, modifiers: number): string | undefined {
	if (code === 9 && modifiers === bits.Shift) {
		return '\u001B[Z';
	}

	if (code === 32) {
		return modifiers === bits.Shift ? ' ' : '\0';
	}

	return code === 127 && modifiers === bits.Ctrl ? '\b' : undefined;
}

function characterBytes(character: string, {modifiers, modes}: Held): KeyBytes {
	const lower = character.toLowerCase();
	// With Ctrl the case of a letter says nothing, as everybody writes Ctrl+C.
	const isUpper = lower !== character && (modifiers & bits.Ctrl) === 0;
	const held = isUpper ? modifiers | bits.Shift : modifiers;
	const text = (held & bits.Shift) === 0 ? lower : character.toUpperCase();
	if (modes.kitty > 0 && ((held & (bits.Alt | bits.Ctrl)) !== 0 || (modes.kitty & allKeys) !== 0)) {
		return bytes(coded(lower.codePointAt(0) ?? 0, {modifiers: held, modes, text: (held & (bits.Alt | bits.Ctrl)) === 0 ? text : ''}));
	}

	const alone = (held & bits.Ctrl) === 0 ? text : controlByte(lower);
	return alone === undefined ? {type: 'unsayable'} : bytes(`${(held & bits.Alt) === 0 ? '' : '\u001B'}${alone}`);
}

/** What ASCII has for a key with Ctrl. */
function controlByte(key: string): string | undefined {
	if (/^[a-z[\\\]^_@]$/.test(key)) {
		return String.fromCodePoint((key.toUpperCase().codePointAt(0) ?? 0) & 0x1F);
	}

	return key === '?' ? '\u007F' : (key === '/' ? '\u001F' : undefined);
}

function coded(code: number, {modifiers, modes, text}: Held & {readonly text: string}): string {
	const said = (modes.kitty & allKeys) !== 0 && (modes.kitty & withText) !== 0 && text !== '' ? `;${text.codePointAt(0) ?? 0}` : '';
	return `\u001B[${code}${modifiers === 0 ? (said === '' ? '' : ';') : `;${modifiers + 1}`}${said}u`;
}

function bytes(text: string): KeyBytes {
	return {type: 'bytes', bytes: text};
}

/** Text as it is typed or, where it has several lines and the program marks pastes, pasted: then its lines are not taken for many entries. */
export function textBytes(text: string, {bracketedPaste}: Pick<PaneModes, 'bracketedPaste'>): string {
	const lines = text.replaceAll(/\r?\n/g, '\r');
	if (!lines.includes('\r') || !bracketedPaste) {
		return lines;
	}

	// What would end the paste from within is left out.
	return `\u001B[200~${lines.replaceAll('\u001B[201~', '')}\u001B[201~`;
}
