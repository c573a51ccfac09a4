import type {Sequence} from './sequences.js';

/** What a program has switched in its terminal, as far as it outlives what is written next: the pen and the cursor's place are not among it. */
export type Modes = {
	/** Private modes that were set to something, each on or off. Mouse modes and the alternate screen have rules of their own. */
	readonly switches: Readonly<Record<number, boolean>>;
	/** 9, 1000, 1002 or 1003. */
	readonly mouse: number | undefined;
	/** 1005, 1006, 1015 or 1016. */
	readonly encoding: number | undefined;
	/** By which mode it was entered: 47, 1047 or 1049. */
	readonly alternate: number | undefined;
	readonly screens: {readonly main: ScreenModes; readonly alternate: ScreenModes};
	readonly insert: boolean;
	readonly newLine: boolean;
	readonly modifyOtherKeys: number | undefined;
	/** As DECSCUSR counts them. */
	readonly cursorShape: number | undefined;
	/** What G0 to G3 were designated as, and which of them is in use. */
	readonly charsets: Readonly<Record<string, string>>;
	readonly shift: number;
	readonly title: string | undefined;
	/** By the number of their OSC, with the place in the palette for 4. */
	readonly colours: Readonly<Record<string, string>>;
};

/** Each screen has its own keyboard flags and its own scroll region. */
type ScreenModes = {readonly flags: number; readonly stack: readonly number[]; readonly region: string | undefined};

const freshScreen: ScreenModes = {flags: 0, stack: [], region: undefined};

export const freshModes: Modes = {
	switches: {},
	mouse: undefined,
	encoding: undefined,
	alternate: undefined,
	screens: {main: freshScreen, alternate: freshScreen},
	insert: false,
	newLine: false,
	modifyOtherKeys: undefined,
	cursorShape: undefined,
	charsets: {},
	shift: 0,
	title: undefined,
	colours: {},
};

/** Application cursor keys, reverse colours, origin, wrap, blinking and visible cursor, keypad, focus, paste, synchronized, graphemes, colour scheme and size reports. */
const switches = new Set([1, 5, 6, 7, 12, 25, 45, 66, 1004, 1007, 2004, 2026, 2027, 2031, 2048]);
const mouse = new Set([9, 1000, 1002, 1003]);
const encodings = new Set([1005, 1006, 1015, 1016]);
const alternates = new Set([47, 1047, 1049]);
/** What DECSTR puts back, as the emulator does it. */
const soft = new Set([1, 6, 7, 25, 45, 66, 1004, 2004, 2026]);

/** A program that pushes for ever must not fill the memory; other terminals keep as many. */
const deepest = 32;
const longestTitle = 512;
const longestColour = 64;

/** The size changed: terminals let go of the scroll region then. */
export function resizeModes(modes: Modes): Modes {
	const {main, alternate} = modes.screens;
	return {...modes, screens: {main: {...main, region: undefined}, alternate: {...alternate, region: undefined}}};
}

export function changeModes(modes: Modes, sequence: Sequence): Modes {
	switch (sequence.type) {
		case 'shift': {
			return {...modes, shift: sequence.set};
		}

		case 'escape': {
			return changeByEscape(modes, sequence);
		}

		case 'csi': {
			return changeByCsi(modes, sequence);
		}

		case 'osc': {
			return changeByOsc(modes, sequence.text);
		}

		default: {
			const never: never = sequence;
			return never;
		}
	}
}

function changeByEscape(modes: Modes, {intermediates, final}: Extract<Sequence, {type: 'escape'}>): Modes {
	if (intermediates !== '') {
		return /^[()*+]/.test(intermediates) ? {...modes, charsets: {...modes.charsets, [intermediates.slice(0, 1)]: intermediates.slice(1) + final}} : modes;
	}

	switch (final) {
		case 'c': {
			// Neither the title nor the colours are reset by it.
			return {...freshModes, title: modes.title, colours: modes.colours};
		}

		case '=':
		case '>': {
			return {...modes, switches: {...modes.switches, 66: final === '='}};
		}

		case 'n':
		case 'o': {
			return {...modes, shift: final === 'n' ? 2 : 3};
		}

		default: {
			return modes;
		}
	}
}

function changeByCsi(modes: Modes, {prefix, parameters, intermediates, final}: Extract<Sequence, {type: 'csi'}>): Modes {
	const numbers = parameters.map(Number);
	const [first = 0, second] = numbers;
	switch (prefix + intermediates + final) {
		case '?h':
		case '?l': {
			let changed = modes;
			for (const mode of numbers) {
				changed = switchMode(changed, mode, final === 'h' ? 'on' : 'off');
			}

			return changed;
		}

		case 'h':
		case 'l': {
			const on = final === 'h';
			return {...modes, insert: numbers.includes(4) ? on : modes.insert, newLine: numbers.includes(20) ? on : modes.newLine};
		}

		case '>u': {
			return changeScreen(modes, ({flags, stack, ...rest}) => ({...rest, flags: first, stack: [...stack, flags].slice(-deepest)}));
		}

		case '<u': {
			return changeScreen(modes, ({stack, ...rest}) => {
				const kept = stack.length - Math.max(1, first);
				return {...rest, flags: stack[kept] ?? 0, stack: stack.slice(0, Math.max(0, kept))};
			});
		}

		case '=u': {
			return changeScreen(modes, screen => ({...screen, flags: second === 2 ? screen.flags | first : (second === 3 ? screen.flags & ~first : first)}));
		}

		case '>m':
		case '>n': {
			return first === 4 || parameters[0] === '' ? {...modes, modifyOtherKeys: final === 'm' && first === 4 ? second : undefined} : modes;
		}

		case 'r': {
			return changeScreen(modes, screen => ({...screen, region: first <= 1 && !second ? undefined : parameters.slice(0, 2).join(';')}));
		}

		case ' q': {
			const {12: blink, ...others} = modes.switches;
			return {...modes, cursorShape: first, switches: others};
		}

		case '!p': {
			const kept = Object.fromEntries(Object.entries(modes.switches).filter(([mode]) => !soft.has(Number(mode))));
			return {...changeScreen(modes, screen => ({...screen, region: undefined})), switches: kept, insert: false, charsets: {}, shift: 0};
		}

		default: {
			return modes;
		}
	}
}

function switchMode(modes: Modes, mode: number, to: 'on' | 'off'): Modes {
	const on = to === 'on';
	if (switches.has(mode)) {
		return {...modes, switches: {...modes.switches, [mode]: on}};
	}

	if (mouse.has(mode)) {
		return {...modes, mouse: on ? mode : undefined};
	}

	if (encodings.has(mode)) {
		return {...modes, encoding: on ? mode : undefined};
	}

	if (!alternates.has(mode) || on === (modes.alternate !== undefined)) {
		return modes;
	}

	// What was scrolled apart there is gone with the screen; the keyboard's flags stay.
	return on ? {...modes, alternate: mode} : {...changeScreen(modes, screen => ({...screen, region: undefined})), alternate: undefined};
}

function changeScreen(modes: Modes, change: (screen: ScreenModes) => ScreenModes): Modes {
	const {main, alternate} = modes.screens;
	return {...modes, screens: modes.alternate === undefined ? {main: change(main), alternate} : {main, alternate: change(alternate)}};
}

function changeByOsc(modes: Modes, text: string): Modes {
	const [number = '', ...values] = text.split(';');
	switch (number) {
		case '0':
		case '2': {
			return {...modes, title: values.join(';').slice(0, longestTitle)};
		}

		case '4': {
			const pairs = values.flatMap((place, index) => index % 2 === 0 && /^\d{1,3}$/.test(place) ? [{name: `4;${Number(place)}`, value: values[index + 1]}] : []);
			return setColours(modes, pairs);
		}

		case '10':
		case '11':
		case '12': {
			// More than one value is for the numbers that follow.
			return setColours(modes, values.map((value, index) => ({name: String(Number(number) + index), value})).filter(({name}) => Number(name) <= 12));
		}

		case '104': {
			return dropColours(modes, name => name.startsWith('4;') && (values.length === 0 || values.some(place => name === `4;${Number(place)}`)));
		}

		case '110':
		case '111':
		case '112': {
			return dropColours(modes, name => name === number.slice(1));
		}

		default: {
			return modes;
		}
	}
}

function setColours(modes: Modes, pairs: ReadonlyArray<{readonly name: string; readonly value: string | undefined}>): Modes {
	// A question mark asks, and changes nothing.
	const set = pairs.flatMap(({name, value}) => value === undefined || value === '?' || value === '' || value.length > longestColour ? [] : [[name, value] as const]);
	return {...modes, colours: {...modes.colours, ...Object.fromEntries(set)}};
}

function dropColours(modes: Modes, isDropped: (name: string) => boolean): Modes {
	return {...modes, colours: Object.fromEntries(Object.entries(modes.colours).filter(([name]) => !isDropped(name)))};
}
