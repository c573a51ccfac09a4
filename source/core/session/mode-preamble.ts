import type {PaneModes} from '../view/cells.js';

/** What is worth keeping of a terminal's state: a program sets it once and then relies on it for hours. */
export type KeptModes = Omit<PaneModes, 'synchronized'> & {readonly cursorVisible: boolean};

const mouseModes = {none: undefined, x10: 9, vt200: 1000, drag: 1002, any: 1003} as const;
const encodingModes = {default: undefined, sgr: 1006, 'sgr-pixels': 1016} as const;

/**
The sequences that bring a fresh terminal into these modes. They stand before a replay whose beginning is no longer there; what the replay itself switches comes after and so has the last word.
*/
export function modePreamble(modes: KeptModes): string {
	const numbers = [
		modes.alternateScreen ? 1049 : undefined,
		modes.applicationCursor ? 1 : undefined,
		modes.bracketedPaste ? 2004 : undefined,
		modes.focusEvents ? 1004 : undefined,
		mouseModes[modes.mouse],
		encodingModes[modes.mouseEncoding],
	].filter(number => number !== undefined);
	return [
		...numbers.map(number => `\u001B[?${number}h`),
		modes.applicationKeypad ? '\u001B=' : '',
		modes.kitty > 0 ? `\u001B[=${modes.kitty};1u` : '',
		modes.cursorVisible ? '' : '\u001B[?25l',
	].join('');
}

/** Checks what was read from a file; undefined for anything that is not whole. */
export function readKeptModes(value: unknown): KeptModes | undefined {
	if (typeof value !== 'object' || value === null) {
		return undefined;
	}

	const read = value as Partial<KeptModes>;
	const switches = [read.alternateScreen, read.applicationCursor, read.applicationKeypad, read.bracketedPaste, read.focusEvents, read.cursorVisible];
	const isWhole = switches.every(each => typeof each === 'boolean') && Number.isSafeInteger(read.kitty)
		&& Object.hasOwn(mouseModes, read.mouse ?? '') && Object.hasOwn(encodingModes, read.mouseEncoding ?? '');
	return isWhole ? read as KeptModes : undefined;
}
