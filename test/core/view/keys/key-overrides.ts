import test from 'ava';
import {keyTableOf, shippedKeys, type KeySettings, type KeyTable} from '../../../../source/core/view/keys/key-overrides.js';
import {agentLetters, keymap, keyRowOf, placeNames, rowsOfPlace, type Place} from '../../../../source/core/view/keys/keymap.js';

const places = Object.keys(placeNames) as readonly Place[];
const inBox = ({rows}: KeyTable, key: string) => keyRowOf('box', key, rows)?.action;

test('nothing said is the shipped table', t => {
	t.deepEqual(keyTableOf({}), shippedKeys);
});

test('gives an action another key, several, or none', t => {
	const table = keyTableOf({'zoom': 'Z', 'split-right': ['v', '%'], 'rename': []});
	t.deepEqual(table.problems, []);
	t.deepEqual(['Z', 'z', 'v', '%', '|', ','].map(key => inBox(table, key)), ['zoom', undefined, 'split-right', 'split-right', undefined, undefined]);
	t.is(keyRowOf('box', 'v', table.rows)?.shown, 'v %');
});

test('lets two actions change their keys', t => {
	const table = keyTableOf({'zoom': '-', 'split-down': 'z'});
	t.deepEqual([table.problems, inBox(table, '-'), inBox(table, 'z')], [[], 'zoom', 'split-down']);
});

const broken: ReadonlyArray<readonly [title: string, settings: KeySettings, texts: readonly string[]]> = [
	['a name nobody has', {zom: 'Z'}, ['keys.zom: nothing has this name; did you mean zoom?']],
	['a letter that begins a code', {zoom: 'c'}, ['keys.zoom: c begins the code of an agent; z stays']],
	['a key that means something else there', {zoom: '-'}, ['keys.zoom: - means "split down" already (in the box); z stays']],
	['two that want the same key', {'zoom': 'Z', 'split-right': 'Z'}, ['keys.split-right: Z means "zoom" already (in the box); | stays']],
	['what is no key', {'zoom': 'Hyper+q', 'split-down': ['-', 7]}, ['keys.zoom: "Hyper+q" is no key; z stays', 'keys.split-down: 7 is no key; - stays']],
	['keys that everybody has', {back: 'x', number: []}, ['keys.back: its keys (Esc) are the same for everybody', 'keys.number: its keys (1–9) are the same for everybody']],
	['a chord that programs need', {chord: 'Ctrl+c'}, ['keys.chord: Ctrl+c cannot be it: it stops what a program does.']],
	['a preset nobody knows', {preset: 'screen'}, ['keys.preset: wanted "tmux", got "screen"; there is none now']],
	['a wait that is none', {wait: 'soon'}, ['keys.wait: wanted milliseconds from 500 on, or "never", got "soon"; 3000 stays']],
];

for (const [title, settings, texts] of broken) {
	test(`names ${title}, keeps what was there, and takes the rest`, t => {
		const table = keyTableOf({...settings, sidebar: 'b'});
		t.deepEqual(table.problems.map(({text}) => text), texts);
		t.is(inBox(table, 'b'), 'sidebar');
		for (const key of ['|', '-', 'Esc', '1']) {
			t.is(inBox(table, key), keyRowOf('box', key)?.action);
		}
	});
}

test('an override that loses its key to one that is undone is undone too', t => {
	// Zoom wants the key of split down, which gets none because it asks for a letter of an agent.
	const table = keyTableOf({'zoom': '-', 'split-down': 'c', 'split-right': 'z'});
	t.deepEqual(table.problems.map(({name}) => name).toSorted(), ['split-down', 'split-right', 'zoom']);
	t.deepEqual(table.rows, keymap);
});

for (const [name, table] of [['the shipped table', shippedKeys], ['the tmux preset', keyTableOf({preset: 'tmux'})]] as const) {
	test(`in ${name} no key means two things in one place, and none is a letter of an agent where codes are typed`, t => {
		t.deepEqual(table.problems, []);
		for (const place of places) {
			const keys = rowsOfPlace(place, table.rows).flatMap(row => row.keys);
			t.deepEqual([place, ...keys.filter((key, index) => keys.indexOf(key) !== index)], [place]);
			t.deepEqual([place, ...keys.filter(key => ['home', 'box', 'panes'].includes(place) && key.length === 1 && agentLetters.includes(key))], [place]);
		}
	});
}

test('the tmux preset has the keys of tmux, and a chord that can still be said otherwise', t => {
	const table = keyTableOf({preset: 'tmux'});
	t.is(table.chord?.label, 'Ctrl+b');
	t.deepEqual(
		['%', '"', 'Left', 'z', '[', 'd', '&', ',', '?', ':', ';', '{', '}', '!', 'n', '1', '9', 'Ctrl+Left', 's'].map(key => inBox(table, key)),
		['split-right', 'split-down', 'focus-left', 'zoom', 'scroll', 'quit', 'stop', 'rename', 'help', 'command', 'last-pane', 'swap-previous', 'swap-next', 'own-workspace', 'next-workspace', 'workspace', 'workspace', 'resize-left', 'sidebar'],
	);
	t.is(keyRowOf('home', '1', table.rows)?.action, 'number');
	t.is(keyTableOf({preset: 'tmux', chord: 'Ctrl+a'}).chord?.label, 'Ctrl+a');
	t.is(inBox(keyTableOf({preset: 'tmux', zoom: 'Z'}), 'Z'), 'zoom');
});
