import type {Terminal} from '@xterm/headless';
import type {Cursor, PaneModes} from '../core/view/cells/cells.js';

export type ModeTracker = {
	readonly modes: () => PaneModes;
	readonly cursor: () => Cursor;
	readonly kitty: () => number;
	/** How keys are told apart (xterm's modifyOtherKeys), 0 to 2. */
	readonly otherKeys: () => number;
	/** Whether this is one of the private modes that mean nothing to the emulator and are only kept. */
	readonly keeps: (mode: number) => boolean;
	readonly isOn: (mode: number) => boolean;
	/** The sequences that bring a reset terminal into what is followed here: while its main screen shows, while its alternate screen shows, and wherever. */
	readonly sequences: () => {readonly main: string; readonly alternate: string; readonly everywhere: string};
	/** What decides over keys and mouse goes back to the beginning: the program that asked for it is gone. */
	readonly neutral: () => string;
};

type Kitty = {readonly flags: number; readonly stack: readonly number[]};
type Tracked = {
	readonly kept: readonly number[];
	readonly otherKeys: number;
	readonly visible: boolean;
	readonly shape: Cursor['shape'];
	readonly blink: boolean;
	readonly mouseEncoding: PaneModes['mouseEncoding'];
	readonly main: Kitty;
	readonly alternate: Kitty;
};

const noKitty: Kitty = {flags: 0, stack: []};
const initial: Tracked = {kept: [], otherKeys: 0, visible: true, shape: 'block', blink: true, mouseEncoding: 'default', main: noKitty, alternate: noKitty};
/** Reverse video, alternate scroll, colour scheme reports and the like. */
const keptModes = new Set([5, 1007, 1034, 1035, 1036, 1039, 2031, 9001]);
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
	parser.registerCsiHandler({prefix: '>', final: 'm'}, parameters => {
		if (parameters.length === 0 || parameters[0] === 0 || parameters[0] === 4) {
			const wanted = parameters[0] === 4 ? Number(parameters[1] ?? 0) : 0;
			tracked = {...tracked, otherKeys: wanted >= 0 && wanted <= 2 ? wanted : 0};
		}

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
			otherKeys: tracked.otherKeys,
			alternateScroll: tracked.kept.includes(1007),
			synchronized: terminal.modes.synchronizedOutputMode,
		}),
		cursor: () => ({x: Math.min(terminal.buffer.active.cursorX, terminal.cols - 1), y: terminal.buffer.active.cursorY, visible: tracked.visible, shape: tracked.shape, blink: tracked.blink}),
		kitty: () => kitty().flags,
		otherKeys: () => tracked.otherKeys,
		keeps: mode => keptModes.has(mode),
		isOn: mode => tracked.kept.includes(mode),
		sequences: () => ({main: kittySequence(tracked.main), alternate: kittySequence(tracked.alternate), everywhere: written(tracked)}),
		neutral: () => `\u001B[<${kittyDepth}u\u001B[=0;1u\u001B[>4m\u001B[?1l\u001B>\u001B[?9;1000;1002;1003;1004;1006;1016;2004;2026l\u001B[?25h`,
	};
}

/** What was in force before the first push, then every push. */
function kittySequence({flags, stack}: Kitty): string {
	const [first, ...pushed] = [...stack, flags];
	return (first === 0 ? '' : `\u001B[=${first};1u`) + pushed.map(each => `\u001B[>${each}u`).join('');
}

function written({kept, otherKeys, visible, shape, blink, mouseEncoding}: Tracked): string {
	const style = ({block: 1, underline: 3, bar: 5} as const)[shape] + (blink ? 0 : 1);
	return [
		...kept.map(mode => `\u001B[?${mode}h`),
		mouseEncoding === 'default' ? '' : `\u001B[?${mouseEncoding === 'sgr' ? 1006 : 1016}h`,
		style === 1 ? '' : `\u001B[${style} q`,
		otherKeys === 0 ? '' : `\u001B[>4;${otherKeys}m`,
		visible ? '' : '\u001B[?25l',
	].join('');
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
			return keptModes.has(mode) ? {...tracked, kept: [...tracked.kept.filter(kept => kept !== mode), ...(on ? [mode] : [])]} : tracked;
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
