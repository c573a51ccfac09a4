import type {IBufferCell, IBufferLine} from '@xterm/headless';
import {extraBit, paletteColour, rgbColour, style, underlineShift, type Extra, type Grid} from '../core/view/cells/cells.js';
import {extraOf, isSameExtra} from '../core/view/cells/extra.js';
import {manyCharactersBit, numbersPerCell, packedCells} from './emulator-internals.js';
import type {ExtraReader} from './emulator-extras.js';
import {penOfCell, underlineOf} from './emulator-pen.js';

/** Where this or `manyCharactersBit` stands in a packed cell, the cell has more to it than its numbers. */
const hasExtended = 0x10_00_00_00;
/** More marks on one character than this are not carried on: nobody could tell them apart, and a program can pile up any number. */
const longestText = 32;

/** The packed cells that a grid was filled from, so that nearly all of a screen need not be unpacked again to see that it is the same. */
const packed = new WeakMap<Grid, Uint32Array>();

/** Brings one row of the grid up to date and tells whether it was not. */
export function copyRow(grid: Grid, {row, line, cell, extras}: {readonly row: number; readonly line: IBufferLine | undefined; readonly cell: IBufferCell; /** Without it links and colours of underlines are left out. */ readonly extras?: ExtraReader}): boolean {
	const known = packed.get(grid) ?? new Uint32Array(grid.cols * grid.rows * numbersPerCell).fill(0xFF_FF_FF_FF);
	packed.set(grid, known);
	const words = line === undefined ? undefined : packedCells(line);
	let changed = false;
	for (let x = 0; x < grid.cols; x++) {
		const position = (row * grid.cols) + x;
		const from = x * numbersPerCell;
		const to = position * numbersPerCell;
		const content = words?.[from];
		const foreground = words?.[from + 1];
		const background = words?.[from + 2];
		const isWhole = content !== undefined && foreground !== undefined && background !== undefined;
		if (isWhole && content === known[to] && foreground === known[to + 1] && background === known[to + 2] && (content & manyCharactersBit) === 0 && (background & hasExtended) === 0) {
			continue;
		}

		known[to] = content ?? 0xFF_FF_FF_FF;
		known[to + 1] = foreground ?? 0;
		known[to + 2] = background ?? 0;
		const current = line?.getCell(x, cell);
		const extra = current !== undefined && background !== undefined && (background & hasExtended) !== 0 ? extras?.(current) : undefined;
		changed = copyCell(grid, position, {cell: current, extra}) || changed;
	}

	return changed;
}

function copyCell(grid: Grid, position: number, {cell, extra}: {readonly cell: IBufferCell | undefined; readonly extra: Extra | undefined}): boolean {
	const width = cell?.getWidth() ?? 1;
	const text = carried(cell?.getChars() ?? '');
	const shown = text === '' && width > 0 ? ' ' : text;
	const foreground = cell ? foregroundOf(cell) : 0;
	const background = cell ? backgroundOf(cell) : 0;
	const styled = (cell ? styleOf(cell) : 0) | (extra === undefined ? 0 : extraBit);
	if (grid.text[position] === shown && grid.width[position] === width && grid.foreground[position] === foreground && grid.background[position] === background && grid.style[position] === styled && isSameExtra(extraOf(grid, position), extra)) {
		return false;
	}

	grid.text[position] = shown;
	grid.width[position] = width;
	grid.foreground[position] = foreground;
	grid.background[position] = background;
	grid.style[position] = styled;
	if (extra !== undefined) {
		grid.extras.set(position, extra);
	}

	return true;
}

/** A mark that stands alone gets a blank to stand on, or it would stand on the cell before it. */
const lonelyMark = /^[\p{M}\u200D]/u;

function carried(text: string): string {
	if (text.length === 1 && text < '\u0300') {
		return text;
	}

	const whole = lonelyMark.test(text) ? ` ${text}` : text;
	if (whole.length <= longestText) {
		return whole;
	}

	// Half of a character outside of the basic plane is none.
	const isCutInTwo = /[\uD800-\uDBFF]/.test(whole.charAt(longestText - 1));
	return whole.slice(0, isCutInTwo ? longestText - 1 : longestText);
}

function foregroundOf(cell: IBufferCell): number {
	return cell.isFgDefault() ? 0 : ((cell.isFgRGB() ? rgbColour : paletteColour) | cell.getFgColor()) >>> 0;
}

function backgroundOf(cell: IBufferCell): number {
	return cell.isBgDefault() ? 0 : ((cell.isBgRGB() ? rgbColour : paletteColour) | cell.getBgColor()) >>> 0;
}

function styleOf(cell: IBufferCell): number {
	if (cell.isAttributeDefault()) {
		return 0;
	}

	return (cell.isBold() ? style.bold : 0)
		| (cell.isDim() ? style.dim : 0)
		| (cell.isItalic() ? style.italic : 0)
		| (cell.isBlink() ? style.blink : 0)
		| (cell.isInverse() ? style.inverse : 0)
		| (cell.isInvisible() ? style.hidden : 0)
		| (cell.isStrikethrough() ? style.strike : 0)
		| (cell.isOverline() ? style.overline : 0)
		| (cell.isUnderline() ? underlineOf(penOfCell(cell)) << underlineShift : 0);
}
