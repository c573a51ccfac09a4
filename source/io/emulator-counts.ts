import type {Terminal} from '@xterm/headless';
import {internalsOf, type CountedHandlers} from './emulator-internals.js';

/**
What a program asks to be done so many times is done as often as it can make a difference. The emulator itself counts down from whatever number stands there: one sequence of eleven bytes would keep it busy for minutes, or fill the memory, and every other session with it.
*/
export function limitCounts(terminal: Terminal): void {
	const handler = internalsOf(terminal)._inputHandler;
	for (const [name, most] of limits) {
		const original = handler[name].bind(handler);
		handler[name] = parameters => {
			const limit = most(terminal);
			if ((parameters.params[0] ?? 0) > limit) {
				parameters.params[0] = limit;
			}

			return original(parameters);
		};
	}
}

type Limit = (size: {readonly cols: number; readonly rows: number}) => number;

const byRows: Limit = ({rows}) => rows;
const byColumns: Limit = ({cols}) => cols;
const byCells: Limit = ({cols, rows}) => cols * rows;

const limits: ReadonlyArray<readonly [name: keyof CountedHandlers, most: Limit]> = [
	['insertLines', byRows],
	['deleteLines', byRows],
	['scrollUp', byRows],
	['scrollDown', byRows],
	['cursorForwardTab', byColumns],
	['cursorBackwardTab', byColumns],
	['repeatPrecedingCharacter', byCells],
];
