import type {Config} from '../core/config/config.js';
import type {Preference} from '../core/view/box/library.js';
import type {ColourDepth} from '../core/view/cells/colour.js';
import {unknownOuter, type OuterFacts} from '../core/view/keys/outer-facts.js';
import {chooseLooks, lookChoices, type LookLayer, type LookName, type Looks, type LookWords} from '../core/view/looks/looks.js';
import {createPaint, type Paint} from './theme.js';

/** What the configuration says about looks. */
export type ConfiguredLooks = {readonly words: LookWords; readonly colours: Readonly<Record<string, string>>};

/** As the section `ui` has them. */
export function configuredLooks({ui}: Pick<Config, 'ui'>): ConfiguredLooks {
	const {theme, borders, symbols, motion, notify, colours = {}} = ui;
	return {words: definedOnly({theme, borders, symbols, motion, notify}), colours: definedOnly(colours)};
}

/** What was chosen on the screen; who chose the first value has left it to the configuration. */
export function chosenLooks(preferences: readonly Preference[]): LookWords {
	return Object.fromEntries(preferences.filter(({name, value, values}) => Object.hasOwn(lookChoices, name) && value !== values[0]).map(({name, value}) => [name, value]));
}

export type LooksKeeper = {
	readonly get: () => Looks;
	readonly paint: () => Paint;
	/** The terminal said something of itself, or the configuration was read, or something was chosen on the screen. */
	readonly learn: (news: {readonly facts?: OuterFacts; readonly configured?: ConfiguredLooks; readonly chosen?: LookWords}) => void;
};

type Options = {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly depth: ColourDepth;
	readonly flags: LookWords;
	readonly saved: LookWords;
	/** Only where something is another way than before. */
	readonly onChange: (looks: Looks) => void;
	/** What cannot be taken as it was said, each once. */
	readonly onProblem: (sentence: string) => void;
};

/** How the dashboard looks now: what was said and what the terminal says, weighed again whenever one of them changes. */
export function createLooks({env, depth, flags, saved, onChange, onProblem}: Options): LooksKeeper {
	let known: {readonly facts: OuterFacts; readonly chosen: LookWords; readonly configured: ConfiguredLooks} = {facts: unknownOuter, chosen: saved, configured: {words: {}, colours: {}}};
	const told = new Set<string>();

	const weigh = () => chooseLooks({layers: layersOf({flags, env, chosen: known.chosen, configured: known.configured.words}), colours: known.configured.colours, env, facts: known.facts});
	let looks = weigh();
	let paint = createPaint(looks, depth);

	return {
		get: () => looks,
		paint: () => paint,
		learn({facts = known.facts, configured = known.configured, chosen = known.chosen}) {
			known = {facts, configured, chosen};
			const next = weigh();
			for (const problem of next.problems) {
				if (!told.has(problem)) {
					told.add(problem);
					onProblem(problem);
				}
			}

			if (JSON.stringify(next) !== JSON.stringify(looks)) {
				looks = next;
				paint = createPaint(looks, depth);
				onChange(looks);
			}
		},
	};
}

/** The strongest first: flag, environment, what was chosen on the screen, the configuration. */
function layersOf({flags, env, chosen, configured}: {readonly flags: LookWords; readonly env: Readonly<Record<string, string | undefined>>; readonly chosen: LookWords; readonly configured: LookWords}): readonly LookLayer[] {
	const names = Object.keys(lookChoices) as readonly LookName[];
	const variable = (name: LookName) => `CLUTCH_${name.toUpperCase()}`;
	return [
		{words: flags, origin: name => `--${name}`},
		{words: definedOnly(Object.fromEntries(names.map(name => [name, env[variable(name)]]))), origin: variable},
		{words: chosen, origin: name => `The saved setting ${name}`},
		{words: configured, origin: name => `ui.${name} of the configuration`},
	];
}

function definedOnly(words: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(words).flatMap(([name, value]) => value === undefined ? [] : [[name, value]]));
}
