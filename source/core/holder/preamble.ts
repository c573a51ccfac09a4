import type {Modes} from './modes.js';

const csi = '\u001B[';
const osc = '\u001B]';
const end = '\u001B\\';

/** On from the start in every terminal. */
const onByDefault = new Set(['7', '25']);

/** The sequences that bring a reset terminal into these modes; nothing for those of a reset terminal. */
export function preamble(modes: Modes): string {
	const {main, alternate} = modes.screens;
	const alternateOwn = screenPreamble(alternate);
	const {12: blink, ...switches} = modes.switches;
	return [
		...Object.entries(modes.colours).map(([name, value]) => `${osc}${name};${clean(value)}${end}`),
		modes.title === undefined ? '' : `${osc}2;${clean(modes.title)}${end}`,
		screenPreamble(main),
		// What the program left behind on the other screen waits for it there.
		modes.alternate === undefined ? (alternateOwn === '' ? '' : `${csi}?1047h${alternateOwn}${csi}?1047l`) : `${csi}?${modes.alternate}h${alternateOwn}`,
		...Object.entries(modes.charsets).map(([set, name]) => (name === 'B' ? '' : `\u001B${set}${name}`)),
		['', '\u000E', '\u001Bn', '\u001Bo'][modes.shift] ?? '',
		modes.cursorShape === undefined ? '' : `${csi}${modes.cursorShape} q`,
		blink === undefined ? '' : `${csi}?12${blink ? 'h' : 'l'}`,
		modes.insert ? `${csi}4h` : '',
		modes.newLine ? `${csi}20h` : '',
		modes.modifyOtherKeys === undefined ? '' : `${csi}>4;${modes.modifyOtherKeys}m`,
		modes.mouse === undefined ? '' : `${csi}?${modes.mouse}h`,
		modes.encoding === undefined ? '' : `${csi}?${modes.encoding}h`,
		...Object.entries(switches).map(([mode, on]) => (on === onByDefault.has(mode) ? '' : `${csi}?${mode}${on ? 'h' : 'l'}`)),
	].join('');
}

function screenPreamble({flags, stack, region}: Modes['screens']['main']): string {
	// The first is what holds when everything is popped.
	const pushed = [...stack, flags];
	const base = pushed.shift() ?? 0;
	return [
		base === 0 ? '' : `${csi}=${base};1u`,
		...pushed.map(each => `${csi}>${each}u`),
		region === undefined ? '' : `${csi}${region}r`,
	].join('');
}

/** A title with a control character in it would end before its end. */
function clean(text: string): string {
	return text.replaceAll(/\p{Cc}/gu, '');
}
