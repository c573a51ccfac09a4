import process from 'node:process';
import gifenc from 'gifenc';
import type {Terminal} from '../test/helpers/terminal.js';
import {until} from '../test/helpers/until.js';
import {pixelsOf, rowPixels, type Cells} from './picture.js';

export type Recording = {
	/** Films a terminal until a condition holds, and goes on showing that for so long. */
	readonly until: (terminal: Terminal, name: string, condition: (text: string) => boolean, shown?: number) => Promise<void>;
	/** Types as fingers do, each key seen. */
	readonly type: (terminal: Terminal, text: string) => Promise<void>;
	readonly bytes: () => Uint8Array;
	/** How long it plays. */
	readonly seconds: () => number;
};

const {GIFEncoder: createEncoder, quantize, applyPalette} = gifenc;

type Frame = {readonly cells: Cells; readonly look: string; milliseconds: number};

const patience = 45_000;
/** Nobody wants to see an agent load: so long is any wait. */
const longestWait = 480;
const shortestFrame = 60;
/** One more stands for what stays as it was. */
const colours = 31;
const rowsAtOnce = 200;

/** A short film of a screen, as a GIF that plays for ever. */
export function startRecording(): Recording {
	const frames: Frame[] = [];
	let seen = performance.now();
	const look = ({cells, text}: Terminal) => {
		const now = performance.now();
		const last = frames.at(-1);
		const what = text();
		if (last?.look === what) {
			return;
		}

		if (last !== undefined) {
			if (now - seen < shortestFrame) {
				return;
			}

			last.milliseconds = Math.max(last.milliseconds, Math.min(longestWait, now - seen));
		}

		seen = now;
		frames.push({cells: cells(), look: what, milliseconds: shortestFrame});
	};

	/** However long it took: what happened meanwhile is seen quickly, in as many frames as there is room for. */
	const hurry = (from: number) => {
		const waited = frames.slice(from, -1);
		const most = Math.floor(longestWait / shortestFrame);
		if (waited.reduce((sum, {milliseconds}) => sum + milliseconds, 0) > longestWait) {
			const kept = waited.filter((_, index) => Math.floor(index * most / waited.length) !== Math.floor((index - 1) * most / waited.length));
			frames.splice(from, waited.length, ...kept.map(frame => ({...frame, milliseconds: Math.floor(longestWait / kept.length)})));
		}
	};

	const film: Recording['until'] = async (terminal, name, condition, shown = 0) => {
		// The one that is shown already keeps its time.
		const from = frames.length;
		await until(name, () => {
			look(terminal);
			return condition(terminal.text());
		}, {timeoutMs: patience, otherwise() {
			process.stderr.write(`${terminal.text()}\n`);
		}});
		await until('the last of it is on film', () => {
			look(terminal);
			return frames.at(-1)?.look === terminal.text();
		});
		hurry(from);
		const last = frames.at(-1);
		if (last !== undefined) {
			last.milliseconds = Math.max(last.milliseconds, shown);
		}
	};

	return {
		until: film,
		async type(terminal, text) {
			for (const key of text) {
				const before = terminal.text();
				terminal.write(key);
				await film(terminal, `${JSON.stringify(key)} of ${text} is seen`, now => now !== before, shortestFrame);
			}
		},
		bytes: () => encode(frames),
		seconds: () => frames.reduce((sum, {milliseconds}) => sum + milliseconds, 0) / 1000,
	};
}

/**
Each row that was ever seen is drawn once, because drawing takes longer than filming. What is as it was in the frame before stays unwritten, which keeps the file small.
*/
function encode(frames: readonly Frame[]): Uint8Array {
	const known = new Map<string, number>();
	const distinct: Array<Cells[number]> = [];
	const films = frames.map(({cells}) => cells.map(row => {
		const key = JSON.stringify(row);
		const number = known.get(key) ?? distinct.push(row) - 1;
		known.set(key, number);
		return number;
	}));
	const cols = frames[0]?.cells[0]?.length ?? 0;
	const {width, height} = rowPixels(cols);
	const drawn = Array.from({length: Math.ceil(distinct.length / rowsAtOnce)}, (_, part) => pixelsOf(distinct.slice(part * rowsAtOnce, (part + 1) * rowsAtOnce)));
	const palette = quantize(Buffer.concat(drawn), colours);
	const indexes = Buffer.concat(drawn.map(pixels => applyPalette(pixels, palette)));
	const rowOf = (number: number) => indexes.subarray(number * width * height, (number + 1) * width * height);
	const encoder = createEncoder();
	for (const [at, film] of films.entries()) {
		const before = films[at - 1];
		const index = new Uint8Array(width * height * film.length).fill(palette.length);
		for (const [line, number] of film.entries()) {
			const row = rowOf(number);
			const under = before?.[line] === undefined ? undefined : rowOf(before[line]);
			if (number !== before?.[line]) {
				index.set(row.map((pixel, place) => under?.[place] === pixel ? palette.length : pixel), line * width * height);
			}
		}

		const delay = Math.round(frames[at]?.milliseconds ?? shortestFrame);
		encoder.writeFrame(index, width, height * film.length, {...(at === 0 ? {palette: [...palette, [0, 0, 0]]} : {}), delay, transparent: at > 0, transparentIndex: palette.length, dispose: 1});
	}

	encoder.finish();
	return encoder.bytes();
}
