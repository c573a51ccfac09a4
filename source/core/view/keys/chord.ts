import {held} from './named-keys.js';
import type {Stroke} from './stroke.js';

/** The one key that never reaches a pane by itself. */
export type Chord = {readonly label: string; readonly key: string; readonly modifiers: number};

export const defaultChord: Chord = {label: 'Ctrl+Space', key: ' ', modifiers: held.ctrl};

export type ChordProblem = {readonly problem: string};

/** Keys that agents and shells cannot do without, and what they are to them. */
const needed: Readonly<Record<string, string>> = {
	'Ctrl+c': 'it stops what a program does',
	'Ctrl+d': 'it ends the input',
	'Ctrl+z': 'it puts a program aside',
	'Ctrl+h': 'some keyboards send it for Backspace',
	'Ctrl+i': 'terminals send it for Tab',
	'Ctrl+j': 'it begins a new line',
	'Ctrl+m': 'terminals send it for Enter',
	'Ctrl+[': 'terminals send it for Esc',
	'Ctrl+Alt+h': 'some keyboards send it for Alt+Backspace',
	'Ctrl+Alt+i': 'terminals send it for Alt+Tab',
	'Ctrl+Alt+j': 'it begins a new line',
	'Ctrl+Alt+m': 'terminals send it for Alt+Enter',
	'Alt+[': 'other keys begin with its bytes',
	'Alt+]': 'answers of terminals begin with its bytes',
	'Alt+O': 'other keys begin with its bytes',
	'Alt+Enter': 'it begins a new line',
	'Alt+Backspace': 'it deletes a word',
};

/** Reads a setting such as `Ctrl+Space`, `Ctrl+b`, `Alt+w` or `F12`; a sentence where it cannot be the chord. */
export function readChord(setting: string): Chord | ChordProblem {
	const match = /^(?<control>ctrl\+)?(?<alt>alt\+)?(?<key>space|f\d{1,2}|\S)$/iu.exec(setting.trim())?.groups;
	if (match === undefined) {
		return {problem: `${setting.trim()} is no key that can be the chord: it is one key with Ctrl or Alt, or F1 to F12.`};
	}

	const {control, alt, key = ''} = match;
	const name = key.toLowerCase() === 'space' ? ' ' : (/^f\d/i.test(key) ? key.toUpperCase() : (control === undefined ? key : key.toLowerCase()));
	return allowed(chordOf(name, (control === undefined ? 0 : held.ctrl) | (alt === undefined ? 0 : held.alt)));
}

function chordOf(key: string, modifiers: number): Chord {
	return {key, modifiers, label: `${(modifiers & held.ctrl) === 0 ? '' : 'Ctrl+'}${(modifiers & held.alt) === 0 ? '' : 'Alt+'}${(modifiers & held.shift) === 0 ? '' : 'Shift+'}${key === ' ' ? 'Space' : key}`};
}

function allowed(chord: Chord): Chord | ChordProblem {
	const {label, key, modifiers} = chord;
	const reason = needed[label];
	if (reason !== undefined) {
		return {problem: `${label} cannot be it: ${reason}.`};
	}

	if (/^F(?:\d|1[0-2])$/.test(key) && key !== 'F0' && modifiers === 0) {
		return chord;
	}

	const isSayable = modifiers === held.ctrl ? /^[ a-z\\\]^_]$/.test(key) : (modifiers === held.alt ? /^[!-~ ]$/.test(key) : modifiers === (held.ctrl | held.alt) && /^[ a-z]$/.test(key));
	return isSayable ? chord : {problem: `${label} cannot be it: programs need it, or not every terminal can tell it. Press one key with Ctrl or Alt, or F1 to F12.`};
}

export function parseChord(setting: string): Chord | undefined {
	const read = readChord(setting);
	return 'problem' in read ? undefined : read;
}

/** Whether this is the chord, in whatever form it came; the locks do not matter. */
export function isChord({key, base, shifted, modifiers}: Stroke, chord: Chord): boolean {
	const bits = modifiers & ~held.locks;
	if (bits === chord.modifiers && (key === chord.key || base === chord.key)) {
		return true;
	}

	// With Alt a character that needs Shift is the character.
	return chord.modifiers === held.alt && bits === (held.alt | held.shift) && (shifted ?? key.toUpperCase()) === chord.key;
}

export function strokeOfChord({key, modifiers}: Chord): Stroke {
	const isUpper = key.length === 1 && key !== key.toLowerCase();
	return isUpper ? {key: key.toLowerCase(), modifiers: modifiers | held.shift, event: 'press', shifted: key} : {key, modifiers, event: 'press'};
}
