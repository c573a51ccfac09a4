import type {Grid} from '../../source/core/view/cells/cells.js';
import {plainPen, type Pen} from '../../source/core/view/cells/pen.js';
import {isDoubtful, reachOf} from '../../source/core/view/cells/width.js';
import {penChange} from './pen-change.js';

/** One way to have come so far in a row: where the cursor is (undefined: not in this row; -1: somewhere in it) and with which pen. */
type Way = {readonly at: number | undefined; readonly pen: Pen; readonly bytes: number};

type Unit = {readonly x: number; readonly width: number; readonly size: number; readonly pen: Pen; readonly changed: boolean; readonly doubtful: boolean};

/**
The fewest bytes that turn one screen into another with what every terminal knows: text, SGR, absolute and forward moves, erasing to the end of a row.

Every way of rewriting or jumping over equal cells is tried (rows from top to bottom, the pen carried on). What correctness asks of anybody is asked here too: after a cluster whose width terminals disagree about, the cursor's place is not known and the cells that it may have covered count as changed.
*/
export function idealBytes(back: Grid, front: Grid): number {
	let ways: readonly Way[] = [{at: undefined, pen: plainPen, bytes: 0}];
	for (let y = 0; y < front.rows; y++) {
		const units = unitsOf(back, front, y);
		if (units.some(unit => unit.changed)) {
			ways = throughRow(ways, {units, y, front});
		}
	}

	return Math.min(...ways.map(way => way.bytes + penChange(way.pen, plainPen).length));
}

function throughRow(before: readonly Way[], {units, y, front}: {readonly units: readonly Unit[]; readonly y: number; readonly front: Grid}): readonly Way[] {
	let ways = best(before.map(way => ({...way, at: undefined})));
	const ends: Way[] = [];
	const lastInk = units.findLastIndex(unit => unit.pen.background !== 0 || unit.pen.style !== 0 || front.text[(y * front.cols) + unit.x] !== ' ');
	for (const [place, unit] of units.entries()) {
		if (place > lastInk) {
			ends.push(...ways.map(way => ({at: undefined, pen: plainPen, bytes: way.bytes + move(way.at, unit.x, y) + penChange(way.pen, plainPen).length + 3})));
		}

		const after = unit.x + unit.width;
		const written = ways.map(way => ({
			at: unit.doubtful || after >= front.cols ? -1 : after,
			pen: unit.pen,
			bytes: way.bytes + move(way.at, unit.x, y) + penChange(way.pen, unit.pen).length + unit.size,
		}));
		ways = best(unit.changed ? written : [...ways, ...written]);
	}

	return best([...ways, ...ends].map(way => ({...way, at: undefined})));
}

function move(at: number | undefined, x: number, y: number): number {
	if (at === x) {
		return 0;
	}

	const absolute = at === undefined ? `\u001B[${y + 1}${x === 0 ? '' : `;${x + 1}`}H`.length : `\u001B[${x === 0 ? '' : x + 1}G`.length;
	return at === undefined || at < 0 || at > x ? absolute : Math.min(absolute, `\u001B[${x - at === 1 ? '' : x - at}C`.length);
}

function best(ways: readonly Way[]): readonly Way[] {
	const known = new Map<string, Way>();
	for (const way of ways) {
		const key = `${way.at} ${way.pen.foreground} ${way.pen.background} ${way.pen.style}`;
		const other = known.get(key);
		if (other === undefined || way.bytes < other.bytes) {
			known.set(key, way);
		}
	}

	// A way that costs more than any jump and any pen more than the best is never the better one later.
	const least = Math.min(...[...known.values()].map(way => way.bytes));
	return [...known.values()].filter(way => way.bytes <= least + 60);
}

function unitsOf(back: Grid, front: Grid, y: number): readonly Unit[] {
	const units: Unit[] = [];
	let covered = 0;
	for (let x = 0; x < front.cols; x++) {
		const index = (y * front.cols) + x;
		if (front.width[index] === 0) {
			continue;
		}

		const text = front.text[index] ?? ' ';
		const isChanged = (['text', 'width', 'foreground', 'background', 'style'] as const).some(part => back[part][index] !== front[part][index]);
		const isWritten = isChanged || x < covered;
		units.push({
			x,
			width: front.width[index] === 2 ? 2 : 1,
			size: Buffer.byteLength(text),
			pen: {foreground: front.foreground[index] ?? 0, background: front.background[index] ?? 0, style: front.style[index] ?? 0},
			changed: isWritten,
			doubtful: isDoubtful(text),
		});
		covered = isWritten && isDoubtful(text) ? Math.max(covered, x + reachOf(text)) : covered;
	}

	return units;
}
