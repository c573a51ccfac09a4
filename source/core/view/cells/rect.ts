export type Rect = {readonly x: number; readonly y: number; readonly cols: number; readonly rows: number};

export function contains(rect: Rect, x: number, y: number): boolean {
	return x >= rect.x && x < rect.x + rect.cols && y >= rect.y && y < rect.y + rect.rows;
}

/** A box of at most this size in the middle of the whole, a third of the free rows above it. */
export function centred(whole: Rect, wanted: {readonly cols: number; readonly rows: number}): Rect {
	const cols = Math.max(0, Math.min(wanted.cols, whole.cols));
	const rows = Math.max(0, Math.min(wanted.rows, whole.rows));
	return {x: whole.x + Math.floor((whole.cols - cols) / 2), y: whole.y + Math.floor((whole.rows - rows) / 3), cols, rows};
}
