import test from 'ava';
import {createGrid} from '../../source/core/view/cells/cells.js';
import {putText} from '../../source/core/view/cells/frame-text.js';
import {chromeModes} from '../../source/core/view/cells/outer-modes.js';
import {plainPen} from '../../source/core/view/cells/pen.js';
import {createCompositor} from '../../source/ui/compositor.js';
import {createScreen} from '../helpers/screen.js';

/** A terminal that takes 5 KB in a second of its own time, in pieces as they come. */
function slowTerminal(cols: number, rows: number) {
	const screen = createScreen(cols, rows);
	let rest = Buffer.alloc(0);
	let onDrain: (() => void) | undefined;
	let most = 0;
	let seen = Promise.resolve();
	return {
		screen,
		write(data: string) {
			rest = Buffer.concat([rest, Buffer.from(data)]);
			most = Math.max(most, rest.length);
			return rest.length <= 4096;
		},
		onDrain(handler: () => void) {
			onDrain = handler;
		},
		async pass(ms: number) {
			const piece = rest.subarray(0, ms * 5);
			rest = rest.subarray(piece.length);
			seen = screen.write(piece);
			await seen;
			if (rest.length === 0) {
				onDrain?.();
			}
		},
		most: () => most,
	};
}

test('a terminal that takes 5 KB a second is shown whole frames, the newest one, and never more than one waits', async t => {
	const size = {cols: 80, rows: 24};
	const terminal = slowTerminal(size.cols, size.rows);
	const grid = createGrid(size.cols, size.rows);
	let time = 0;
	let due: {readonly at: number; readonly call: () => void} | undefined;
	const compositor = createCompositor({
		write: terminal.write,
		onDrain: terminal.onDrain,
		size: () => size,
		depth: 'truecolor',
		scene: () => ({chrome: grid, panes: [{rect: {x: 0, y: 0, ...size}, grid}], covers: [], cursor: undefined, modes: chromeModes}),
		now: () => time,
		after(ms, call) {
			due = {at: time + ms, call};
			return () => {
				due = undefined;
			};
		},
	});
	const pass = async (ms: number) => {
		time += ms;
		if (due !== undefined && due.at <= time) {
			const {call} = due;
			due = undefined;
			call();
		}

		await terminal.pass(ms);
	};

	// Six seconds in which the whole screen changes a hundred times a second: 1 MB of frames, if each were written.
	for (let frame = 0; frame < 600; frame++) {
		for (let y = 0; y < size.rows; y++) {
			putText(grid, `frame ${String(frame).padStart(4)} `.padEnd(79, String.fromCodePoint(97 + (frame % 26))), {x: 0, y, pen: plainPen});
		}

		compositor.request(frame % 50 === 0 ? 'echo' : 'ordinary');
		await pass(10);
	}

	t.true(terminal.most() < 8192, `${terminal.most()} bytes waited at once`);
	t.true(compositor.frames() < 30, `${compositor.frames()} frames`);
	t.true(compositor.frames() > 8, `${compositor.frames()} frames`);
	for (let step = 0; step < 200; step++) {
		await pass(10);
	}

	t.true(terminal.screen.lines().every(line => line.startsWith('frame  599 ')), `${terminal.screen.lines().join('\n')}`);
});
