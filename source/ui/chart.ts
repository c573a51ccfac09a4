import {PassThrough, Writable} from 'node:stream';
import blessed from 'blessed';
import contrib from 'blessed-contrib';
import type {Role} from '../core/view/text/role.js';
import {span, type Line} from '../core/view/text/spans.js';

export type Charts = {
	/** One row of `cells` cells, the newest value at its end; every column stands for as many values as it takes. */
	readonly sparkline: (values: readonly number[], cells: number) => string;
	/** At most two curves over one axis. */
	readonly lines: (series: readonly ChartLine[], size: ChartSize) => readonly Line[];
	readonly close: () => void;
};

export type ChartLine = {readonly values: readonly number[]; readonly role: Role};
export type ChartSize = {readonly cols: number; readonly rows: number};

type Widget = blessed.Widgets.BoxElement & {readonly setData: (...data: readonly unknown[]) => void};
/** Colour and text of one cell, as blessed keeps them. */
type Cell = readonly [attributes: number, text: string];

/** A blank one and the title. */
const titleRows = 2;
/** What it leaves blank under the axis. */
const labelRows = 4;
const largest = {cols: 240, rows: 60} as const;
/** The foreground stands in nine bits above the background's nine. */
const colourMask = 0x1FF;
/** How the curves are told from each other when they are read back. */
const curveColours = ['red', 'blue'] as const;
const curveNumbers = [1, 4] as const;

/**
Charts of blessed-contrib, drawn on a screen that does not exist and read back as text. Loading this file takes long, so it is loaded when charts are shown first.
*/
export function createCharts(): Charts {
	const screen = withoutListeners(() => blessed.screen({input: new PassThrough(), output: nowhere(), terminal: 'xterm', fullUnicode: true, forceUnicode: true, smartCSR: false, warnings: false}));

	const draw = (widget: Widget, data: readonly unknown[]): ReadonlyArray<readonly Cell[]> => {
		try {
			screen.append(widget);
			widget.setData(...data);
			widget.render();
			return (screen as unknown as {readonly lines: ReadonlyArray<ReadonlyArray<readonly [number, string]>>}).lines.map(line => line.map(([attributes, text]) => [attributes, text] as const));
		} finally {
			widget.detach();
			(screen as unknown as {readonly clearRegion: (left: number, right: number, top: number, bottom: number) => void}).clearRegion(0, largest.cols, 0, largest.rows);
		}
	};

	return {
		sparkline(values, cells) {
			if (cells < 1 || values.length === 0) {
				return ' '.repeat(Math.max(0, cells));
			}

			const widget = contrib.sparkline({screen, left: 0, top: 0, width: cells + 2, height: 4, tags: true}) as unknown as Widget;
			const row = draw(widget, [[''], [sumsInto(values, cells)]])[titleRows] ?? [];
			return row.slice(0, cells).map(([, text]) => text).join('').padStart(cells);
		},
		lines(series, {cols, rows}) {
			const count = Math.max(...series.map(({values}) => values.length));
			const widget = contrib.line({screen, left: 0, top: 0, width: cols, height: rows + labelRows, numYLabels: Math.max(2, Math.floor(rows / 3)), abbreviate: true, wholeNumbersOnly: true, style: {line: 'red', text: 'white', baseline: 'white'}}) as unknown as Widget;
			// It would write `null` for a label that is empty.
			const labels = Array.from({length: count}, () => ' ');
			const cells = draw(widget, [series.map(({values}, index) => ({x: labels, y: values, style: {line: curveColours[index] ?? 'red'}}))]);
			return cells.slice(0, rows).map(row => spansOf(row.slice(0, cols), series));
		},
		close() {
			screen.destroy();
		},
	};
}

/** Every value is in one column: added up where there are more values than columns, repeated where there are fewer. */
function sumsInto(values: readonly number[], columns: number): readonly number[] {
	if (values.length <= columns) {
		return Array.from({length: columns}, (_, column) => values[Math.floor(column * values.length / columns)] ?? 0);
	}

	const sums = Array.from({length: columns}, () => 0);
	for (const [index, value] of values.entries()) {
		const column = Math.floor(index * columns / values.length);
		sums[column] = (sums[column] ?? 0) + value;
	}

	return sums;
}

function spansOf(row: readonly Cell[], series: readonly ChartLine[]): Line {
	const roleOf = ([attributes, text]: Cell): Role => {
		const curve = (curveNumbers as readonly number[]).indexOf((attributes >> 9) & colourMask);
		return text.trim() === '' || curve === -1 ? 'dim' : series[curve]?.role ?? 'dim';
	};

	const spans: Array<{text: string; readonly role: Role}> = [];
	for (const cell of row) {
		const role = roleOf(cell);
		const last = spans.at(-1);
		if (last?.role === role) {
			last.text += cell[1];
		} else {
			spans.push({text: cell[1], role});
		}
	}

	return spans.map(({text, role}) => span(text, role));
}

/** The screen would end the program at a signal and write to a terminal at its exit; whoever owns this process does that already. */
function withoutListeners<Made>(make: () => Made): Made {
	const before = new Map(process.eventNames().map(name => [name, new Set(process.listeners(name as 'exit'))]));
	const made = make();
	for (const name of process.eventNames()) {
		for (const listener of process.listeners(name as 'exit')) {
			if (before.get(name)?.has(listener) !== true) {
				process.off(name, listener);
			}
		}
	}

	return made;
}

function nowhere(): NodeJS.WriteStream {
	const stream = new Writable({
		write(_chunk, _encoding, done) {
			done();
		},
	});
	return Object.assign(stream, {columns: largest.cols, rows: largest.rows, isTTY: true}) as unknown as NodeJS.WriteStream;
}
