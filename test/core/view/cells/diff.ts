import test from 'ava';
import {createGrid, paletteColour, rgbColour, style, type Grid} from '../../../../source/core/view/cells/cells.js';
import {diffGrids} from '../../../../source/core/view/cells/diff.js';
import {parseFrame, putText} from '../../../../source/core/view/cells/frame-text.js';
import {plainPen} from '../../../../source/core/view/cells/pen.js';
import {createScreen, type Screen} from '../../../helpers/screen.js';
import {textRows} from '../../../helpers/text-rows.js';

const words = ['a', 'Ab c', '   ', '漢字', '❤️', '👩‍👩‍👧', '─│╭', '◆', 'é', 'ก็', '🇩🇪', '✔ done'];
const colours = [0, paletteColour | 1, paletteColour | 12, paletteColour | 200, rgbColour | 0x12_34_56];
const styles = [0, 0, style.bold, style.dim, style.italic | style.inverse, style.strike];

/** The same numbers every time, so that a failure can be seen again. */
function createDice(seed: number): (sides: number) => number {
	let state = seed;
	return sides => {
		state = ((state * 1_103_515_245) + 12_345) % 2_147_483_648;
		return Math.floor((state / 2_147_483_648) * sides);
	};
}

function scribble(grid: Grid, dice: (sides: number) => number, times: number): Grid {
	for (let time = 0; time < times; time++) {
		const pen = {foreground: colours[dice(colours.length)] ?? 0, background: dice(4) === 0 ? colours[dice(colours.length)] ?? 0 : 0, style: styles[dice(styles.length)] ?? 0};
		putText(grid, words[dice(words.length)] ?? '', {x: dice(grid.cols), y: dice(grid.rows), pen});
	}

	return mended(grid);
}

/** How every cell looks that is not blank. */
function looks(screen: Screen, grid: Grid): readonly string[] {
	return grid.text.map((text, index) => text === ' ' || grid.width[index] === 0 ? '' : screen.look(index % grid.cols, Math.floor(index / grid.cols)));
}

/** Random writing cuts wide characters in two, which no emulator and no chrome ever gives us. */
function mended(grid: Grid): Grid {
	for (let index = 0; index < grid.text.length; index++) {
		const isLastColumn = index % grid.cols === grid.cols - 1;
		if (grid.width[index] === 2 && (isLastColumn || grid.width[index + 1] !== 0)) {
			grid.text[index] = ' ';
			grid.width[index] = 1;
		}

		if (grid.width[index] === 0 && (index % grid.cols === 0 || grid.width[index - 1] !== 2)) {
			grid.text[index] = ' ';
			grid.width[index] = 1;
		}
	}

	return grid;
}

test('turns one screen into another on a real emulator, whatever stood there', async t => {
	const dice = createDice(7);
	const screen = createScreen(40, 8);
	const reference = createScreen(40, 8);
	let back: Grid | undefined;
	for (let round = 0; round < 60; round++) {
		const front = scribble(round % 7 === 0 || !back ? createGrid(40, 8) : structuredClone(back), dice, 12);
		await screen.write(diffGrids(front, {back, depth: 'truecolor'}));
		await reference.write(`\u001B[m\u001B[2J${diffGrids(front, {back: undefined, depth: 'truecolor'})}`);
		t.deepEqual(screen.lines(), textRows(front), `round ${round}`);
		t.deepEqual(looks(screen, front), looks(reference, front), `round ${round}`);
		back = front;
	}
});

test('writes nothing where nothing changed', t => {
	const grid = scribble(createGrid(60, 10), createDice(3), 40);
	t.is(diffGrids(grid, {back: structuredClone(grid), depth: 'truecolor'}), '');
});

test('writes one changed cell in a few bytes', t => {
	const back = createGrid(120, 40);
	const front = createGrid(120, 40);
	putText(front, 'x', {x: 10, y: 5, pen: plainPen});
	t.is(diffGrids(front, {back, depth: 'truecolor'}), '\u001B[6;11Hx');
});

test('erases to the end of the row only where all of it is blank', t => {
	const back = parseFrame('left of it          right', {cols: 30, rows: 1});
	const front = parseFrame('left                right', {cols: 30, rows: 1});
	t.false(diffGrids(front, {back, depth: 'truecolor'}).includes('\u001B[K'));
	t.is(diffGrids(parseFrame('left', {cols: 30, rows: 1}), {back, depth: 'truecolor'}), '\u001B[1;6H\u001B[K');
});

test('places the cell after a character of doubtful width anew', t => {
	const front = parseFrame('a❤️b', {cols: 10, rows: 1});
	t.is(diffGrids(front, {back: createGrid(10, 1), depth: 'truecolor'}), '\u001B[1Ha❤️\u001B[4Gb');
});

const depths = [
	['truecolor', '\u001B[38;2;255;0;0m'],
	['256', '\u001B[38;5;196m'],
	['16', '\u001B[91m'],
	['none', ''],
] as const;

for (const [depth, expected] of depths) {
	test(`gives colours as the terminal can show them: ${depth}`, t => {
		const front = parseFrame('\u001B[38;2;255;0;0mx', {cols: 1, rows: 1});
		t.is(diffGrids(front, {back: createGrid(1, 1), depth}), `\u001B[1H${expected}x${expected === '' ? '' : '\u001B[m'}`);
	});
}
