/** The sizes that a pty had, each from its offset on, as far back as its output is kept: a replay changes the size where it changed then. */
export type Sizes = {
	readonly change: (size: Size, offset: number) => void;
	readonly current: () => Size;
	/** The size that the bytes at an offset were written for. */
	readonly at: (offset: number) => Size;
	/** Counts the changes up to an offset, those at it included; `next` goes on from there. */
	readonly count: (offset: number) => number;
	/** The change behind so many others, if there is one. */
	readonly next: (count: number) => SizeChange | undefined;
	/** Bytes before this offset are not kept any more. */
	readonly forget: (offset: number) => void;
};

export type Size = {readonly cols: number; readonly rows: number};
export type SizeChange = Size & {readonly offset: number};

/** A window that is dragged changes its size some hundred times; of more changes than this the oldest are merged. */
const longest = 1000;

export function createSizes(first: Size): Sizes {
	let base: Size = first;
	let changes: readonly SizeChange[] = [];
	/** How many changes came before those that are kept. */
	let merged = 0;

	const before = (offset: number) => {
		const index = changes.findIndex(change => change.offset > offset);
		return index === -1 ? changes.length : index;
	};

	const drop = (count: number) => {
		base = changes[count - 1] ?? base;
		changes = changes.slice(count);
		merged += count;
	};

	return {
		change({cols, rows}, offset) {
			changes = [...changes, {cols, rows, offset}];
			drop(Math.max(0, changes.length - longest));
		},
		current: () => sizeOf(changes.at(-1) ?? base),
		at: offset => sizeOf(changes[before(offset) - 1] ?? base),
		count: offset => merged + before(offset),
		next: count => changes[Math.max(0, count - merged)],
		forget(offset) {
			const past = before(offset);
			if (past > 0) {
				drop(past);
			}
		},
	};
}

function sizeOf({cols, rows}: Size): Size {
	return {cols, rows};
}
