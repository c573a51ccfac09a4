import {framed} from '../box/box.js';
import type {Size} from '../work/layout.js';
import {blankLine, span, type Line} from '../text/spans.js';
import {agentLetters, placeNames, rowsOfPlace, type Place} from './keymap.js';

/** What the keys do where the user is, from the key table; Esc goes back. */
export function helpLines({size, chord, place, scroll}: {readonly size: Size; readonly chord: string; readonly place: Place; readonly scroll: number}): readonly Line[] {
	const rows = Math.max(1, size.rows - 2);
	const all = helpText(chord, place);
	const start = Math.max(0, Math.min(scroll, all.length - rows));
	const isCut = start + rows < all.length && rows > 1;
	const shown = isCut ? [...all.slice(start, start + rows - 1), [span('↓ more', 'accent')]] : all.slice(start, start + rows);
	return framed(Array.from({length: rows}, (_, index) => shown[index] ?? blankLine), size);
}

export function helpText(chord: string, here: Place): readonly Line[] {
	const places: readonly Place[] = [here, ...(['home', 'box', 'ended', 'confirm', 'question'] as const).filter(place => place !== here)];
	return [
		[span('Keys', 'focus'), span('   Esc back', 'dim')],
		[span(chord.padEnd(12), 'accent'), span('from a pane to Clutch; twice, and the agent gets it')],
		[span('letters'.padEnd(12), 'accent'), span(`${[...agentLetters].join(' ')} begin a code: agent, mode, route, tier`)],
		...places.flatMap(place => [
			blankLine,
			[span(placeNames[place], 'focus')],
			...rowsOfPlace(place).map(row => [span(row.shown.padEnd(12), 'accent'), span(row.label)]),
		]),
	];
}
