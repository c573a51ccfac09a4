/** Modes of a terminal that a program turns on and has to turn off again, with what is left where it does not. */
const named: Readonly<Record<string, string>> = {
	1049: 'the alternate screen',
	1: 'cursor keys of an application',
	9: 'mouse clicks reported', 1000: 'mouse clicks reported', 1002: 'mouse drags reported', 1003: 'mouse moves reported',
	1004: 'focus reported',
	1005: 'mouse reports in another form', 1006: 'mouse reports in another form', 1015: 'mouse reports in another form', 1016: 'mouse reports in another form',
	2004: 'pastes marked',
	2031: 'light and dark reported',
	2048: 'sizes reported',
	2026: 'an update that never ends',
};

/** What of the modes of a terminal is not as a shell wants it, after all it got. Kept apart from the emulators of the program, which are what is judged. */
export function wrongModes(bytes: Uint8Array): readonly string[] {
	const text = Buffer.from(bytes).toString('latin1');
	const on = new Map<string, boolean>();
	// eslint-disable-next-line no-control-regex -- escape sequences are what is looked for
	for (const [, parameters = '', final] of text.matchAll(/\u001B\[\?([\d;]*)([hl])/g)) {
		for (const mode of parameters.split(';')) {
			// Three ways onto one screen, and each of them leads back.
			on.set(mode === '47' || mode === '1047' ? '1049' : mode, final === 'h');
		}
	}

	return [
		...new Set(Object.entries(named).flatMap(([mode, words]) => on.get(mode) === true ? [words] : [])),
		...on.get('25') === false ? ['its cursor hidden'] : [],
		...on.get('7') === false ? ['no wrapping at its edge'] : [],
		...text.lastIndexOf('\u001B=') > text.lastIndexOf('\u001B>') ? ['its keypad an application\'s'] : [],
		...hasKeyboard(text) ? ['a keyboard protocol of ours'] : [],
		...hasTitle(text) ? ['a title of ours'] : [],
	];
}

/** Whether a title that was kept has not been brought back. */
function hasTitle(text: string): boolean {
	let kept = 0;
	// eslint-disable-next-line no-control-regex -- as above
	for (const [, change] of text.matchAll(/\u001B\[(2[23]);[02]t/g)) {
		kept = change === '22' ? kept + 1 : Math.max(0, kept - 1);
	}

	return kept > 0;
}

/** Whether keys are told in another way than without any protocol. */
function hasKeyboard(text: string): boolean {
	let levels = 0;
	let flags = 0;
	let otherKeys = 0;
	// eslint-disable-next-line no-control-regex -- as above
	for (const [, mark = '', parameters = '', final] of text.matchAll(/\u001B\[([><=])([\d;]*)([mu])/g)) {
		if (final === 'm') {
			otherKeys = mark === '>' && parameters.startsWith('4;') ? Number(parameters.slice(2)) : 0;
		} else if (mark === '>') {
			levels++;
		} else if (mark === '<') {
			// Popping more than there is empties the stack, as terminals do it.
			levels = Math.max(0, levels - Number(parameters === '' ? 1 : parameters));
			flags = 0;
		} else {
			flags = Number(parameters.split(';')[0]);
		}
	}

	return levels > 0 || flags > 0 || otherKeys > 0;
}
