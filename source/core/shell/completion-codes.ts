import {agentCatalogue} from '../launch/catalogue.js';
import {headlessModes, modes, routes} from '../launch/grammar.js';

/** One thing that can be typed, and what it does. */
export type Candidate = {readonly word: string; readonly text: string};

/** The codes of three letters whose last is the route, those with a mode in upper case apart; and the tiers that can follow. */
export type CodeTable = {readonly plain: readonly Candidate[]; readonly headless: readonly Candidate[]; readonly tiers: readonly Candidate[]};

/**
What the scripts offer of the grammar: with nothing typed the codes by the gateway, with an agent's letter all its codes, from the second letter on the tiers too.
*/
export function codeTable(tiers: Readonly<Record<string, string>>): CodeTable {
	return {
		plain: codesOf(modes),
		headless: codesOf(headlessModes),
		tiers: Object.entries(tiers).map(([word, text]) => ({word, text})),
	};
}

function codesOf(rows: ReadonlyArray<{readonly letter: string; readonly phrase: string}>): readonly Candidate[] {
	return agentCatalogue.flatMap(agent => rows.flatMap(mode => routes.map(route => ({
		word: `${agent.letter}${mode.letter}${route.letter}`,
		text: `${agent.title}, ${mode.phrase}, ${route.phrase}`,
	}))));
}
