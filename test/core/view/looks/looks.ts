import test from 'ava';
import {unknownOuter, type OuterFacts} from '../../../../source/core/view/keys/outer-facts.js';
import type {ThemeName} from '../../../../source/core/view/looks/palettes.js';
import {chooseLooks, type LookLayer, type LookWords} from '../../../../source/core/view/looks/looks.js';

const layer = (where: string, words: LookWords): LookLayer => ({words, origin: name => `${where} ${name}`});
const choose = ({layers = [], facts = {}, env = {}, colours = {}}: {readonly layers?: readonly LookLayer[]; readonly facts?: Partial<OuterFacts>; readonly env?: Readonly<Record<string, string>>; readonly colours?: Readonly<Record<string, string>>}) =>
	chooseLooks({layers, colours, env, facts: {...unknownOuter, ...facts}});

test('is dark where nobody says anything', t => {
	const {theme, scheme, borders, symbols, motion, notify, problems} = choose({});
	t.deepEqual({theme, scheme, borders, symbols, motion, notify, problems}, {theme: 'dark', scheme: 'dark', borders: 'unicode', symbols: 'unicode', motion: 'full', notify: 'auto', problems: []});
});

const detected: ReadonlyArray<readonly [title: string, facts: Partial<OuterFacts>, env: Readonly<Record<string, string>>, theme: ThemeName]> = [
	['follows a light background', {background: 0xFD_F6_E3}, {}, 'light'],
	['follows a dark background', {background: 0x1D_1F_21}, {COLORFGBG: '0;15'}, 'dark'],
	['follows what the terminal reports rather than a colour it said once', {background: 0x1D_1F_21, scheme: 'light'}, {}, 'light'],
	['follows COLORFGBG where the terminal says nothing', {}, {COLORFGBG: '0;default;15'}, 'light'],
];

for (const [title, facts, env, theme] of detected) {
	test(title, t => {
		t.is(choose({facts, env}).theme, theme);
	});
}

test('the first that says something usable counts, and what is not usable is named', t => {
	const {theme, motion, problems} = choose({layers: [layer('--', {theme: 'dracula'}), layer('CLUTCH_', {theme: 'light'}), layer('saved', {theme: 'dark', motion: 'reduced'})]});
	t.is(theme, 'light');
	t.is(motion, 'reduced');
	t.deepEqual(problems, ['-- theme is "dracula", which is none of auto, dark, light, high-contrast.']);
});

test('auto in a stronger place lets the terminal decide', t => {
	t.is(choose({layers: [layer('flag', {theme: 'auto'}), layer('saved', {theme: 'dark'})], facts: {scheme: 'light'}}).theme, 'light');
});

test('high contrast has colours for each scheme', t => {
	const layers = [layer('flag', {theme: 'high-contrast'})];
	const onDark = choose({layers});
	const onLight = choose({layers, facts: {scheme: 'light'}});
	t.deepEqual([onDark.theme, onDark.scheme, onLight.theme, onLight.scheme], ['high-contrast', 'dark', 'high-contrast', 'light']);
	t.notDeepEqual(onDark.palette, onLight.palette);
});

test('panes are told the colours the terminal said, and usual ones of a scheme that was chosen against it', t => {
	t.like(choose({facts: {foreground: 0x65_7B_83, background: 0xFD_F6_E3}}), {foreground: 0x65_7B_83, background: 0xFD_F6_E3});
	t.like(choose({facts: {background: 0xFD_F6_E3}, layers: [layer('flag', {theme: 'dark'})]}), {scheme: 'dark', background: 0x14_14_18});
});

const locales: ReadonlyArray<readonly [env: Readonly<Record<string, string>>, characters: string]> = [
	[{LANG: 'de_DE.UTF-8'}, 'unicode'],
	[{LANG: 'en_US.utf8'}, 'unicode'],
	[{}, 'unicode'],
	[{LANG: 'C'}, 'ascii'],
	[{LANG: 'de_DE.UTF-8', LC_ALL: 'POSIX'}, 'ascii'],
	[{LANG: 'C.UTF-8', TERM: 'linux'}, 'ascii'],
];

for (const [env, characters] of locales) {
	test(`draws in ${characters} with ${JSON.stringify(env)}`, t => {
		const {borders, symbols} = choose({env});
		t.deepEqual([borders, symbols], [characters, characters]);
	});
}

test('a colour of one\'s own takes the place of the theme\'s, and is warned about where it is hard to read', t => {
	const {palette, problems} = choose({colours: {accent: '#33aaff', dim: '#222222', warn: 'blue', shade: '#ffffff'}, facts: {background: 0}});
	t.is(palette.accent.colour, 0x33_AA_FF);
	t.is(palette.dim.colour, 0x22_22_22);
	t.is(palette.warn.colour, 0xFF_AF_5F);
	t.deepEqual(problems, [
		'ui.colours.dim #222222 is hard to read on this background: a contrast of 1.3, and text needs 4.5.',
		'ui.colours.warn is "blue", which is no colour such as #33aaff.',
		'ui.colours has "shade", which is none of text, dim, accent, focus, ok, busy, ask, warn, bad, line.',
	]);
});
