import {framed} from '../box/box.js';
import type {Rect} from '../cells/rect.js';
import {layoutBox, type Size} from '../work/layout.js';
import {blankLine, keyed, span, wrapText, type Line} from '../text/spans.js';
import {agentLetters, placeNames, rowsOfPlace, type ActionId, type KeyRow, type Place} from './keymap.js';

type Help = {
	readonly chord: string;
	readonly place: Place;
	/** The key table in force. @default keymap */
	readonly table?: readonly KeyRow[];
	/** Only keys and labels that have this in them. @default '' */
	readonly filter?: string | undefined;
};

/** What the keys do where the user is, from the key table; typing finds, Esc goes back. */
export function helpLines({size, scroll, ...help}: Help & {readonly size: Size; readonly scroll: number}): readonly Line[] {
	const rows = rowsInside(size);
	const all = helpText({...help, cols: size.cols - frameCells});
	const start = Math.max(0, Math.min(scroll, all.length - rows));
	const isCut = start + rows < all.length && rows > 1;
	const shown = isCut ? [...all.slice(start, start + rows - 1), [span('↓ more', 'accent')]] : all.slice(start, start + rows);
	return framed(Array.from({length: rows}, (_, index) => shown[index] ?? blankLine), size);
}

export function helpRect(size: Size): Rect {
	return layoutBox(size, {cols: 72, rows: Math.min(36, size.rows - 4)});
}

/** How far it can be scrolled on a screen of that size. */
export function mostScroll({size, ...help}: Help & {readonly size: Size}): number {
	const rect = helpRect(size);
	return Math.max(0, helpText({...help, cols: rect.cols - frameCells}).length - rowsInside(rect));
}

function rowsInside(size: Size): number {
	return Math.max(1, size.rows - 2);
}

/** Of the box around it. */
const frameCells = 4;
const keyCells = 13;

function keyLines(shown: string, label: string, cols: number): readonly Line[] {
	return wrapText(label, Math.max(8, cols - keyCells)).map((text, index) => [span((index === 0 ? shown : '').padEnd(keyCells - 1), 'accent'), span(` ${text}`)]);
}

/** One key does different things there. */
const several: ReadonlySet<ActionId> = new Set(['number', 'choice', 'answer', 'workspace']);

function helpText({chord, place: here, table, filter = '', cols}: Help & {readonly cols: number}): readonly Line[] {
	const places: readonly Place[] = [here, ...(['home', 'box', 'panes', 'copy', 'watch', 'log', 'sidebar', 'ended', 'confirm', 'question'] as const).filter(place => place !== here)];
	const wanted = filter.toLowerCase();
	const head = [span('Keys', 'focus'), ...(filter === '' ? [span('   type to find   Esc back', 'dim')] : [span(`   ${filter}_`, 'accent'), span('   Esc all keys', 'dim')])];
	const groups = places.flatMap(place => {
		const found = rowsOfPlace(place, table).filter(row => row.keys.length > 0 && `${row.shown} ${row.label}`.toLowerCase().includes(wanted));
		return found.length === 0 ? [] : [blankLine, [span(placeNames[place], 'focus')], ...found.flatMap(row => {
			const lines = keyLines(row.shown, row.label, cols);
			// Elsewhere the key may do something else, or nothing.
			return place === here && !several.has(row.action) ? lines.map(line => keyed(row.keys[0] ?? '', line)) : lines;
		})];
	});
	if (filter !== '') {
		return [head, ...(groups.length === 0 ? [blankLine, [span(`No key does anything with "${filter}".`)]] : groups)];
	}

	return [
		head,
		...keyLines(chord, 'from a pane to Clutch; twice, and the agent gets it', cols),
		...keyLines('letters', `${[...agentLetters].join(' ')} begin a code: agent, mode, route, tier`, cols),
		...groups,
	];
}
