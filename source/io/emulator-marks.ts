import type {Terminal} from '@xterm/headless';
import {internalsOf, manyCharactersBit, numbersPerCell, type CellLine} from './emulator-internals.js';

/** What adding to a cell touches inside @xterm/headless; the version is pinned. */
type Line = CellLine & {
	readonly _combined: Readonly<Record<number, string | undefined>>;
	addCodepointToCell: (this: Line, index: number, code: number, width: number) => void;
};

/** The longest that people write, families of emoji and letters of Tibetan, are less than half as long. */
const longest = 64;

/** All terminals share the prototype of their lines. */
const limited = new WeakSet<Line>();

/** A program can pile marks on one character for ever, and the emulator would keep each of them. */
export function limitMarks(terminal: Terminal): void {
	const prototype = Object.getPrototypeOf(internalsOf(terminal).buffers.active.lines.get(0)) as Line;
	if (limited.has(prototype)) {
		return;
	}

	limited.add(prototype);
	const add = prototype.addCodepointToCell;
	prototype.addCodepointToCell = function (index, code, width) {
		const isFull = ((this._data[index * numbersPerCell] ?? 0) & manyCharactersBit) !== 0 && (this._combined[index] ?? '').length >= longest;
		if (!isFull) {
			add.call(this, index, code, width);
		}
	};
}
