import type {PaneModes} from '../cells/cells.js';
import {encodeStroke, isTold, type KeyModes} from './encode.js';
import {held, isCharacter} from './named-keys.js';
import {endMark, startMark} from './outer-paste.js';
import type {Stroke} from './stroke.js';

export type KeyBytes =
	| {readonly type: 'bytes'; readonly bytes: string}
	/** No key of ours has this name. */
	| {readonly type: 'unknown'}
	/** There is such a key, but a program that asked for no keyboard protocol cannot be told of it. */
	| {readonly type: 'unsayable'};

/** Names for messages and completions. */
export const keyNames: readonly string[] = ['Enter', 'Escape', 'Tab', 'Space', 'Backspace', 'Delete', 'Insert', 'Up', 'Down', 'Left', 'Right', 'Home', 'End', 'PageUp', 'PageDown', ...Array.from({length: 12}, (_, index) => `F${index + 1}`)];

/** What a key is called here, by its name in lower case. */
const named: Readonly<Record<string, string>> = {
	...Object.fromEntries(keyNames.map(name => [name.toLowerCase(), name])),
	escape: 'Esc', esc: 'Esc', return: 'Enter', del: 'Delete', ins: 'Insert', pgup: 'PageUp', pgdn: 'PageDown', space: ' ', plus: '+',
};

/**
The bytes that a terminal sends for a key such as `x`, `Enter`, `Ctrl+C`, `Alt+x`, `Shift+Tab` or `F5`, to a program with these modes. Without a keyboard protocol there are keys that no byte stands for (`Ctrl+Enter`): a terminal would send another one for them, which is not what was asked.
*/
export function keyBytes(name: string, modes: KeyModes): KeyBytes {
	const stroke = strokeNamed(name);
	if (stroke === undefined) {
		return {type: 'unknown'};
	}

	const bytes = isTold(stroke, modes) ? encodeStroke(stroke, modes) : undefined;
	return bytes === undefined ? {type: 'unsayable'} : {type: 'bytes', bytes};
}

export function isKeyName(name: string): boolean {
	return strokeNamed(name) !== undefined;
}

const prefix = /^(?:(?<control>ctrl|control|c)|(?<alt>alt|meta|m)|shift|s)[+-](?=.)/i;

/** `Ctrl++` is Ctrl and `+`, and so is `Ctrl+Plus`. */
function strokeNamed(name: string): Stroke | undefined {
	let modifiers = 0;
	let rest = name;
	for (let match = prefix.exec(rest); match !== null; match = prefix.exec(rest)) {
		const {control, alt} = match.groups ?? {};
		modifiers |= control === undefined ? (alt === undefined ? held.shift : held.alt) : held.ctrl;
		rest = rest.slice(match[0].length);
	}

	const key = named[rest.toLowerCase()] ?? rest;
	if (key !== rest || named[key.toLowerCase()] !== undefined) {
		return {key, modifiers, event: 'press'};
	}

	if (!isCharacter(key)) {
		return undefined;
	}

	const lower = key.toLowerCase();
	// With Ctrl the case of a letter says nothing, as everybody writes Ctrl+C.
	const isUpper = lower !== key && (modifiers & held.ctrl) === 0;
	return {key: lower, modifiers: isUpper ? modifiers | held.shift : modifiers, event: 'press', shifted: key.toUpperCase()};
}

/** Text as it is typed or, where it has several lines and the program marks pastes, pasted: then its lines are not taken for many entries. */
export function textBytes(text: string, {bracketedPaste}: Pick<PaneModes, 'bracketedPaste'>): string {
	const lines = text.replaceAll(/\r?\n/g, '\r');
	if (!lines.includes('\r') || !bracketedPaste) {
		return lines;
	}

	// What would end the paste from within is left out.
	return `${startMark}${lines.replaceAll(endMark, '')}${endMark}`;
}
