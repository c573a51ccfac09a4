import type {Grid} from '../../source/core/view/cells/cells.js';

/** The rows of text of a grid, without the blanks at their ends. */
export function textRows(grid: Grid): readonly string[] {
	return Array.from({length: grid.rows}, (_, y) => grid.text.slice(y * grid.cols, (y + 1) * grid.cols).join('').trimEnd());
}
