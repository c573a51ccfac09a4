import type {AgentLetter} from './agent.js';
import {agentCatalogue, agentOf} from './catalogue.js';
import {modes, routes, type ModeLetter, type RouteLetter} from './grammar.js';

/** A code as it was meant: `cip` is Claude Code, a new session, by the gateway; a tier may follow. */
export type LaunchCode = {
	readonly agent: AgentLetter;
	readonly mode: ModeLetter;
	readonly route: RouteLetter;
	readonly tier: string | undefined;
};

export type CodeChoice = {
	readonly letter: string;
	/** The code with this letter at its end. */
	readonly code: string;
	readonly text: string;
};

/** What a code says so far: `decoded` has one phrase a letter, `next` what may follow. */
export type CodeReading =
	| {readonly status: 'open'; readonly decoded: readonly string[]; readonly next: readonly CodeChoice[]}
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
	const [agentLetter, modeLetter, routeLetter, tier, ...beyond] = typed;
	const agents = agentCatalogue.map(row => ({letter: row.letter, text: row.title}));
	if (agentLetter === undefined) {
		return {status: 'open', decoded: [], next: choices('', agents)};
	}

	const agent = agentOf(agentLetter);
	if (agent === undefined) {
		return wrong(typed, `no agent "${agentLetter}"`, choices('', agents));
	}

	const modeChoices = choices(agentLetter, modes);
	if (modeLetter === undefined) {
		return {status: 'open', decoded: [agent.title], next: modeChoices};
	}

	const mode = modes.find(row => row.letter === modeLetter);
	if (mode === undefined) {
		return wrong(typed, `no mode "${modeLetter}"`, modeChoices);
	}

	const routeChoices = choices(typed.slice(0, 2), routes);
	if (routeLetter === undefined) {
		return {status: 'open', decoded: [agent.title, mode.phrase], next: routeChoices};
	}

	const route = routes.find(row => row.letter === routeLetter);
	if (route === undefined) {
		return wrong(typed, `no route "${routeLetter}"`, routeChoices);
	}

	const decoded = [agent.title, mode.phrase, route.text];
	const tierChoices = route.letter === 'd' ? [] : choices(typed.slice(0, 3), Object.entries(tiers).map(([letter, text]) => ({letter, text})));
	const code = {agent: agent.letter, mode: mode.letter, route: route.letter};
	if (tier === undefined) {
		return {status: 'whole', code: {...code, tier: undefined}, decoded, next: tierChoices};
	}

	if (route.letter === 'd') {
		return wrong(typed, `route d goes past the gateway, so no tier can follow it; -m names a model`, [{letter: '', code: typed.slice(0, 3), text: 'direct'}]);
	}

	if (!Object.hasOwn(tiers, tier)) {
		return wrong(typed, `no tier "${tier}" (${/\d/.test(tier) ? 'profiles' : 'tiers'}.${tier} of the config names its model)`, tierChoices);
	}

	if (beyond.length > 0) {
		return wrong(typed, 'a code has three letters and at most one for the tier', [{letter: '', code: typed.slice(0, 4), text: tiers[tier] ?? ''}]);
	}

	return {status: 'whole', code: {...code, tier}, decoded: [...decoded, tiers[tier] ?? tier], next: []};
}

/** The letters of a code. */
export function codeText(code: LaunchCode): string {
	return `${code.agent}${code.mode}${code.route}${code.tier ?? ''}`;
}

function choices(before: string, rows: ReadonlyArray<{readonly letter: string; readonly text: string}>): readonly CodeChoice[] {
	return rows.map(({letter, text}) => ({letter, code: `${before}${letter}`, text}));
}

function wrong(typed: string, what: string, choices: readonly CodeChoice[]): CodeReading {
	return {status: 'wrong', sentence: `${typed} – ${what}. ${choices.map(({code, text}) => `${code} ${text}`).join('  ')}`.trimEnd(), choices};
}
