import {Resvg} from '@resvg/resvg-js';
import type {ScreenCell, ScreenColour} from '../test/helpers/screen.js';

/** The rows of a screen as a terminal shows them. */
export type Cells = ReadonlyArray<readonly ScreenCell[]>;

/** So high that the lines of boxes meet. */
const cell = {width: 8.4, height: 16, baseline: 12.6} as const;
const margin = 12;
const palette = ['#1d1f21', '#cc6666', '#8fb573', '#e6b455', '#6d9cbe', '#b48ead', '#77b5b0', '#c5c8c6', '#7a7d80', '#e08585', '#a9d18e', '#f0c674', '#8ab4d8', '#c9a5cf', '#9ad0cb', '#ffffff'] as const;
const paper = {background: '#16181a', text: '#c5c8c6'} as const;

/** A screen as a PNG, `scale` pixels for each of its points. */
export function pngOf(cells: Cells, scale: number): Uint8Array {
	const width = ((cells[0]?.length ?? 0) * cell.width) + (2 * margin);
	const height = (cells.length * cell.height) + (2 * margin);
	return drawn(cells, {x: -margin, y: -margin, width, height}, scale).asPng();
}

/** Rows as pixels, one after the other, each of the size that `rowPixels` says. */
export function pixelsOf(rows: Cells): Uint8Array {
	const {width, height} = rowPixels(rows[0]?.length ?? 0);
	return drawn(rows, {x: 0, y: 0, width, height: height * rows.length}, 1).pixels;
}

export function rowPixels(cols: number): {readonly width: number; readonly height: number} {
	return {width: Math.ceil(cols * cell.width), height: cell.height};
}

function drawn(cells: Cells, {x, y, width, height}: {readonly x: number; readonly y: number; readonly width: number; readonly height: number}, scale: number) {
	const rows = cells.map((row, line) => row.map((each, column) => cellOf(each, {x: column * cell.width, y: line * cell.height})).join('')).join('\n');
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${x} ${y} ${width} ${height}" font-family="'DejaVu Sans Mono', monospace" font-size="13.5">\n<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${-x}" fill="${paper.background}"/>\n${rows}\n</svg>\n`;
	return new Resvg(svg, {fitTo: {mode: 'zoom', value: scale}, font: {loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans Mono', monospaceFamily: 'DejaVu Sans Mono'}}).render();
}

function cellOf({text, foreground, background, bold, dim, inverse}: ScreenCell, {x, y}: {readonly x: number; readonly y: number}): string {
	const ink = inverse ? (inked(background) ?? paper.background) : (inked(foreground) ?? paper.text);
	const ground = inverse ? (inked(foreground) ?? paper.text) : inked(background);
	const box = ground === undefined ? '' : `<rect x="${x.toFixed(1)}" y="${y}" width="${cell.width}" height="${cell.height}" fill="${ground}"/>`;
	return text.trim() === '' ? box : `${box}<text x="${x.toFixed(1)}" y="${(y + cell.baseline).toFixed(1)}" fill="${ink}"${bold ? ' font-weight="bold"' : ''}${dim ? ' opacity="0.6"' : ''}>${escaped(text)}</text>`;
}

function escaped(text: string): string {
	// The font has no ⏵.
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('⏵', '▶');
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
