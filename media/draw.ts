/**
Draws the pictures of the README from the real program: `npm run media`. Each is the screen as a terminal shows it, cell by cell, as an SVG.
*/
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type {ExecutionContext} from 'ava';
import {temporaryHome} from '../test/helpers/home.js';
import type {ScreenColour} from '../test/helpers/screen.js';
import {openTerminal, type Terminal} from '../test/helpers/terminal.js';

const cell = {width: 8.4, height: 17} as const;
const size = {cols: 120, rows: 30} as const;
const palette = ['#1d1f21', '#cc6666', '#8fb573', '#e6b455', '#6d9cbe', '#b48ead', '#77b5b0', '#c5c8c6', '#7a7d80', '#e08585', '#a9d18e', '#f0c674', '#8ab4d8', '#c9a5cf', '#9ad0cb', '#ffffff'] as const;
const paper = {background: '#16181a', text: '#c5c8c6'} as const;

const endings: Array<() => void | Promise<void>> = [];
const t = {
	teardown(ending: () => void | Promise<void>) {
		endings.unshift(ending);
	},
	log(text: string) {
		process.stderr.write(`${text}\n`);
	},
} as unknown as ExecutionContext;

try {
	const {env, project} = temporaryHome(t);
	const root = path.join(import.meta.dirname, '..');
	const terminal = openTerminal(t, {argv: [path.join(root, 'bin/clutch')], env, cwd: project, ...size});
	await terminal.waitFor('Home is there with a ready gateway', text => text.includes('? keys') && text.includes('● gateway'));
	draw(terminal, path.join(root, 'media/home.svg'));
	terminal.write('D');
	await terminal.waitFor('the demo agent asks', text => text.includes('demo ›'));
	terminal.write('echo hello from a pane\r');
	await terminal.waitFor('it has answered and is counted', text => text.includes('2 req ') && text.includes('● demo'));
	draw(terminal, path.join(root, 'media/work.svg'));
	terminal.write('\0');
	await terminal.waitFor('the box is open', text => text.includes('jump'));
	draw(terminal, path.join(root, 'media/box.svg'));
} finally {
	for (const ending of endings) {
		await ending();
	}
}

function draw(terminal: Terminal, file: string): void {
	const rows = terminal.cells().map((row, y) => row.map(({text, foreground, background, bold, dim, inverse}, x) => {
		const ink = inverse ? (inked(background) ?? paper.background) : (inked(foreground) ?? paper.text);
		const ground = inverse ? (inked(foreground) ?? paper.text) : inked(background);
		const place = `x="${(x * cell.width).toFixed(1)}"`;
		const box = ground === undefined ? '' : `<rect ${place} y="${y * cell.height}" width="${cell.width}" height="${cell.height}" fill="${ground}"/>`;
		const glyph = text.trim() === '' ? '' : `<text ${place} y="${(y * cell.height) + 13}" fill="${ink}"${bold ? ' font-weight="bold"' : ''}${dim ? ' opacity="0.6"' : ''}>${escaped(text)}</text>`;
		return `${box}${glyph}`;
	}).join('')).join('\n');
	const width = size.cols * cell.width;
	const height = size.rows * cell.height;
	writeFileSync(file, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 -12 ${width + 24} ${height + 24}" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, monospace" font-size="13.5">\n<rect x="-12" y="-12" width="${width + 24}" height="${height + 24}" rx="8" fill="${paper.background}"/>\n${rows}\n</svg>\n`);
	process.stdout.write(`${file}\n`);
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function inked(colour: ScreenColour | undefined): string | undefined {
	if (colour === undefined) {
		return undefined;
	}

	return colour.type === 'rgb' ? `#${colour.value.toString(16).padStart(6, '0')}` : (palette[colour.index] ?? cubeColour(colour.index));
}

/** The 256-colour table: a 6×6×6 cube, then 24 greys. */
function cubeColour(index: number): string {
	const level = (step: number) => (step === 0 ? 0 : 55 + (step * 40));
	const parts = index >= 232 ? Array.from({length: 3}, () => 8 + ((index - 232) * 10)) : [Math.floor((index - 16) / 36), Math.floor(((index - 16) % 36) / 6), (index - 16) % 6].map(step => level(step));
	return `#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}`;
}
