import process from 'node:process';
import {encodeUpdate} from '../source/core/ipc/rows.js';
import {createGrid, paletteColour, style, type Grid} from '../source/core/view/cells/cells.js';
import {diffGrids} from '../source/core/view/cells/diff.js';
import {chromeModes} from '../source/core/view/cells/outer-modes.js';
import {createCompositor, type Scene} from '../source/ui/compositor.js';
import {createPanes} from '../source/ui/pane/panes.js';
import {framePairs} from '../test/helpers/frame-pairs.js';
import {idealBytes} from '../test/helpers/ideal-frame.js';
import {paneUpdate} from './compositor/pane-update.js';
import {median, percentile, type Figure} from './figure.js';

export const name = 'compositor';

const warmUp = 200;
const frames = 400;
/** The sidebar's room. */
const beside = 27;

const screens = [
	{cols: 120, rows: 40, target: 1},
	{cols: 200, rows: 60, target: 2},
] as const;

/**
How long the compositor takes for a frame (taking the pane's new rows, laying them into the screen, finding the difference, handing the bytes over), how long the chrome takes, and how many bytes a frame has beside the fewest it could have (`test/helpers/ideal-frame.ts` says what that is).
*/
export async function run(): Promise<{readonly figures: readonly Figure[]}> {
	const figures: Figure[] = [];
	for (const {target, ...size} of screens) {
		const where = `${size.cols}×${size.rows}`;
		const all = paneFrames(size, size.rows - 2);
		const row = paneFrames(size, 1);
		figures.push(
			{name: `compositor p50, ${where}, all rows`, value: median(all), unit: 'ms', samples: frames},
			limited({name: `compositor p95, ${where}, all rows`, value: percentile(all, 95), unit: 'ms', target, samples: frames}),
			{name: `compositor p50, ${where}, one row`, value: median(row), unit: 'ms', samples: frames},
			limited({name: `compositor p95, ${where}, one row`, value: percentile(row, 95), unit: 'ms', target: target / 2, samples: frames}),
		);
	}

	// As in the bundles; React looks at it when it is loaded.
	process.env.NODE_ENV = 'production';
	const {chromeFrames} = await import('./compositor/chrome-frames.js');
	for (const size of [{cols: 120, rows: 36}, {cols: 200, rows: 50}]) {
		const draws = chromeFrames(size);
		const where = `${size.cols}×${size.rows}`;
		figures.push(
			{name: `chrome frame p50, ${where}`, value: median(draws), unit: 'ms', samples: draws.length},
			limited({name: `chrome frame p95, ${where}`, value: percentile(draws, 95), unit: 'ms', target: 10, samples: draws.length}),
		);
	}

	const ratios = framePairs({cols: 120, rows: 40}).map(({back, front}) => Buffer.byteLength(diffGrids(front, {back, depth: 'truecolor'})) / idealBytes(back, front));
	figures.push(
		{name: 'bytes per frame ÷ ideal, median', value: median(ratios), unit: '×', samples: ratios.length},
		limited({name: 'bytes per frame ÷ ideal, worst', value: Math.max(...ratios), unit: '×', target: 1.2, samples: ratios.length}),
	);
	return {figures};
}

function limited(figure: Figure & {readonly target: number}): Figure {
	return {...figure, ok: figure.value <= figure.target};
}

/** Milliseconds of each frame in which so many rows of one pane change, every cell of them. */
function paneFrames(size: {readonly cols: number; readonly rows: number}, changing: number): readonly number[] {
	const rect = {x: beside, y: 1, cols: size.cols - beside, rows: size.rows - 2};
	const panes = createPanes();
	const drawn = createGrid(rect.cols, rect.rows);
	const chrome = createGrid(size.cols, size.rows);
	let draw: (() => void) | undefined;
	let time = 0;
	const scene = (): Scene => {
		const pane = panes.get('a');
		return {chrome, panes: pane ? [{rect, grid: pane.grid, rowVersions: pane.rowVersions}] : [], covers: [], cursor: {x: rect.x, y: rect.y, visible: true, shape: 'block', blink: true}, modes: chromeModes};
	};

	const compositor = createCompositor({
		write: data => Buffer.from(data).length > 0,
		onDrain() {
			// It is never behind.
		},
		size: () => size,
		depth: 'truecolor',
		scene,
		now: () => time,
		after(_ms, call) {
			draw = call;
			return () => {
				draw = undefined;
			};
		},
	});
	const taken: number[] = [];
	for (let number = 0; number < warmUp + frames; number++) {
		const isFirst = number === 0;
		const rowIndexes = Array.from({length: isFirst ? rect.rows : changing}, (_, row) => isFirst ? row : (row + number) % rect.rows).toSorted((a, b) => a - b);
		write(drawn, rowIndexes, number);
		const payload = encodeUpdate(paneUpdate(rect, {sequence: number + 1, rowIndexes}), drawn);
		time += 20;
		const begin = performance.now();
		panes.take(payload);
		compositor.request('echo');
		draw?.();
		taken.push(performance.now() - begin);
	}

	compositor.close();
	return taken.slice(warmUp);
}

/** Words in a few colours, other ones in each frame. */
function write(grid: Grid, rowIndexes: readonly number[], number: number): void {
	for (const row of rowIndexes) {
		for (let x = 0; x < grid.cols; x++) {
			const index = (row * grid.cols) + x;
			const word = Math.floor(x / 7) + row + number;
			grid.text[index] = String.fromCodePoint(0x61 + ((index + number) % 26));
			grid.foreground[index] = word % 3 === 0 ? paletteColour | (16 + (word % 200)) : 0;
			grid.style[index] = word % 5 === 0 ? style.bold : 0;
		}
	}
}
