import type {Price} from '../../usage/price.js';
import type {LaunchPlan} from '../../launch/plan.js';
import type {KeptConversation} from './pick.js';
import type {ScreenChoice} from './screen-choice.js';

/** What the code line would do. `line` is the text it was made for: a later text makes it stale. */
export type Preview =
	| {readonly status: 'empty'}
	/** `whole`: it could start as it is, by the gateway. `expected`: what would start, or what stands in its way, if the letters that are missing were those that are typed most. */
	| {readonly status: 'open'; readonly line: string; readonly decoded: readonly string[]; readonly next: string; readonly whole: boolean; readonly expected?: {readonly type: 'plan'; readonly plan: PlanSummary} | {readonly type: 'problem'; readonly sentence: string} | undefined}
	| {readonly status: 'wrong'; readonly line: string; readonly sentence: string}
	/** The code is whole; what it needs is being looked up. */
	| {readonly status: 'looking'; readonly line: string; readonly decoded: readonly string[]}
	/** The code is whole and its mode needs words: a prompt or an id. */
	| {readonly status: 'wants'; readonly line: string; readonly decoded: readonly string[]; readonly sentence: string}
	/** One of the agent's own conversations is to be chosen; `next` are the letters that may follow all the same. */
	| {readonly status: 'pick'; readonly line: string; readonly decoded: readonly string[]; readonly next: string; readonly sentence: string; readonly found: readonly KeptConversation[]}
	| {readonly status: 'ready'; readonly line: string; readonly decoded: readonly string[]; readonly plan: PlanSummary}
	| {readonly status: 'problem'; readonly line: string; readonly decoded: readonly string[]; readonly sentence: string; readonly choices: readonly ScreenChoice[]};

/** Of a plan what people see, secrets masked. */
export type PlanSummary = {
	readonly title: string;
	/** The code in a few words, such as `Claude Code · new · gateway`. */
	readonly short: string;
	readonly command: string;
	readonly cwd: string;
	readonly credential: LaunchPlan['credential'];
	/** Where it talks to first. */
	readonly environment: ReadonlyArray<readonly [name: string, value: string]>;
	/** What stands before the models: their role, or `model` where one was named. */
	readonly role: string;
	readonly models: readonly string[];
	/** Of the first model: input and output, a million tokens each; undefined where none is known. */
	readonly price: Price | undefined;
	readonly notes: readonly string[];
	/** Letters that may follow the code. */
	readonly following: readonly string[];
};

export const emptyPreview: Preview = {status: 'empty'};

/** The code, and what follows its first blank: a prompt or an id, by the mode. */
export function splitLine(line: string): {readonly code: string; readonly words: string | undefined} {
	const blank = line.indexOf(' ');
	return blank === -1 ? {code: line, words: undefined} : {code: line.slice(0, blank), words: line.slice(blank + 1).trim() === '' ? undefined : line.slice(blank + 1).trim()};
}
