import test from 'ava';
import {isChord, readChord, type Chord} from '../../../../source/core/view/keys/chord.js';
import {emptyOuterState, feedOuter, flushOuter} from '../../../../source/core/view/keys/outer-input.js';
import type {OuterToken} from '../../../../source/core/view/keys/outer-token.js';

type Candidate = {
	readonly label: string;
	/** As a terminal without any protocol sends it. */
	readonly legacy: readonly string[];
	/** Its number in the keyboard protocols; undefined for keys with a sequence of their own. */
	readonly code?: number;
	/** As the protocols count what is held, 1 for nothing. */
	readonly held: number;
};

const printable = Array.from({length: 95}, (_, index) => String.fromCodePoint(0x20 + index));
const letters = printable.filter(character => /[a-z]/.test(character));
const control = (character: string) => String.fromCodePoint((character.toUpperCase().codePointAt(0) ?? 0) & 0x1F);
const codeOf = (character: string) => character.codePointAt(0) ?? 0;
const shown = (character: string) => character === ' ' ? 'Space' : character;
const functionKeys: ReadonlyArray<readonly string[]> = [
	['\u001BOP', '\u001B[11~', '\u001B[[A', '\u001B[P'], ['\u001BOQ', '\u001B[12~', '\u001B[[B', '\u001B[Q'], ['\u001BOR', '\u001B[13~', '\u001B[[C'], ['\u001BOS', '\u001B[14~', '\u001B[[D', '\u001B[S'],
	['\u001B[15~', '\u001B[[E'], ['\u001B[17~'], ['\u001B[18~'], ['\u001B[19~'], ['\u001B[20~'], ['\u001B[21~'], ['\u001B[23~'], ['\u001B[24~'],
];

/** Every key that somebody may have for the chord. */
const candidates: readonly Candidate[] = [
	...[' ', ...letters, '\\', ']', '^', '_'].map(key => ({label: `Ctrl+${shown(key)}`, legacy: [key === ' ' ? '\0' : control(key)], code: codeOf(key), held: 5})),
	...printable.map(key => ({label: `Alt+${shown(key)}`, legacy: [`\u001B${key}`], code: codeOf(key), held: 3})),
	...letters.map(key => ({label: `Ctrl+Alt+${key}`, legacy: [`\u001B${control(key)}`], code: codeOf(key), held: 7})),
	...functionKeys.map((legacy, index) => ({label: `F${index + 1}`, legacy, held: 1})),
];

/** The ways in which it is pressed, and those in which it is held or let go. */
function formsOf({legacy, code, held}: Candidate): {readonly pressed: readonly string[]; readonly other: readonly string[]} {
	if (code === undefined) {
		const [tilde] = legacy.flatMap(form => /^\u001B\[(\d+)~$/.exec(form)?.[1] ?? []); // eslint-disable-line no-control-regex -- ESC begins it
		return {pressed: [...legacy, `\u001B[${tilde ?? ''};1:1~`, `\u001B[${tilde ?? ''};65~`], other: [`\u001B[${tilde ?? ''};1:2~`, `\u001B[${tilde ?? ''};1:3~`]};
	}

	const key = String.fromCodePoint(code);
	// A capital is its small letter with Shift to the kitty protocol.
	const isCapital = /[A-Z]/.test(key);
	const [base, how] = isCapital ? [`${code + 32}:${code}`, held + 1] : [String(code), held];
	return {
		pressed: [...legacy, `\u001B[${base};${how}u`, `\u001B[${base};${how}:1u`, `\u001B[${base};${how + 64}u`, `\u001B[${base};${how + 128}u`, `\u001B[27;${how};${code}~`],
		other: [`\u001B[${base};${how}:2u`, `\u001B[${base};${how}:3u`],
	};
}

function read(input: string, chord: Chord, cut: number | 'bytes' | undefined): string {
	const chunks = cut === undefined ? [input] : (cut === 'bytes' ? [...input] : [input.slice(0, cut), input.slice(cut)]);
	let state = emptyOuterState;
	const tokens: OuterToken[] = [];
	for (const chunk of chunks) {
		const [next, found] = feedOuter(state, new TextEncoder().encode(chunk));
		state = next;
		tokens.push(...found);
	}

	tokens.push(...flushOuter(state)[1]);
	return tokens.map(token => token.type === 'stroke' && isChord(token.stroke, chord) ? `<${token.stroke.event === 'press' ? 'chord' : 'no press'}>` : new TextDecoder().decode(token.bytes)).join('');
}

const possible = candidates.flatMap(candidate => {
	const chord = readChord(candidate.label);
	return 'problem' in chord ? [] : [{candidate, chord}];
});

test('every key that may be the chord is one in each of its forms, wherever they are cut', t => {
	t.is(possible.length, 150);
	for (const {candidate, chord} of possible) {
		const {pressed, other} = formsOf(candidate);
		for (const [forms, expected] of [[pressed, '<chord>'], [other, '<no press>']] as const) {
			for (const form of forms) {
				for (const cut of [undefined, 'bytes' as const, ...Array.from({length: form.length - 1}, (_, index) => index + 1)]) {
					t.is(read(form, chord, cut), expected, `${candidate.label} as ${JSON.stringify(form)} cut at ${String(cut)}`);
				}
			}
		}
	}
});

test('none of them is the chord inside a paste, nor is the end of a paste that is inside one', t => {
	for (const {candidate, chord} of possible) {
		const {pressed, other} = formsOf(candidate);
		const inside = ['a', ...pressed, ...other, '\u001B[201~', ...pressed, 'b'].join('');
		const input = `\u001B[200~${inside}\u001B[201~`;
		for (const cut of [undefined, 'bytes' as const, 8, 20, input.length - 3]) {
			t.notRegex(read(input, chord, cut), /<chord>|<no press>/, `${candidate.label} cut at ${String(cut)}`);
		}
	}
});

test('no key is the chord that another one was chosen for', t => {
	for (const {candidate, chord} of possible) {
		const others = possible.filter(({candidate: other}) => other !== candidate && other.legacy[0] !== candidate.legacy[0]);
		const taken = others.filter(({candidate: other}) => read(other.legacy[0] ?? '', chord, undefined) === '<chord>');
		t.deepEqual(taken, [], `${candidate.label} has others`);
	}
});
