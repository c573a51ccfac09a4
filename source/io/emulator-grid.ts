import type {IBufferCell, IBufferLine} from '@xterm/headless';
import {paletteColour, rgbColour, style, underlineShift, type Grid} from '../core/view/cells/cells.js';

/** Brings one row of the grid up to date and tells whether it was not. */
export function copyRow(grid: Grid, {row, line, cell}: {readonly row: number; readonly line: IBufferLine | undefined; readonly cell: IBufferCell}): boolean {
	let changed = false;
	for (let x = 0; x < grid.cols; x++) {
		const position = (row * grid.cols) + x;
		const current = line?.getCell(x, cell);
		const width = current?.getWidth() ?? 1;
		const text = current?.getChars() ?? '';
		const shown = text === '' && width > 0 ? ' ' : text;
		const foreground = current ? foregroundOf(current) : 0;
		const background = current ? backgroundOf(current) : 0;
		const styled = current ? styleOf(current) : 0;
		if (grid.text[position] !== shown || grid.width[position] !== width || grid.foreground[position] !== foreground || grid.background[position] !== background || grid.style[position] !== styled) {
			changed = true;
			grid.text[position] = shown;
			grid.width[position] = width;
			grid.foreground[position] = foreground;
			grid.background[position] = background;
			grid.style[position] = styled;
		}
	}

	return changed;
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
		| (cell.isUnderline() ? underlineKind(cell) << underlineShift : 0);
}

/** The kind is there, but not in the published type. */
function underlineKind(cell: IBufferCell & {readonly getUnderlineStyle?: () => number}): number {
	return cell.getUnderlineStyle?.() ?? 1;
}
