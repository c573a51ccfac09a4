import type {PaneModes} from '../cells/cells.js';
import type {MouseEvent} from './mouse.js';

const buttons = {left: 0, middle: 1, right: 2, none: 3, back: 128, forward: 129} as const;
const wheels = {up: 64, down: 65, left: 66, right: 67} as const;
const shiftBit = 4;
const altBit = 8;
const ctrlBit = 16;
const moveBit = 32;
/** The oldest form has one byte for each number. */
const farthest = 255 - 32;

/**
What a program that asked for the mouse is told; undefined where it did not ask for this. `x` and `y` are cells of its pane, from 0. Nobody here knows pixels: who asked for them is told cells in the same form.
*/
export function reportMouse(event: MouseEvent, {mouse, mouseEncoding}: Pick<PaneModes, 'mouse' | 'mouseEncoding'>): string | undefined {
	if (!isWanted(event, mouse)) {
		return undefined;
	}

	const {kind, x, y, shift, alt, ctrl} = event;
	const button = kind === 'wheel' ? wheels[event.button] : buttons[event.button];
	// X10 tells the button and nothing else.
	const held = mouse === 'x10' ? 0 : (shift ? shiftBit : 0) | (alt ? altBit : 0) | (ctrl ? ctrlBit : 0);
	const code = button | held | (kind === 'move' ? moveBit : 0);
	if (mouseEncoding !== 'default') {
		return `\u001B[<${code};${x + 1};${y + 1}${kind === 'release' ? 'm' : 'M'}`;
	}

	const told = kind === 'release' ? 3 | held : code;
	return x + 1 > farthest || y + 1 > farthest || told > farthest ? undefined : `\u001B[M${[told, x + 1, y + 1].map(number => String.fromCodePoint(number + 32)).join('')}`;
}

function isWanted({kind, button}: MouseEvent, mouse: PaneModes['mouse']): boolean {
	switch (mouse) {
		case 'none': {
			return false;
		}

		case 'x10': {
			return kind === 'press' && (button === 'left' || button === 'middle' || button === 'right');
		}

		case 'vt200': {
			return kind !== 'move';
		}

		case 'drag': {
			return kind !== 'move' || button !== 'none';
		}

		case 'any': {
			return true;
		}
	}
}
