/* eslint-disable no-control-regex -- control bytes are what it is about */

/** `pending`: a sequence that has not ended yet. `seen`: the end of the text so far, in which a wanted text may have begun. */
export type TextWatch = {readonly pending: string; readonly seen: string};

export const emptyTextWatch: TextWatch = {pending: '', seen: ''};

/** No sequence is longer: what grows beyond it is text. */
const longestSequence = 4096;

const sequence = /\u001B(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001B]*(?:\u0007|\u001B\\)|[ -/]*[0-OQ-WYZ\\`-~])/g;
const beginning = /\u001B(?:\[[0-?]*[ -/]*|[\]PX^_][^\u0007\u001B]*\u001B?|[ -/]*)$/;
const control = /[\u0000-\u0009\u000B-\u001F\u007F]/g;

/** Looks for a text in a program's output, as it was printed: without colours and movements, and wherever it is on the screen or has left it. */
export function feedTextWatch(watch: TextWatch, output: string, wanted: string): readonly [TextWatch, boolean] {
	const whole = watch.pending + output;
	const cut = beginning.exec(whole);
	const pending = cut !== null && whole.length - cut.index < longestSequence ? whole.slice(cut.index) : '';
	const text = watch.seen + whole.slice(0, whole.length - pending.length).replaceAll(sequence, '').replaceAll(control, '');
	return [{pending, seen: wanted.length > 1 ? text.slice(1 - wanted.length) : ''}, text.includes(wanted)];
}
