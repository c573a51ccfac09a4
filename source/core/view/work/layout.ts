import {centred, type Rect} from '../cells/rect.js';

export type Size = {readonly cols: number; readonly rows: number};

/** Up to here the sidebar folds into the bar. */
const foldedCols = 100;
const sidebarCols = 26;
/** Below this every row belongs to the pane, but for the bar. */
const ruleRows = 16;

export type WorkLayout = {
	/** Undefined where it is folded into the bar. */
	readonly sidebar: Rect | undefined;
	/** The room of all panes. */
	readonly pane: Rect;
	/** The line with figures beside the sidebar's last one. */
	readonly foot: Rect | undefined;
	readonly hasRule: boolean;
};

/** Where things are on the work screen. The panes have what is left, and never less than one cell; zoomed, all but the bar. */
export function layoutWork(size: Size, sidebar: 'shown' | 'folded' | 'zoomed'): WorkLayout {
	const hasRule = size.rows >= ruleRows && sidebar !== 'zoomed';
	const rows = Math.max(1, size.rows - (hasRule ? 2 : 1));
	const isOpen = sidebar === 'shown' && hasRoomForSidebar(size);
	const left = isOpen ? sidebarCols + 1 : 0;
	const cols = Math.max(1, size.cols - left);
	const hasFoot = isOpen && hasRule;
	return {
		sidebar: isOpen ? {x: 0, y: 0, cols: sidebarCols, rows} : undefined,
		pane: {x: left, y: 0, cols, rows: hasFoot ? rows - 1 : rows},
		foot: hasFoot ? {x: left, y: rows - 1, cols, rows: 1} : undefined,
		hasRule,
	};
}

export function hasRoomForSidebar({cols}: Size): boolean {
	return cols > foldedCols;
}

/** Where there is no room for the sidebar beside the panes, it is shown over them on demand. */
export function layoutSidebarOver({cols, rows}: Size): Rect {
	return {x: 0, y: 0, cols: Math.min(cols, sidebarCols + 4), rows: Math.max(1, rows - 1)};
}

/** On a small screen the pane with the focus has it all, as if it were zoomed. */
export function isOnePane({cols, rows}: Size): boolean {
	return cols <= onePane.cols && rows <= onePane.rows;
}

const onePane = {cols: 80, rows: 24} as const;

/** Below this nothing can be read; it is said. */
export function isTooSmall({cols, rows}: Size): boolean {
	return cols < smallest.cols || rows < smallest.rows;
}

const smallest = {cols: 60, rows: 15} as const;

export function tooSmallText({cols, rows}: Size): string {
	return `${cols}×${rows}, needs ${smallest.cols}×${smallest.rows}`;
}

/** The box over the work screen. On a small screen it is the whole screen but the bar. */
export function layoutBox(size: Size, wanted: Size): Rect {
	const whole = {x: 0, y: 0, cols: size.cols, rows: Math.max(1, size.rows - 1)};
	return boxIsWhole(size) ? whole : centred(whole, wanted);
}

export function boxIsWhole(size: Size): boolean {
	return size.cols < 64 || size.rows < 16;
}

/** What Home shows at a size: the right column goes first, then the code table; the code line and the bar never. */
export function layoutHome(size: Size): {readonly hasRight: boolean; readonly hasTable: boolean; readonly leftCols: number} {
	const hasRight = size.cols >= 104;
	return {hasRight, hasTable: size.rows >= 16 && size.cols >= 58, leftCols: hasRight ? 57 : size.cols};
}
