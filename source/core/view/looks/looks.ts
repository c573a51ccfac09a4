import type {OuterFacts} from '../keys/outer-facts.js';
import type {Role} from '../text/role.js';
import type {CharacterSet} from './ascii.js';
import {contrast, readRgb, schemeOf, type Rgb} from './contrast.js';
import {paletteOf, type Palette, type Scheme, type ThemeName} from './palettes.js';

/** What can be chosen, each with its values; the first one holds where nobody said anything. */
export const lookChoices = {
	theme: ['auto', 'dark', 'light', 'high-contrast'],
	borders: ['auto', 'unicode', 'ascii'],
	symbols: ['auto', 'unicode', 'ascii'],
	motion: ['full', 'reduced'],
	notify: ['auto', 'bell', 'osc9', 'osc777', 'off'],
} as const;

export type LookName = keyof typeof lookChoices;
export type LookChoice<Name extends LookName> = typeof lookChoices[Name][number];

/** Somebody's words, so nothing is sure of them. */
export type LookWords = Readonly<Partial<Record<LookName, string>>>;

/** One place where something is said, the strongest first; `origin` names a setting of it for people. */
export type LookLayer = {readonly words: LookWords; readonly origin: (name: LookName) => string};

export type Looks = {
	readonly theme: ThemeName;
	/** Of the terminal, which programs in panes are told. */
	readonly scheme: Scheme;
	readonly foreground: Rgb;
	readonly background: Rgb;
	readonly palette: Palette;
	readonly borders: CharacterSet;
	readonly symbols: CharacterSet;
	readonly motion: LookChoice<'motion'>;
	readonly notify: LookChoice<'notify'>;
	/** What could not be taken as it was said, as sentences. */
	readonly problems: readonly string[];
};

type Environment = Readonly<Record<string, string | undefined>>;

type LooksInput = {
	readonly layers: readonly LookLayer[];
	/** Colours of the user's own, by role. */
	readonly colours: Readonly<Record<string, string>>;
	readonly env: Environment;
	readonly facts: OuterFacts;
};

/** What terminals have that say nothing of themselves. */
const usual: Readonly<Record<Scheme, {readonly foreground: Rgb; readonly background: Rgb}>> = {
	dark: {foreground: 0xE5_E5_E5, background: 0x14_14_18},
	light: {foreground: 0x1F_1F_1F, background: 0xFA_FA_FA},
};

const least = 4.5;

/** How the dashboard looks: what was said, in the order flag, environment, saved setting, configuration; then what the terminal says of itself. */
export function chooseLooks({layers, colours, env, facts}: LooksInput): Looks {
	const problems: string[] = [];
	const choose = <Name extends LookName>(name: Name): LookChoice<Name> => {
		const [usualValue, ...others]: readonly [LookChoice<Name>, ...ReadonlyArray<LookChoice<Name>>] = lookChoices[name];
		const values = [usualValue, ...others];
		for (const {words, origin} of layers) {
			const said = words[name];
			const value = values.find(candidate => candidate === said);
			if (value !== undefined) {
				return value;
			}

			if (said !== undefined && said !== '') {
				problems.push(`${origin(name)} is "${said.slice(0, 40)}", which is none of ${values.join(', ')}.`);
			}
		}

		return usualValue;
	};

	const wanted = choose('theme');
	const scheme = wanted === 'dark' || wanted === 'light' ? wanted : detectedScheme(facts, env);
	const theme = wanted === 'auto' ? scheme : wanted;
	// A terminal that says what its colours are is believed, but for a user who says otherwise.
	const isKnown = facts.background !== undefined && schemeOf(facts.background) === scheme;
	const background = isKnown ? facts.background : usual[scheme].background;
	const foreground = isKnown && facts.foreground !== undefined ? facts.foreground : usual[scheme].foreground;
	const isAscii = speaksAsciiOnly(env);
	const characters = (name: 'borders' | 'symbols'): CharacterSet => {
		const said = choose(name);
		return said === 'auto' ? (isAscii ? 'ascii' : 'unicode') : said;
	};

	const base = paletteOf(theme, scheme);
	const own = ownColours(colours, {base, background});
	return {
		theme, scheme, foreground, background,
		palette: own.palette,
		borders: characters('borders'),
		symbols: characters('symbols'),
		motion: choose('motion'),
		notify: choose('notify'),
		problems: [...problems, ...own.problems],
	};
}

/** What the terminal reports counts most: of its colours it was asked once. */
function detectedScheme({scheme, background}: OuterFacts, {COLORFGBG: told}: Environment): Scheme {
	if (scheme !== undefined) {
		return scheme;
	}

	if (background !== undefined) {
		return schemeOf(background);
	}

	return ['7', '15'].includes(told?.split(';').at(-1) ?? '') ? 'light' : 'dark';
}

/** The console of Linux has a font without our symbols. A locale that nobody set says nothing. */
function speaksAsciiOnly({TERM: term, LC_ALL: all, LC_CTYPE: characters, LANG: language}: Environment): boolean {
	const locale = [all, characters, language].find(value => value !== undefined && value !== '');
	return term === 'linux' || (locale !== undefined && !/utf-?8/i.test(locale));
}

function ownColours(colours: Readonly<Record<string, string>>, {base, background}: {readonly base: Palette; readonly background: Rgb}): {readonly palette: Palette; readonly problems: readonly string[]} {
	const palette: Partial<Record<Role, Palette[Role]>> = {};
	const problems: string[] = [];
	for (const [name, text] of Object.entries(colours)) {
		const role = (Object.keys(base) as readonly Role[]).find(candidate => candidate === name);
		const colour = readRgb(text);
		if (role === undefined) {
			problems.push(`ui.colours has "${name.slice(0, 40)}", which is none of ${Object.keys(base).join(', ')}.`);
		} else if (colour === undefined) {
			problems.push(`ui.colours.${role} is "${text.slice(0, 40)}", which is no colour such as #33aaff.`);
		} else {
			palette[role] = {...base[role], colour, sixteen: 'nearest'};
			const reached = contrast(colour, background);
			if (role !== 'line' && reached < least) {
				problems.push(`ui.colours.${role} ${text} is hard to read on this background: a contrast of ${reached.toFixed(1)}, and text needs ${least}.`);
			}
		}
	}

	return {palette: {...base, ...palette}, problems};
}
