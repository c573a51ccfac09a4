import type {AgentLetter} from './agent.js';
import {agentCatalogue, agentOf} from './catalogue.js';
import {headlessModes, modes, routes, tierLetters, type ModeLetter, type RouteLetter} from './grammar.js';

/** A code as it was meant: `cip` is Claude Code, a new session, by the gateway; a tier may follow. */
export type LaunchCode = {
	readonly agent: AgentLetter;
	readonly mode: ModeLetter;
	/** One prompt without a screen: always in mode n, in modes c and s where the code's letter was `C` or `R`. */
	readonly headless: boolean;
	readonly route: RouteLetter;
	readonly tier: string | undefined;
};

export type CodeChoice = {
	readonly letter: string;
	/** The code with this letter at its end. */
	readonly code: string;
	readonly text: string;
};

/** What a code says so far: `decoded` has one phrase a letter, `next` what may follow. Two letters are `open`, since a third may follow, and yet have a `code`: by the gateway. */
export type CodeReading =
	| {readonly status: 'open'; readonly code: LaunchCode | undefined; readonly decoded: readonly string[]; readonly next: readonly CodeChoice[]}
	| {readonly status: 'whole'; readonly code: LaunchCode; readonly decoded: readonly string[]; readonly next: readonly CodeChoice[]}
	| {readonly status: 'wrong'; readonly sentence: string; readonly choices: readonly CodeChoice[]};

/** What a last letter or digit stands for in the config in force: shown, and checked. */
export type Tiers = Readonly<Record<string, string>>;

/**
Explains a code while it is typed.

@example
explainCode('cz', {}) // → {status: 'wrong', sentence: 'cz – no mode "z". ci new  cc continue  …'}
*/
export function explainCode(typed: string, tiers: Tiers): CodeReading {
	const [agentLetter, modeLetter, third, fourth, ...beyond] = typed;
	const agents = agentCatalogue.map(row => ({letter: row.letter, text: row.title}));
	if (agentLetter === undefined) {
		return {status: 'open', code: undefined, decoded: [], next: choices('', agents)};
	}

	const agent = agentOf(agentLetter);
	if (agent === undefined) {
		return wrong(typed, `no agent "${agentLetter}"`, choices('', agents));
	}

	const modeChoices = choices(agentLetter, modes);
	if (modeLetter === undefined) {
		return {status: 'open', code: undefined, decoded: [agent.title], next: modeChoices};
	}

	const mode = readMode(modeLetter);
	if (mode === undefined) {
		return wrong(typed, `no mode "${modeLetter}"`, choices(agentLetter, modes.map(({letter, short}) => ({letter, text: short}))));
	}

	const before = typed.slice(0, 2);
	const routeChoices = choices(before, routes);
	const started = {agent: agent.letter, mode: mode.mode, headless: mode.headless};
	const decoded = [agent.title, mode.phrase];
	if (third === undefined) {
		return {status: 'open', code: {...started, route: 'p', tier: undefined}, decoded, next: [...routeChoices, ...tierChoices(before, tiers)]};
	}

	const route = routes.find(row => row.letter === third);
	if (route === undefined) {
		return readTier(typed, {code: {...started, route: 'p'}, decoded: [...decoded, routes[0].phrase], tier: third, place: 2, beyond: fourth, tiers, otherwise: routeChoices});
	}

	const code = {...started, route: route.letter};
	const routed = [...decoded, route.phrase];
	if (fourth === undefined) {
		return {status: 'whole', code: {...code, tier: undefined}, decoded: routed, next: route.letter === 'd' ? [] : tierChoices(typed, tiers)};
	}

	if (route.letter === 'd') {
		return wrong(typed, 'route d goes past the gateway, so no tier can follow it; -m names a model', [{letter: '', code: typed.slice(0, 3), text: 'direct'}]);
	}

	return readTier(typed, {code, decoded: routed, tier: fourth, place: 3, beyond: beyond[0], tiers, otherwise: []});
}

type TierInput = {
	readonly code: Omit<LaunchCode, 'tier'>;
	readonly decoded: readonly string[];
	readonly tier: string;
	/** Where in the code the tier stands, counted from 0. */
	readonly place: number;
	readonly beyond: string | undefined;
	readonly tiers: Tiers;
	/** What else could have stood in the tier's place. */
	readonly otherwise: readonly CodeChoice[];
};

function readTier(typed: string, {code, decoded, tier, place, beyond, tiers, otherwise}: TierInput): CodeReading {
	const before = typed.slice(0, place);
	if (!Object.hasOwn(tiers, tier)) {
		const named = otherwise.length === 0 ? `no tier "${tier}"` : `no route or tier "${tier}"`;
		const isTier = /^[a-z\d]$/.test(tier);
		return wrong(typed, `${named}${isTier ? ` (${/\d/.test(tier) ? 'profiles' : 'tiers'}.${tier} of the config names its model)` : ''}`, [...otherwise, ...tierChoices(before, tiers)]);
	}

	const text = tiers[tier] ?? tier;
	return beyond === undefined
		? {status: 'whole', code: {...code, tier}, decoded: [...decoded, text], next: []}
		: wrong(typed, 'a code has an agent, a mode, a route and at most one letter for the tier', [{letter: '', code: `${before}${tier}`, text}]);
}

/** The code of a recipe, without the tier, whose model is written down beside it. */
export function readRecipeCode(text: string): LaunchCode | undefined {
	const reading = explainCode(text.slice(0, 3), {});
	return reading.status === 'wrong' ? undefined : reading.code;
}

/** The letters of a code. */
export function codeText(code: LaunchCode): string {
	const headless = code.headless && code.mode !== 'n' ? headlessModes.find(row => row.mode === code.mode)?.letter : undefined;
	return `${code.agent}${headless ?? code.mode}${code.route}${code.tier ?? ''}`;
}

function readMode(letter: string): {readonly mode: ModeLetter; readonly headless: boolean; readonly phrase: string} | undefined {
	const mode = modes.find(row => row.letter === letter);
	if (mode !== undefined) {
		return {mode: mode.letter, headless: mode.letter === 'n', phrase: mode.phrase};
	}

	const headless = headlessModes.find(row => row.letter === letter);
	return headless === undefined ? undefined : {mode: headless.mode, headless: true, phrase: headless.phrase};
}

/** Our own letters in their order, then what the config adds, then the digits. */
function tierChoices(before: string, tiers: Tiers): readonly CodeChoice[] {
	const place = (letter: string) => {
		const known = (tierLetters as readonly string[]).indexOf(letter);
		return /\d/.test(letter) ? 200 : (known === -1 ? 100 : known);
	};

	// As third letter p, b and d are routes.
	const isFree = (letter: string) => before.length > 2 || routes.every(route => route.letter !== letter);
	const rows = Object.entries(tiers).map(([letter, text]) => ({letter, text})).filter(row => isFree(row.letter));
	return choices(before, rows.toSorted((one, other) => place(one.letter) - place(other.letter)));
}

function choices(before: string, rows: ReadonlyArray<{readonly letter: string; readonly text: string}>): readonly CodeChoice[] {
	return rows.map(({letter, text}) => ({letter, code: `${before}${letter}`, text}));
}

function wrong(typed: string, what: string, choices: readonly CodeChoice[]): CodeReading {
	return {status: 'wrong', sentence: `${typed} – ${what}. ${choices.map(({code, text}) => `${code} ${text}`).join('  ')}`.trimEnd(), choices};
}
