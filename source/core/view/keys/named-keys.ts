/** Bits of a key's modifiers, as the keyboard protocols count them. */
export const held = {shift: 1, alt: 2, ctrl: 4, super: 8, hyper: 16, meta: 32, locks: 64 | 128} as const;

/** Keys with a byte of their own, by the code that the keyboard protocols know them by. */
const codedKeys: Readonly<Record<number, string>> = {9: 'Tab', 13: 'Enter', 27: 'Esc', 32: ' ', 127: 'Backspace'};

/** By the last letter of their sequence. */
export const finalKeys: Readonly<Record<string, string>> = {A: 'Up', B: 'Down', C: 'Right', D: 'Left', E: 'KeypadBegin', F: 'End', H: 'Home', P: 'F1', Q: 'F2', R: 'F3', S: 'F4'};

/** By the number before their tilde. */
export const tildeKeys: Readonly<Record<number, string>> = {
	2: 'Insert', 3: 'Delete', 5: 'PageUp', 6: 'PageDown', 1: 'Home', 4: 'End', 7: 'Home', 8: 'End',
	11: 'F1', 12: 'F2', 13: 'F3', 14: 'F4', 15: 'F5', 17: 'F6', 18: 'F7', 19: 'F8', 20: 'F9', 21: 'F10', 23: 'F11', 24: 'F12',
	25: 'F13', 26: 'F14', 28: 'F15', 29: 'Menu', 31: 'F17', 32: 'F18', 33: 'F19', 34: 'F20',
};

const keypad = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'Decimal', 'Divide', 'Multiply', 'Subtract', 'Add', 'Enter', 'Equal', 'Separator', 'Left', 'Right', 'Up', 'Down', 'PageUp', 'PageDown', 'Home', 'End', 'Insert', 'Delete', 'Begin'];

/** Keys that only the kitty protocol has codes for, in its private range. */
const privateKeys: Readonly<Record<number, string>> = {
	57_363: 'Menu',
	...Object.fromEntries(Array.from({length: 23}, (_, index) => [57_376 + index, `F${13 + index}`])),
	...Object.fromEntries(keypad.map((name, index) => [57_399 + index, `Keypad${name}`])),
};

const privateRange = {from: 57_344, to: 63_743} as const;

/** What a key of the keypad is where nobody tells the keypads apart, and its letter in application mode. */
const keypadKeys: Readonly<Record<string, {readonly plain: string; readonly letter: string}>> = {
	...Object.fromEntries(Array.from({length: 10}, (_, digit) => [`Keypad${digit}`, {plain: String(digit), letter: String.fromCodePoint(0x70 + digit)}])),
	KeypadDecimal: {plain: '.', letter: 'n'},
	KeypadDivide: {plain: '/', letter: 'o'},
	KeypadMultiply: {plain: '*', letter: 'j'},
	KeypadSubtract: {plain: '-', letter: 'm'},
	KeypadAdd: {plain: '+', letter: 'k'},
	KeypadEnter: {plain: 'Enter', letter: 'M'},
	KeypadEqual: {plain: '=', letter: 'X'},
	KeypadSeparator: {plain: ',', letter: 'l'},
};

const keypadLetters: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(keypadKeys).map(([name, {letter}]) => [letter, name]));

/** The key of a code in a keyboard protocol; undefined where the number is none. */
export function keyOfCode(code: number): string | undefined {
	const named = codedKeys[code] ?? privateKeys[code];
	if (named !== undefined) {
		return named;
	}

	if (code >= privateRange.from && code <= privateRange.to) {
		return `Code${code}`;
	}

	return code >= 0x20 && code <= 0x10_FFFF && (code < 0x7F || code > 0x9F) && (code < 0xD800 || code > 0xDFFF) ? String.fromCodePoint(code) : undefined;
}

const codes = new Map([...Object.entries(codedKeys), ...Object.entries(privateKeys)].map(([code, name]) => [name, Number(code)]));

export function codeOfKey(key: string): number | undefined {
	return codes.get(key) ?? (isCharacter(key) ? key.codePointAt(0) : (/^Code(\d+)$/.test(key) ? Number(key.slice(4)) : undefined));
}

/** The other numbers of keys that have two. */
const doubled = new Set(['7', '8']);

const finals = new Map(Object.entries(finalKeys).map(([letter, name]) => [name, letter]));
const tildes = new Map([...new Set(Object.values(tildeKeys))].map(name => [name, Number(Object.entries(tildeKeys).find(([number, key]) => key === name && !doubled.has(number))?.[0])]));

/** The letter a key's sequence ends with, or the number before its tilde. */
export function sequenceOfKey(key: string): {readonly final: string} | {readonly tilde: number} | undefined {
	const final = finals.get(key);
	if (final !== undefined) {
		return {final};
	}

	const tilde = key === 'F16' ? 29 : tildes.get(key);
	return tilde === undefined ? undefined : {tilde};
}

export function keypadKey(key: string): {readonly plain: string; readonly letter?: string} | undefined {
	return keypadKeys[key] ?? (/^Keypad[A-Z]/.test(key) && key !== 'KeypadBegin' ? {plain: key.slice(6)} : undefined);
}

/** The key of a letter after `ESC O`. */
export function keyOfSs3(letter: string): string | undefined {
	return finalKeys[letter] ?? keypadLetters[letter];
}

/** Not the name of a key but what it writes. */
export function isCharacter(key: string): boolean {
	const point = key.codePointAt(0) ?? 0;
	return key !== '' && key.length === (point > 0xFFFF ? 2 : 1);
}

/** Shift, Ctrl and their like by themselves, and the locks. */
export function isModifierKey(key: string): boolean {
	const code = /^Code(\d+)$/.exec(key)?.[1];
	return code !== undefined && ((Number(code) >= 57_441 && Number(code) <= 57_454) || (Number(code) >= 57_358 && Number(code) <= 57_360));
}
