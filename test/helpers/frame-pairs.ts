import {createGrid, type Grid} from '../../source/core/view/cells/cells.js';
import {parseFrame} from '../../source/core/view/cells/frame-text.js';
import {seeded} from './torture-stream.js';

export type FramePair = {readonly name: string; readonly back: Grid; readonly front: Grid};

const words = 'const retry = await fetch(url, {signal}); // the flaky one comes back after a second, as the log says'.split(' ');

function codeLine(random: () => number, cols: number): string {
	let line = ' '.repeat(Math.floor(random() * 4) * 2);
	while (line.length < cols * random()) {
		line += `${words[Math.floor(random() * words.length)] ?? ''} `;
	}

	return line.slice(0, cols);
}

/** A line as an editor colours it: each word in one of a few colours. */
function coloured(line: string, random: () => number): string {
	return line.split(' ').map(word => random() < 0.5 ? word : `\u001B[38;5;${130 + Math.floor(random() * 6)}m${word}\u001B[39m`).join(' ');
}

/** What agents and shells do to a screen: each what stood there and what should. */
export function framePairs(size: {readonly cols: number; readonly rows: number}): readonly FramePair[] {
	const random = seeded(11);
	const {cols, rows} = size;
	const plain = Array.from({length: rows + 1}, () => codeLine(random, cols));
	const bright = plain.map(line => coloured(line, random));
	const asian = Array.from({length: rows}, (_, row) => `${row} 漢字かな交じりの文、한국어 텍스트 ${'長'.repeat(row % 20)}`);
	const emoji = Array.from({length: rows}, (_, row) => `${row % 2 === 0 ? '✅' : '👩‍👩‍👧'} step ${row} ❤️ done … ${'🎉'.repeat(row % 4)}`);
	const page = (lines: readonly string[]) => parseFrame(lines.slice(0, rows).join('\n'), size);
	const withLine = (lines: readonly string[], row: number, line: string) => lines.map((known, index) => index === row ? line : known);
	const box = [`╭${'─'.repeat(cols - 2)}╮`, `│ > \u001B[2mtype here\u001B[22m${' '.repeat(cols - 14)}│`, `╰${'─'.repeat(cols - 2)}╯`];
	return [
		{name: 'a letter is typed', back: page(withLine(plain, 3, '$ git statu')), front: page(withLine(plain, 3, '$ git status'))},
		{name: 'a prompt comes after output', back: page(plain.slice(0, rows - 4)), front: page([...plain.slice(0, rows - 4), '$ '])},
		{name: 'plain text scrolls by one line', back: page(plain), front: page(plain.slice(1))},
		{name: 'coloured text scrolls by one line', back: page(bright), front: page(bright.slice(1))},
		{name: 'a spinner turns', back: page(withLine(bright, 5, '\u001B[33m✻\u001B[39m Thinking… (12s)')), front: page(withLine(bright, 5, '\u001B[33m✽\u001B[39m Thinking… (13s)'))},
		{name: 'a braille spinner turns', back: page(withLine(plain, 5, '⠋ building 10 %')), front: page(withLine(plain, 5, '⠙ building 11 %'))},
		{name: 'everything is drawn for the first time', back: createGrid(cols, rows), front: page(bright)},
		{name: 'everything is cleared', back: page(bright), front: createGrid(cols, rows)},
		{name: 'every cell changes', back: page(plain.map(line => line.padEnd(cols, '.'))), front: page(plain.map(line => line.toUpperCase().padEnd(cols, '#')))},
		{name: 'a box is drawn over text', back: page(plain), front: page([...plain.slice(0, rows - 3), ...box])},
		{name: 'a bar is selected', back: page(plain), front: page(withLine(plain, 7, `\u001B[7m${(plain[7] ?? '').padEnd(cols)}\u001B[27m`))},
		{name: 'Asian text is drawn', back: createGrid(cols, rows), front: page(asian)},
		{name: 'Asian text scrolls', back: page(asian), front: page(asian.slice(1))},
		{name: 'emoji are drawn', back: createGrid(cols, rows), front: page(emoji)},
		{name: 'emoji scroll', back: page(emoji), front: page(emoji.slice(1))},
		{name: 'truecolor bars move', back: page(bars(size, 0)), front: page(bars(size, 9))},
		{name: 'half the words change', back: page(plain), front: page(plain.map(line => line.split(' ').map((word, place) => place % 2 === 0 ? word : word.replaceAll(/[a-z]/g, 'x')).join(' ')))},
	];
}

function bars({cols, rows}: {readonly cols: number; readonly rows: number}, phase: number): readonly string[] {
	return Array.from({length: rows}, (_, y) => Array.from({length: cols}, (_unused, x) => `\u001B[48;2;${((x + phase) * 5) % 256};${(y * 7) % 256};90m `).join(''));
}
