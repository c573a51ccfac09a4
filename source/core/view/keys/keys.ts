/** A key for the chrome: a character as it is written, or a name such as `Enter`; with Ctrl or Alt before it where they were held. */
export type Key =
	| {readonly type: 'key'; readonly name: string}
	| {readonly type: 'paste'; readonly text: string};

/** Bytes that are not yet a whole key. `paste` has what came since a paste began. */
export type KeyState = {readonly pending: Uint8Array; readonly paste: string | undefined};

export const emptyKeyState: KeyState = {pending: new Uint8Array(), paste: undefined};

const escape = 0x1B;
const pasteStart = '\u001B[200~';
const pasteEnd = '\u001B[201~';

/** Longer than any sequence a terminal sends for a key. */
const longestSequence = 64;

const finals: Readonly<Record<string, string>> = {A: 'Up', B: 'Down', C: 'Right', D: 'Left', H: 'Home', F: 'End', Z: 'Shift+Tab', P: 'F1', Q: 'F2', R: 'F3', S: 'F4'};
const tildes: Readonly<Record<string, string>> = {1: 'Home', 3: 'Delete', 4: 'End', 5: 'PageUp', 6: 'PageDown', 7: 'Home', 8: 'End'};
const codes: Readonly<Record<number, string>> = {8: 'Backspace', 9: 'Tab', 13: 'Enter', 27: 'Esc', 127: 'Backspace'};

/**
Takes in bytes from the terminal and gives the keys that are whole. A lone Esc stays pending, because it may begin a sequence: `flushKeys` after a short silence makes it the Esc key.
*/
export function feedKeys(state: KeyState, chunk: Uint8Array): readonly [KeyState, readonly Key[]] {
	const bytes = joinBytes(state.pending, chunk);
	const keys: Key[] = [];
	let {paste} = state;
	let position = 0;
	while (position < bytes.length) {
		const rest = bytes.subarray(position);
		if (paste !== undefined) {
			const taken = readPaste(rest);
			paste += taken.text;
			position += taken.length;
			if (taken.ended) {
				keys.push({type: 'paste', text: paste});
				paste = undefined;
				continue;
			}

			break;
		}

		const read = readKey(rest);
		if (read === undefined) {
			break;
		}

		position += read.length;
		if (read.name === pasteStart) {
			paste = '';
		} else if (read.name !== '') {
			keys.push({type: 'key', name: read.name});
		}
	}

	return [{pending: bytes.slice(position), paste}, keys];
}

/** What is pending after a silence was no sequence after all. */
export function flushKeys(state: KeyState): readonly [KeyState, readonly Key[]] {
	if (state.paste !== undefined || state.pending.length === 0) {
		return [state, []];
	}

	return [emptyKeyState, state.pending[0] === escape ? [{type: 'key', name: 'Esc'}] : []];
}

type Read = {readonly length: number; readonly name: string};

function readKey(bytes: Uint8Array): Read | undefined {
	const first = bytes[0] ?? 0;
	if (first === escape) {
		return readEscape(bytes);
	}

	if (first < 0x20 || first === 0x7F) {
		return {length: 1, name: controlName(first)};
	}

	const length = characterLength(first);
	if (bytes.length < length) {
		return undefined;
	}

	const text = new TextDecoder().decode(bytes.subarray(0, length));
	return {length, name: text.includes('\uFFFD') ? '' : text};
}

/** A byte that cannot begin a character counts as one, and is no key. */
function characterLength(first: number): number {
	if (first < 0xC2 || first > 0xF4) {
		return 1;
	}

	return first < 0xE0 ? 2 : (first < 0xF0 ? 3 : 4);
}

function readEscape(bytes: Uint8Array): Read | undefined {
	const second = bytes[1];
	if (second === undefined) {
		return undefined;
	}

	if (second === 0x5B || second === 0x4F) {
		return readSequence(bytes);
	}

	if (second === escape) {
		return {length: 1, name: 'Esc'};
	}

	const inner = readKey(bytes.subarray(1));
	return inner && {length: inner.length + 1, name: inner.name === '' ? '' : `Alt+${inner.name}`};
}

function readSequence(bytes: Uint8Array): Read | undefined {
	let end = 2;
	while (end < bytes.length && (bytes[end] ?? 0) >= 0x20 && (bytes[end] ?? 0) < 0x40) {
		end++;
	}

	const last = bytes[end];
	if (last === undefined) {
		return end > longestSequence ? {length: end, name: ''} : undefined;
	}

	// A control byte inside: the sequence was broken off, and the byte is a key of its own.
	if (last < 0x40 || last > 0x7E) {
		return {length: end, name: ''};
	}

	const text = String.fromCodePoint(...bytes.subarray(0, end + 1));
	return {length: end + 1, name: text === pasteStart ? pasteStart : sequenceName(text)};
}

function sequenceName(text: string): string {
	const parameters = text.slice(2, -1).split(';');
	const final = text.at(-1) ?? '';
	const [modifiers = '1', event] = (parameters[1] ?? '').split(':');
	if (event === '3') {
		return '';
	}

	if (final === 'u') {
		return withModifiers(codeName(Number((parameters[0] ?? '').split(':')[0])), modifiers);
	}

	if (final === '~') {
		return parameters[0] === '27' ? withModifiers(codeName(Number(parameters[2])), parameters[1] ?? '1') : withModifiers(tildes[parameters[0] ?? ''] ?? '', modifiers);
	}

	return withModifiers(finals[final] ?? '', modifiers);
}

function withModifiers(name: string, modifiers: string): string {
	// Caps and number lock are in the same number and change nothing here.
	const bits = (Number(modifiers === '' ? '1' : modifiers) - 1) & 0b111;
	if (name === '') {
		return '';
	}

	if (name === ' ' && bits !== 0) {
		return withModifiers('Space', modifiers);
	}

	const isLetter = name.length === 1;
	return `${(bits & 4) === 0 ? '' : 'Ctrl+'}${(bits & 2) === 0 ? '' : 'Alt+'}${(bits & 1) === 0 || isLetter ? '' : 'Shift+'}${(bits & 1) !== 0 && isLetter ? name.toUpperCase() : name}`;
}

function codeName(code: number): string {
	return codes[code] ?? (code >= 0x20 && code <= 0x10_FFFF ? String.fromCodePoint(code) : '');
}

function controlName(byte: number): string {
	switch (byte) {
		case 0: {
			return 'Ctrl+Space';
		}

		case 9: {
			return 'Tab';
		}

		case 10:
		case 13: {
			return 'Enter';
		}

		case 8:
		case 127: {
			return 'Backspace';
		}

		default: {
			return byte <= 26 ? `Ctrl+${String.fromCodePoint(byte + 96)}` : '';
		}
	}
}

function readPaste(bytes: Uint8Array): {readonly text: string; readonly length: number; readonly ended: boolean} {
	const end = indexOf(bytes, pasteEnd);
	if (end !== -1) {
		return {text: new TextDecoder().decode(bytes.subarray(0, end)), length: end + pasteEnd.length, ended: true};
	}

	// Kept back until the end is seen: neither a cut character nor a cut end marker is decoded in halves.
	return {text: '', length: 0, ended: false};
}

function indexOf(bytes: Uint8Array, text: string): number {
	for (let index = 0; index + text.length <= bytes.length; index++) {
		let offset = 0;
		while (offset < text.length && bytes[index + offset] === text.codePointAt(offset)) {
			offset++;
		}

		if (offset === text.length) {
			return index;
		}
	}

	return -1;
}

export function joinBytes(one: Uint8Array, other: Uint8Array): Uint8Array {
	if (one.length === 0) {
		return other;
	}

	const whole = new Uint8Array(one.length + other.length);
	whole.set(one);
	whole.set(other, one.length);
	return whole;
}
