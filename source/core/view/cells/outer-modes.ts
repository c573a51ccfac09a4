import type {PaneModes} from './cells.js';

/**
Modes of the outer terminal that depend on who has the keys. Keys are read in whatever form they come and written anew for each pane, so the terminal is asked for more only where a pane wants to know more than the chrome does.
*/
export type OuterModes = {
	/** Which key of the keypad it was is lost otherwise. */
	readonly applicationKeypad: boolean;
	readonly mouse: 'released' | 'drag' | 'any';
	/** Flags of the kitty keyboard protocol. */
	readonly kitty: number;
};

/** Keys told apart (1), and which key it was on a keyboard with other letters (4): Ctrl+C has to be Ctrl+C on a Greek one too. */
const ownFlags = 1 | 4;

/** What the terminal is opened with, and what the chrome reads. */
export const chromeModes: OuterModes = {applicationKeypad: false, mouse: 'drag', kitty: ownFlags};

export function modesOfPane({applicationKeypad, kitty, mouse}: Pick<PaneModes, 'applicationKeypad' | 'kitty' | 'mouse'>): OuterModes {
	return {applicationKeypad, mouse: mouse === 'any' ? 'any' : 'drag', kitty: kitty | ownFlags};
}

/** The mouse is left to the terminal: its own selection works again. */
export function withoutMouse(modes: OuterModes): OuterModes {
	return {...modes, mouse: 'released'};
}

const mouseModes = {released: '\u001B[?1003l\u001B[?1002l', drag: '\u001B[?1003l\u001B[?1002h', any: '\u001B[?1002h\u001B[?1003h'} as const;

/** The bytes that bring the outer terminal from one to the other; from undefined where it is not known how it stands. */
export function changeModes(from: OuterModes | undefined, to: OuterModes): string {
	return [
		from?.applicationKeypad === to.applicationKeypad ? '' : (to.applicationKeypad ? '\u001B=' : '\u001B>'),
		from?.mouse === to.mouse ? '' : mouseModes[to.mouse],
		from?.kitty === to.kitty ? '' : `\u001B[=${to.kitty};1u`,
	].join('');
}
