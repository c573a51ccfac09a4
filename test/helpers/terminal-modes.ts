/** Modes of a terminal that a program turns on and has to turn off again, with what is left where it does not. */
const named: Readonly<Record<string, string>> = {
	1049: 'the alternate screen',
	1: 'cursor keys of an application',
	9: 'mouse clicks reported', 1000: 'mouse clicks reported', 1002: 'mouse drags reported', 1003: 'mouse moves reported',
	1004: 'focus reported',
	2004: 'pastes marked',
	2026: 'an update that never ends',
};

/** What of the modes of a terminal is not as a shell wants it, after all it got. Kept apart from the emulators of the program, which are what is judged. */
export function wrongModes(bytes: Uint8Array): readonly string[] {
	const on = new Map<string, boolean>();
	let isCursorShown = true;
	let wraps = true;
	let keyboardLevels = 0;
	let keyboardFlags = 0;
	// eslint-disable-next-line no-control-regex -- escape sequences are what is looked for
	for (const [, mark = '', parameters = '', final] of Buffer.from(bytes).toString('latin1').matchAll(/\u001B\[([?><=]?)([\d;]*)([hlu])/g)) {
		if (mark === '?' && (final === 'h' || final === 'l')) {
			for (const mode of parameters.split(';')) {
				// Three ways onto one screen, and each of them leads back.
				on.set(mode === '47' || mode === '1047' ? '1049' : mode, final === 'h');
				isCursorShown = mode === '25' ? final === 'h' : isCursorShown;
				wraps = mode === '7' ? final === 'h' : wraps;
			}
		} else if (final === 'u' && mark === '>') {
			keyboardLevels++;
		} else if (final === 'u' && mark === '<') {
			// Popping more than there is empties the stack, as terminals do it.
			keyboardLevels = Math.max(0, keyboardLevels - Number(parameters === '' ? 1 : parameters));
			keyboardFlags = 0;
		} else if (final === 'u' && mark === '=') {
			keyboardFlags = Number(parameters.split(';')[0]);
		}
	}

	return [
		...new Set(Object.entries(named).flatMap(([mode, words]) => on.get(mode) === true ? [words] : [])),
		...isCursorShown ? [] : ['its cursor hidden'],
		...wraps ? [] : ['no wrapping at its edge'],
		...keyboardLevels > 0 || keyboardFlags > 0 ? ['a keyboard protocol of ours'] : [],
	];
}
