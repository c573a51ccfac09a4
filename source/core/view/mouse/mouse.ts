/** What the mouse did, in cells of the screen counted from 0. A wheel has the direction for its button. */
export type MouseEvent =
	| {readonly kind: 'press' | 'release' | 'move'; readonly button: MouseButton} & Where
	| {readonly kind: 'wheel'; readonly button: 'up' | 'down' | 'left' | 'right'} & Where;

/** `none` is a move while nothing is held. */
export type MouseButton = 'left' | 'middle' | 'right' | 'back' | 'forward' | 'none';

type Where = {readonly x: number; readonly y: number; readonly shift: boolean; readonly alt: boolean; readonly ctrl: boolean};

const buttons: readonly MouseButton[] = ['left', 'middle', 'right', 'none'];
const extraButtons: readonly MouseButton[] = ['back', 'forward', 'none', 'none'];
const wheels = ['up', 'down', 'left', 'right'] as const;

/** Reads an SGR report (1006) without its `CSI <`, such as `0;12;3M`; undefined where it is none. */
export function readMouse(report: string): MouseEvent | undefined {
	const match = /^(\d{1,4});(\d{1,5});(\d{1,5})([Mm])$/.exec(report);
	if (match === null) {
		return undefined;
	}

	const [, code = '', x = '', y = '', final] = match;
	return mouseOf(Number(code), {x: Number(x) - 1, y: Number(y) - 1, isReleased: final === 'm'});
}

/** Reads the three bytes of a report in the oldest form, for terminals that know no other. Which button was let go it does not say. */
export function readOldMouse(code: number, x: number, y: number): MouseEvent | undefined {
	const isReleased = ((code - 32) & 0b1100_0011) === 3 && ((code - 32) & 32) === 0;
	return mouseOf(code - 32, {x: x - 33, y: y - 33, isReleased});
}

function mouseOf(code: number, {x, y, isReleased}: {readonly x: number; readonly y: number; readonly isReleased: boolean}): MouseEvent | undefined {
	if (x < 0 || y < 0) {
		return undefined;
	}

	const where = {x, y, shift: (code & 4) !== 0, alt: (code & 8) !== 0, ctrl: (code & 16) !== 0};
	const index = code & 3;
	if ((code & 64) !== 0) {
		return isReleased ? undefined : {kind: 'wheel', button: wheels[index] ?? 'up', ...where};
	}

	const button = ((code & 128) === 0 ? buttons : extraButtons)[index] ?? 'none';
	return {kind: isReleased ? 'release' : ((code & 32) === 0 ? 'press' : 'move'), button, ...where};
}
