import {nearest} from '../../nearest.js';
import {readChord, type Chord} from './chord.js';
import {keyOfSetting, shownKeys} from './key-setting.js';
import {agentLetters, keymap, placeNames, type ActionId, type KeyRow, type Place} from './keymap.js';
import {tmuxChord, tmuxKeys} from './tmux.js';

/** The section `keys` of the configuration, as it was written. */
export type KeySettings = Readonly<Record<string, unknown>>;

/** What of it could not be taken; the keys of that row stay as they were. */
export type KeyProblem = {readonly name: string; readonly text: string};

export type KeyTable = {
	readonly rows: readonly KeyRow[];
	/** Undefined where the configuration says none. */
	readonly chord: Chord | undefined;
	/** How long one key after the chord is waited for, in milliseconds. */
	readonly wait: number | 'never';
	readonly problems: readonly KeyProblem[];
};

const defaultWait = 3000;

export const shippedKeys: KeyTable = {rows: keymap, chord: undefined, wait: defaultWait, problems: []};

/** Keys that everything else is explained by, or that stand for a row by its number. */
const fixed: ReadonlySet<ActionId> = new Set(['help', 'search', 'next', 'previous', 'enter', 'number', 'choice', 'back', 'yes', 'answer', 'workspace']);
const words = ['preset', 'chord', 'wait'];

/** The key table with what its user wants otherwise. Whatever is wrong is named, and costs nothing but itself. */
export function keyTableOf(settings: KeySettings): KeyTable {
	const problems: KeyProblem[] = [];
	const isTmux = settings.preset === 'tmux';
	if (settings.preset !== undefined && !isTmux) {
		problems.push({name: 'preset', text: `keys.preset: wanted "tmux", got ${got(settings.preset)}; there is none now`});
	}

	const base = isTmux ? withPreset(keymap) : keymap;
	const overrides = new Map<ActionId, readonly string[]>();
	for (const [name, value] of Object.entries(settings).filter(([each]) => !words.includes(each))) {
		const read = readOverride(name, {value, base});
		if (typeof read === 'string') {
			problems.push({name, text: `keys.${name}: ${read}`});
		} else {
			overrides.set(name as ActionId, read);
		}
	}

	for (let conflict = findConflict(base, overrides); conflict !== undefined; conflict = findConflict(base, overrides)) {
		const {name, key, other, place} = conflict;
		overrides.delete(name);
		problems.push({name, text: `keys.${name}: ${shownKeys([key])} means "${other.label}" already (${placeNames[place].toLowerCase()}); ${stays(base, name)}`});
	}

	return {rows: withOverrides(base, overrides), chord: chordOf(settings, {isTmux, problems}), wait: waitOf(settings.wait, problems), problems};
}

function chordOf({chord}: KeySettings, {isTmux, problems}: {readonly isTmux: boolean; readonly problems: KeyProblem[]}): Chord | undefined {
	const read = chord === undefined ? undefined : readChord(typeof chord === 'string' ? chord : got(chord));
	if (read !== undefined && 'problem' in read) {
		problems.push({name: 'chord', text: `keys.chord: ${read.problem}`});
	}

	const wanted = read === undefined || 'problem' in read ? (isTmux ? readChord(tmuxChord) : undefined) : read;
	return wanted === undefined || 'problem' in wanted ? undefined : wanted;
}

function waitOf(wait: unknown, problems: KeyProblem[]): KeyTable['wait'] {
	if (wait === undefined || wait === 'never' || (typeof wait === 'number' && wait >= 500 && wait <= 600_000)) {
		return wait ?? defaultWait;
	}

	problems.push({name: 'wait', text: `keys.wait: wanted milliseconds from 500 on, or "never", got ${got(wait)}; ${defaultWait} stays`});
	return defaultWait;
}

/** The keys, or what is wrong with them. */
function readOverride(name: string, {value, base}: {readonly value: unknown; readonly base: readonly KeyRow[]}): readonly string[] | string {
	const row = base.find(({action}) => action === name);
	if (row === undefined) {
		const near = nearest(name, [...words, ...new Set(keymap.map(({action}) => action).filter(action => !fixed.has(action)))]);
		return `nothing has this name${near === undefined ? '' : `; did you mean ${near}?`}`;
	}

	if (fixed.has(row.action)) {
		return `its keys (${row.shown}) are the same for everybody`;
	}

	const wanted: readonly unknown[] = Array.isArray(value) ? value : [value];
	const keys: string[] = [];
	for (const text of wanted) {
		const key = typeof text === 'string' ? keyOfSetting(text) : undefined;
		if (key === undefined) {
			return `${got(text)} is no key; ${stays(base, row.action)}`;
		}

		if (agentLetters.includes(key) && row.places.some(place => place === 'home' || place === 'box')) {
			return `${key} begins the code of an agent; ${stays(base, row.action)}`;
		}

		keys.push(key);
	}

	return keys;
}

function stays(base: readonly KeyRow[], action: string): string {
	const row = base.find(each => each.action === action);
	return row === undefined || row.keys.length === 0 ? 'it stays without a key' : `${row.shown} stays`;
}

type Conflict = {readonly name: ActionId; readonly key: string; readonly other: KeyRow; readonly place: Place};

/** One key of an override that means something else in the same place; of two overrides the later one. */
function findConflict(base: readonly KeyRow[], overrides: ReadonlyMap<ActionId, readonly string[]>): Conflict | undefined {
	const rows = withOverrides(base, overrides);
	for (const row of [...overrides.keys()].toReversed().flatMap(name => rows.filter(({action}) => action === name))) {
		for (const key of row.keys) {
			for (const place of row.places) {
				const other = rows.find(each => each !== row && each.places.includes(place) && each.keys.includes(key));
				if (other !== undefined) {
					return {name: row.action, key, other, place};
				}
			}
		}
	}

	return undefined;
}

function withOverrides(base: readonly KeyRow[], overrides: ReadonlyMap<ActionId, readonly string[]>): readonly KeyRow[] {
	return base.map(row => {
		const keys = overrides.get(row.action);
		return keys === undefined ? row : {...row, keys, shown: shownKeys(keys)};
	});
}

/** A preset knows what it takes keys from: there it takes them without a word. */
function withPreset(base: readonly KeyRow[]): readonly KeyRow[] {
	const preset = new Map(Object.entries(tmuxKeys) as ReadonlyArray<[ActionId, readonly string[]]>);
	const rows = withOverrides(base, preset).map(row => row.action === 'workspace' ? {...row, shown: '1–9'} : row);
	const isTaken = (row: KeyRow, {key, place}: {readonly key: string; readonly place: Place}) => rows.some(other => other !== row && preset.has(other.action) && !preset.has(row.action) && other.places.includes(place) && other.keys.includes(key));
	return rows.flatMap(row => {
		const losing = row.places.filter(place => row.keys.some(key => isTaken(row, {key, place})));
		if (losing.length === 0) {
			return [row];
		}

		const kept = {...row, places: row.places.filter(place => !losing.includes(place))};
		const split = losing.map(place => {
			const keys = row.keys.filter(key => !isTaken(row, {key, place}));
			return {...row, places: [place], keys, shown: shownKeys(keys)};
		});
		return [...kept.places.length > 0 ? [kept] : [], ...split.filter(({keys}) => keys.length > 0)];
	});
}

function got(value: unknown): string {
	return JSON.stringify(value) ?? 'nothing';
}
