import type {PaneModes} from './cells.js';

/** Modes of the outer terminal that decide how keys are encoded. While a pane has the keys they are the pane's own, so that what the terminal sends is what the pane's program expects, byte for byte. */
export type OuterModes = {
	readonly applicationCursor: boolean;
	readonly applicationKeypad: boolean;
	readonly bracketedPaste: boolean;
	readonly focusEvents: boolean;
	readonly kitty: number;
};

/** What the chrome reads: plain keys and marked pastes. */
export const chromeModes: OuterModes = {applicationCursor: false, applicationKeypad: false, bracketedPaste: true, focusEvents: false, kitty: 0};

/** The mouse is left out: a pane's coordinates are not the terminal's. */
export function modesOfPane(modes: PaneModes): OuterModes {
	const {applicationCursor, applicationKeypad, bracketedPaste, focusEvents, kitty} = modes;
	return {applicationCursor, applicationKeypad, bracketedPaste, focusEvents, kitty};
}

/** The bytes that bring the outer terminal from one to the other. */
export function changeModes(from: OuterModes, to: OuterModes): string {
	const set = (number: number, name: 'applicationCursor' | 'bracketedPaste' | 'focusEvents') => from[name] === to[name] ? '' : `\u001B[?${number}${to[name] ? 'h' : 'l'}`;
	return [
		set(1, 'applicationCursor'),
		set(2004, 'bracketedPaste'),
		set(1004, 'focusEvents'),
		from.applicationKeypad === to.applicationKeypad ? '' : (to.applicationKeypad ? '\u001B=' : '\u001B>'),
		from.kitty === to.kitty ? '' : `\u001B[=${to.kitty};1u`,
	].join('');
}
