import type {Terminal} from '@xterm/headless';
import type {Cursor, PaneModes} from '../core/view/cells.js';

export type ModeTracker = {
	readonly modes: () => PaneModes;
	readonly cursor: () => Cursor;
	readonly kitty: () => number;
};

type Kitty = {readonly flags: number; readonly stack: readonly number[]};
type Tracked = {
	readonly visible: boolean;
	readonly shape: Cursor['shape'];
	readonly blink: boolean;
	readonly mouseEncoding: PaneModes['mouseEncoding'];
	readonly main: Kitty;
	readonly alternate: Kitty;
};

const noKitty: Kitty = {flags: 0, stack: []};
const initial: Tracked = {visible: true, shape: 'block', blink: true, mouseEncoding: 'default', main: noKitty, alternate: noKitty};
/** As many as other terminals keep; a program that pushes for ever must not fill the memory. */
const kittyDepth = 32;

/** Follows what the emulator knows but does not tell, and the keyboard protocol, which it does not know. */
export function trackModes(terminal: Terminal): ModeTracker {
	let tracked = initial;
	const isAlternate = () => terminal.buffer.active.type === 'alternate';
	const kitty = () => isAlternate() ? tracked.alternate : tracked.main;
	const setKitty = (change: (kitty: Kitty) => Kitty) => {
		tracked = isAlternate() ? {...tracked, alternate: change(tracked.alternate)} : {...tracked, main: change(tracked.main)};
	};

	const {parser} = terminal;
	const onModes = (on: boolean) => (parameters: ReadonlyArray<number | readonly number[]>) => {
		for (const parameter of parameters) {
			tracked = switchMode(tracked, {mode: Number(parameter), on});
		}

		return false;
	};

	parser.registerCsiHandler({prefix: '?', final: 'h'}, onModes(true));
	parser.registerCsiHandler({prefix: '?', final: 'l'}, onModes(false));

	parser.registerCsiHandler({intermediates: ' ', final: 'q'}, parameters => {
		tracked = {...tracked, ...cursorStyle(first(parameters, 0))};
		return false;
	});
	parser.registerCsiHandler({prefix: '>', final: 'u'}, parameters => {
		setKitty(({flags, stack}) => ({flags: first(parameters, 0), stack: [...stack, flags].slice(-kittyDepth)}));
		return true;
	});
	parser.registerCsiHandler({prefix: '<', final: 'u'}, parameters => {
		setKitty(({stack}) => {
			const kept = stack.length - Math.max(1, first(parameters, 1));
			return {flags: stack[kept] ?? 0, stack: stack.slice(0, Math.max(0, kept))};
		});
		return true;
	});
	parser.registerCsiHandler({prefix: '=', final: 'u'}, parameters => {
		const wanted = first(parameters, 0);
		const how = Number(parameters[1] ?? 1);
		setKitty(({flags, stack}) => ({flags: how === 2 ? flags | wanted : (how === 3 ? flags & ~wanted : wanted), stack}));
		return true;
	});
	parser.registerEscHandler({final: 'c'}, () => {
		tracked = initial;
		return false;
	});
	parser.registerCsiHandler({intermediates: '!', final: 'p'}, () => {
		tracked = {...tracked, visible: true};
		return false;
	});

	return {
		modes: () => ({
			applicationCursor: terminal.modes.applicationCursorKeysMode,
			applicationKeypad: terminal.modes.applicationKeypadMode,
			bracketedPaste: terminal.modes.bracketedPasteMode,
			focusEvents: terminal.modes.sendFocusMode,
			alternateScreen: isAlternate(),
			mouse: terminal.modes.mouseTrackingMode,
			mouseEncoding: tracked.mouseEncoding,
			kitty: kitty().flags,
			synchronized: terminal.modes.synchronizedOutputMode,
		}),
		cursor: () => ({x: Math.min(terminal.buffer.active.cursorX, terminal.cols - 1), y: terminal.buffer.active.cursorY, visible: tracked.visible, shape: tracked.shape, blink: tracked.blink}),
		kitty: () => kitty().flags,
	};
}

function switchMode(tracked: Tracked, {mode, on}: {readonly mode: number; readonly on: boolean}): Tracked {
	switch (mode) {
		case 25: {
			return {...tracked, visible: on};
		}

		case 1006: {
			return {...tracked, mouseEncoding: on ? 'sgr' : 'default'};
		}

		case 1016: {
			return {...tracked, mouseEncoding: on ? 'sgr-pixels' : 'default'};
		}

		case 12: {
			return {...tracked, blink: on};
		}

		default: {
			return tracked;
		}
	}
}

/** DECSCUSR: odd numbers blink; 0 is the terminal's own, a blinking block. */
function cursorStyle(number: number): {readonly shape: Cursor['shape']; readonly blink: boolean} {
	const shape = number >= 5 ? 'bar' : (number >= 3 ? 'underline' : 'block');
	return {shape, blink: number === 0 || number % 2 === 1};
}

function first(parameters: ReadonlyArray<number | readonly number[]>, fallback: number): number {
	const [value] = parameters;
	return typeof value === 'number' ? value : fallback;
}
