import {maskArguments, maskEnvironment} from '../../config/secrets.js';
import {explainCode, type CodeReading, type LaunchCode, type Tiers} from '../../launch/code.js';
import {modes, routes} from '../../launch/grammar.js';
import type {LaunchAnswer, LaunchPlan} from '../../launch/plan.js';
import type {Price} from '../../usage/price.js';
import {shownCommand} from '../text/format.js';
import type {LaunchOptions} from './options.js';
import {pickFrom, type Kept} from './pick.js';
import {emptyPreview, splitLine, type PlanSummary, type Preview} from './preview.js';
import {screenChoices} from './screen-choice.js';

type PreviewInput = {
	readonly tiers: Tiers;
	readonly options: LaunchOptions;
	/** Decides a whole code; called for nothing else. */
	readonly decide: (reading: {readonly code: LaunchCode; readonly decoded: readonly string[]}, words: string | undefined) => LaunchAnswer;
	/** What the first model costs, where that is known. */
	readonly price: (plan: LaunchPlan) => Price | undefined;
	/** What the code's agent keeps of its conversations, as far as that has been looked at; undefined where nobody can look. */
	readonly kept: (code: LaunchCode) => Kept | undefined;
};

/** What the line means and would do, as exactly as it would be done; secrets masked. */
export function previewLine(line: string, input: PreviewInput): Preview {
	const {code, words} = splitLine(line);
	if (code === '') {
		return emptyPreview;
	}

	const reading = explainCode(code, input.tiers);
	if (reading.status === 'wrong') {
		return {status: 'wrong', line, sentence: reading.sentence};
	}

	const whole = reading.code;
	if (whole === undefined || (reading.status === 'open' && !line.includes(' ') && !isPicking(whole, input))) {
		return {status: 'open', line, decoded: reading.decoded, next: nextText(reading), whole: whole !== undefined, expected: expectedOf(code, input)};
	}

	// Two letters and a blank: what follows is no third one.
	return previewWhole(line, {reading, code: whole, words, input});
}

/** A new conversation by the gateway is what most codes end in. Nothing is expected where words or a choice have to follow. */
function expectedOf(typed: string, input: PreviewInput): (Preview & {readonly status: 'open'})['expected'] {
	const reading = explainCode(typed + 'cip'.slice(typed.length), input.tiers);
	if (reading.status === 'wrong' || reading.code === undefined || wantedWords[reading.code.mode] !== undefined || isPicking(reading.code, input)) {
		return undefined;
	}

	const answer = input.decide({code: reading.code, decoded: reading.decoded}, undefined);
	// How to see all variables is a letter of a whole code.
	return answer.type === 'problem'
		? {type: 'problem', sentence: answer.problem.sentence}
		: {type: 'plan', plan: {...summaryOf(answer.plan, {code: reading.code, decoded: reading.decoded, following: [], price: input.price(answer.plan)}), environment: []}};
}

/** Tiers by their letters only: what each stands for shows when it is typed. */
function nextText({code, next}: CodeReading & {readonly status: 'open' | 'whole'}): string {
	const isRoute = (letter: string) => routes.some(route => route.letter === letter);
	const named = code === undefined ? next : next.filter(({letter}) => isRoute(letter));
	const tiers = code === undefined ? [] : next.filter(({letter}) => !isRoute(letter)).map(({letter}) => letter);
	return [...named.map(({letter, text}) => `${letter} ${text}`), ...(tiers.length === 0 ? [] : [tiers.join(' ')])].join('   ');
}

/** Modes s and r go on with a conversation that has to be chosen first, where there is anything to choose from. */
function isPicking(code: LaunchCode, {options, kept}: PreviewInput): boolean {
	return (code.mode === 's' || code.mode === 'r') && options.session === undefined && kept(code) !== undefined;
}

type Whole = {readonly reading: CodeReading & {readonly status: 'open' | 'whole'}; readonly code: LaunchCode; readonly words: string | undefined; readonly input: PreviewInput};

function previewWhole(line: string, whole: Whole): Preview {
	const {reading: {decoded, next}, code, words, input} = whole;
	const picked = isPicking(code, input) ? previewPick(line, whole) : undefined;
	if (picked !== undefined) {
		return picked;
	}

	const wanted = wantedWords[code.mode];
	const isSaid = words !== undefined || (code.mode === 'n' ? input.options.prompt : input.options.session) !== undefined;
	if (!isSaid && wanted !== undefined) {
		return {status: 'wants', line, decoded, sentence: code.mode === 's' ? `${decoded[0] ?? 'This agent'} keeps no list that can be read: type a blank and ${wanted}.` : `Type a blank and ${wanted}.`};
	}

	const answer = input.decide({code, decoded}, words);
	if (answer.type === 'problem') {
		const blank = line.indexOf(' ');
		const {code: typed} = splitLine(line);
		return {status: 'problem', line, decoded, sentence: answer.problem.sentence, choices: screenChoices(answer.problem, {code: typed, rest: blank === -1 ? '' : line.slice(blank)})};
	}

	return {status: 'ready', line, decoded, plan: summaryOf(answer.plan, {code, decoded, following: next.map(({letter}) => letter), price: input.price(answer.plan)})};
}

/** Undefined where the words are an id and nothing has to be picked. */
function previewPick(line: string, {reading, code, words, input}: Whole): Preview | undefined {
	const {decoded} = reading;
	const kept = input.kept(code) ?? {status: 'whole', conversations: []};
	const found = pickFrom(kept, words);
	const isId = code.mode === 's' && words !== undefined && (kept.conversations.some(({id}) => id === words) || (kept.status === 'whole' && found.length === 0));
	if (isId) {
		return undefined;
	}

	// Whether these words are an id turns out when all has been looked at: until then Enter waits.
	if (code.mode === 's' && words !== undefined && kept.status === 'looking' && found.length === 0) {
		return {status: 'looking', line, decoded};
	}

	const title = decoded[0] ?? '';
	if (kept.status === 'whole' && kept.conversations.length === 0) {
		const fresh = line.replace(/^(.).(\S*).*$/s, '$1i$2');
		return {status: 'problem', line, decoded, sentence: `${title} keeps no conversation that could be picked.`, choices: [{text: `begin a new one (${fresh})`, action: 'code', line: fresh}, {text: 'another folder', action: 'folder'}]};
	}

	const sentence = found.length === 0
		? (kept.status === 'looking' ? `Looking at what ${title} keeps …` : `No conversation of ${title} has "${words ?? ''}" in it.`)
		: 'Enter goes on with it   ↓ ↑ choose   a blank and words filter';
	return {status: 'pick', line, decoded, next: reading.status === 'open' && words === undefined && !line.includes(' ') ? nextText(reading) : '', sentence, found};
}

/** Modes that cannot begin without words; in the others a prompt may follow. */
const wantedWords: Readonly<Record<string, string>> = {n: 'the prompt', s: 'the id of the conversation'};

type Decoded = {readonly code: LaunchCode; readonly decoded: readonly string[]; readonly following: readonly string[]; readonly price: Price | undefined};

function summaryOf(plan: LaunchPlan, {code, decoded, following, price}: Decoded): PlanSummary {
	const {launch, set, models, title, credential, tier, recipe} = plan;
	const mode = code.headless ? decoded[1] : modes.find(row => row.letter === code.mode)?.text;
	const route = routes.find(row => row.letter === code.route)?.text;
	return {
		title,
		short: [title, mode, route, tier].filter(part => part !== undefined).join(' · '),
		command: shownCommand([recipe.file.split('/').at(-1) ?? launch.file, ...maskArguments(launch.args)]),
		cwd: launch.cwd,
		credential,
		environment: Object.entries(maskEnvironment(set)).toSorted(([one], [other]) => interest(other) - interest(one)),
		role: recipe.model === undefined ? 'BIG' : 'model',
		models: models.length > 0 || recipe.model === undefined ? models : [recipe.model],
		price,
		notes: plan.notes ?? [],
		following,
	};
}

/** Where it talks to comes first. */
function interest(name: string): number {
	return name.endsWith('_BASE_URL') ? 1 : 0;
}
