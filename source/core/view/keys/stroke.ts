import {finalKeys, held, keyOfCode, keyOfSs3, tildeKeys} from './named-keys.js';

/** One thing done to one key, whatever bytes told of it. */
export type Stroke = {
	/** What stands on the key: the character it writes without Shift, or a name such as `Enter`, `F5` or `KeypadEnter`. */
	readonly key: string;
	/** Bits of `held`. */
	readonly modifiers: number;
	readonly event: 'press' | 'repeat' | 'release';
	/** What it writes with Shift, where that is known. */
	readonly shifted?: string;
	/** The same key on a keyboard with Latin letters, where the terminal says so. */
	readonly base?: string;
	/** What it has written, where the terminal says so. */
	readonly text?: string;
};

const events = {1: 'press', 2: 'repeat', 3: 'release'} as const;

/** A control byte as a terminal without a keyboard protocol sends it; several keys share one, and the commonest is meant. */
export function strokeOfByte(byte: number): Stroke {
	switch (byte) {
		case 0: {
			return pressed(' ', held.ctrl);
		}

		case 9:
		case 13:
		case 27:
		case 127: {
			return pressed(keyOfCode(byte) ?? '');
		}

		default: {
			return pressed(byte <= 26 ? String.fromCodePoint(byte + 96) : String.fromCodePoint(byte + 64), held.ctrl);
		}
	}
}

/** A character as it was typed; of a letter it is known that Shift was held. */
export function strokeOfCharacter(character: string): Stroke {
	const lower = character.toLowerCase();
	return /^[A-Z]$/.test(character) ? {key: lower, modifiers: held.shift, event: 'press', shifted: character} : pressed(character);
}

/** A control sequence without its `CSI`, such as `1;5A`, `13;2u` or `27;5;32~`; undefined where it is no key. */
export function strokeOfSequence(words: string): Stroke | undefined {
	const match = /^(?<numbers>[\d:;]*)(?<final>[A-Zu~])$/.exec(words)?.groups;
	if (match === undefined) {
		return undefined;
	}

	const {numbers = '', final = ''} = match;
	const fields = numbers.split(';').map(field => field.split(':'));
	const [[number = '', shifted = '', base = ''] = [], modifiers, text = []] = fields;
	const how = howOf(modifiers);
	if (final === 'u') {
		const key = number === '' || fields.length > 3 ? undefined : keyOfCode(Number(number));
		return key === undefined ? undefined : {key, ...how, ...character('shifted', shifted), ...character('base', base), ...written(text)};
	}

	if (final === '~') {
		return tildeStroke(fields, how);
	}

	if (final === 'Z' && fields.length <= 2) {
		return {key: 'Tab', ...how, modifiers: how.modifiers | held.shift};
	}

	const key = finalKeys[final];
	return key === undefined || !['', '1'].includes(number) || fields.length > 2 ? undefined : {key, ...how};
}

type How = Pick<Stroke, 'modifiers' | 'event'>;

function howOf([modifiers = '', event = '']: readonly string[] = []): How {
	return {modifiers: Math.max(0, Number(modifiers === '' ? '1' : modifiers) - 1), event: events[event as unknown as 1] ?? 'press'};
}

/** `27;5;32~` is how modifyOtherKeys tells any key at all; every other number stands for one key. */
function tildeStroke(fields: ReadonlyArray<readonly string[]>, how: How): Stroke | undefined {
	const number = Number(fields[0]?.[0] ?? '');
	if (number === 27 && fields.length === 3) {
		const character = keyOfCode(Number(fields[2]?.[0]));
		return character === undefined ? undefined : withShiftNamed({...strokeOfCharacter(character), event: how.event, modifiers: how.modifiers});
	}

	const key = tildeKeys[number] ?? (number === 57_427 ? 'KeypadBegin' : undefined);
	return key === undefined || fields.length > 2 ? undefined : {key, ...how};
}

/** Only of a letter the other case is known. */
function withShiftNamed(stroke: Stroke): Stroke {
	return /^[a-z]$/.test(stroke.key) && (stroke.modifiers & held.shift) !== 0 ? {...stroke, shifted: stroke.key.toUpperCase()} : stroke;
}

/** `ESC O A`, and `ESC O 5 A` of terminals that put the modifiers there. */
export function strokeOfSs3(letter: string, modifiers: number): Stroke | undefined {
	const key = keyOfSs3(letter);
	return key === undefined ? undefined : pressed(key, modifiers);
}

export function withAlt(stroke: Stroke): Stroke {
	return {...stroke, modifiers: stroke.modifiers | held.alt};
}

function pressed(key: string, modifiers = 0): Stroke {
	return {key, modifiers, event: 'press'};
}

function character(name: 'shifted' | 'base', code: string): Partial<Stroke> {
	const key = code === '' ? undefined : keyOfCode(Number(code));
	return key === undefined ? {} : {[name]: key};
}

function written(codes: readonly string[]): Partial<Stroke> {
	return codes.some(code => code !== '') ? {text: codes.map(code => keyOfCode(Number(code)) ?? '').join('')} : {};
}

/** What a key writes by itself: undefined where Ctrl, Alt or their like are held, or where it is not a character. */
export function writtenBy(stroke: Stroke): string | undefined {
	if ((stroke.modifiers & ~(held.shift | held.locks)) !== 0 || [...stroke.key].length !== 1) {
		return undefined;
	}

	if (stroke.text !== undefined) {
		return stroke.text;
	}

	const isCapsLetter = (stroke.modifiers & 64) !== 0 && stroke.key.toUpperCase() !== stroke.key;
	const isShifted = ((stroke.modifiers & held.shift) !== 0) !== isCapsLetter;
	return isShifted ? stroke.shifted ?? stroke.key.toUpperCase() : stroke.key;
}
