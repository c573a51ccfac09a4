import {held, isCharacter, isModifierKey, keypadKey} from './named-keys.js';
import {writtenBy, type Stroke} from './stroke.js';

/** A key for the chrome: a character as it is written, or a name such as `Enter`; with Ctrl or Alt before it where they were held. */
export type Key =
	| {readonly type: 'key'; readonly name: string}
	| {readonly type: 'paste'; readonly text: string};

/** Keys that some terminals send as another one with Ctrl: there is no telling them apart, and the plain one is meant. */
const twins: Readonly<Record<string, string>> = {'Ctrl+h': 'Backspace', 'Ctrl+j': 'Enter'};

/** The name of what was pressed; undefined for a release and for Shift and its like alone. */
export function keyName(stroke: Stroke): string | undefined {
	if (stroke.event === 'release' || isModifierKey(stroke.key)) {
		return undefined;
	}

	const key = keypadKey(stroke.key)?.plain ?? stroke.key;
	const written = writtenBy({...stroke, key});
	if (written !== undefined) {
		return written;
	}

	const modifiers = stroke.modifiers & ~held.locks;
	const isShifted = (modifiers & held.shift) !== 0;
	const base = isCharacter(key) ? (isShifted && key !== ' ' ? stroke.shifted ?? key.toUpperCase() : key) : key;
	const name = [
		(modifiers & held.ctrl) === 0 ? '' : 'Ctrl+',
		(modifiers & held.alt) === 0 ? '' : 'Alt+',
		(modifiers & (held.super | held.hyper | held.meta)) === 0 ? '' : 'Super+',
		isShifted && (base === ' ' || !isCharacter(base)) ? 'Shift+' : '',
		base === ' ' ? 'Space' : base,
	].join('');
	return twins[name] ?? name;
}

/** Each character of typed text is a key; bytes that are no text are none. */
export function keysOfText(bytes: Uint8Array): readonly string[] {
	return [...new TextDecoder().decode(bytes)].filter(character => character !== '\uFFFD');
}
