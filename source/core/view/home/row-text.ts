import type {Session} from '../../session/session.js';
import {fitText, padText, textWidth} from '../cells/width.js';
import {lastPart, shortFolder} from '../text/format.js';

/** Of the cursor and the digit. */
export const markCells = 5;
export const titleCells = 13;
export const widestName = 32;

/** The mark of the demo is never cut; the name gives way to it. */
export function titleText({title, demo}: Session, cells = titleCells): string {
	return demo ? padText(`${fitText(title, cells - 1)} demo`, Math.max(cells, textWidth(fitText(title, cells - 1)) + 5)) : padText(title, cells);
}

/** Cells of a title that belong to the name beside it. */
export function beyond(title: string, cells = titleCells): number {
	return textWidth(title) - cells;
}

/** The name where it says more than the folder, which gives way from its beginning: its end is what tells it from others. */
export function nameText({name, title, cwd}: Pick<Session, 'name' | 'title' | 'cwd'>, {home, cells}: {readonly home: string; readonly cells: number}): string {
	const folder = shortFolder(cwd, home);
	const said = name === lastPart(cwd) || name === title ? '' : `"${name}" `;
	const [whole, short] = [`${said}${folder}`, `${said}…/${lastPart(cwd)}`];
	return textWidth(whole) <= cells ? whole : (textWidth(short) <= cells || said === '' ? short : said.trimEnd());
}
