import {extraBit, type Extra, type Grid} from '../view/cells/cells.js';
import {carriedLink, extraOf, isSameExtra} from '../view/cells/extra.js';

/**
Links and colours of underlines, which few cells have: they go beside the rows, in the head, so that a reader that does not know them (a dashboard from before an update) reads the rows as ever.

A run is its row, its first column, its number of cells, the underline's colour and the place of its link in `links`, -1 for none.
*/
export type Extras = {
	readonly links: ReadonlyArray<readonly [uri: string, id: string]>;
	readonly runs: ReadonlyArray<Readonly<Run>>;
};

type Run = [row: number, x: number, count: number, underline: number, link: number];

type Shape = {readonly cols: number; readonly rowIndexes: readonly number[]};

/** A program can give each of its cells another link. What is more than this in one update is shown without. */
const mostOfLinks = 128 * 1024;

/** Undefined where no cell of these rows has any. */
export function findExtras(grid: Grid, {cols, rowIndexes}: Shape): Extras | undefined {
	const links: Array<readonly [uri: string, id: string]> = [];
	const runs: Run[] = [];
	const places = new Map<string, number>();
	let left = mostOfLinks;

	const placeOf = ({link}: Extra): number => {
		if (link === undefined) {
			return -1;
		}

		const {uri, id} = link;
		const key = `${id};${uri}`;
		const known = places.get(key);
		if (known !== undefined || key.length > left) {
			return known ?? -1;
		}

		left -= key.length;
		places.set(key, links.length);
		return links.push([uri, id]) - 1;
	};

	for (const row of rowIndexes) {
		/** That of the cell before, where it is in the last run. */
		let last: Extra | undefined;
		for (let x = 0; x < cols; x++) {
			const extra = extraOf(grid, (row * grid.cols) + x);
			const run = runs.at(-1);
			if (extra === undefined) {
				last = undefined;
			} else if (run !== undefined && last !== undefined && isSameExtra(extra, last)) {
				run[2]++;
			} else {
				const place = placeOf(extra);
				const isSeen = extra.underline !== 0 || place !== -1;
				last = isSeen ? extra : undefined;
				runs.push(...isSeen ? [[row, x, 1, extra.underline, place] satisfies Run] : []);
			}
		}
	}

	return runs.length === 0 ? undefined : {links, runs};
}

/** Lays them over the rows that have been read. What is not as it should be is passed over: the rows are worth more. */
export function applyExtras(value: unknown, {cols, rowIndexes}: Shape, grid: Grid): void {
	const {links, runs} = isObject(value) ? value : {};
	if (!Array.isArray(links) || !Array.isArray(runs)) {
		return;
	}

	const known = links.map((link: unknown) => Array.isArray(link) && typeof link[0] === 'string' && typeof link[1] === 'string' ? carriedLink(link[0], link[1]) : undefined);
	const rows = new Set(rowIndexes);
	for (const run of runs as readonly unknown[]) {
		const [row = -1, x = -1, count = 0, underline = 0, place = -1] = Array.isArray(run) ? run.map(part => Number.isSafeInteger(part) ? part as number : undefined) : [];
		const link = known[place];
		if (rows.has(row) && row < grid.rows && x >= 0 && (underline !== 0 || link !== undefined)) {
			const extra: Extra = {underline, link};
			for (let column = x; column < Math.min(x + count, cols, grid.cols); column++) {
				const index = (row * grid.cols) + column;
				grid.style[index] = (grid.style[index] ?? 0) | extraBit;
				grid.extras.set(index, extra);
			}
		}
	}
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null;
}
