import {maskArguments, maskEnvironment} from '../../config/secrets.js';
import {explainCode, type CodeReading, type LaunchCode, type Tiers} from '../../launch/code.js';
import {routes} from '../../launch/grammar.js';
import type {LaunchAnswer, LaunchPlan} from '../../launch/plan.js';
import {shortFolder, shownCommand} from '../text/format.js';
import {span} from '../text/spans.js';
import {emptyPreview, splitLine, type Preview, type PreviewRow} from './preview.js';

type PreviewInput = {
	readonly tiers: Tiers;
	readonly home: string;
	/** Decides a whole code; called for nothing else. */
	readonly decide: (reading: {readonly code: LaunchCode; readonly decoded: readonly string[]}, words: string | undefined) => LaunchAnswer;
};

/** What the line means and would do, as exactly as it would be done; secrets masked. */
export function previewLine(line: string, {tiers, home, decide}: PreviewInput): Preview {
	const {code, words} = splitLine(line);
	if (code === '') {
		return emptyPreview;
	}

	const reading = explainCode(code, tiers);
	if (reading.status === 'wrong') {
		return {status: 'wrong', line, sentence: reading.sentence};
	}

	// Two letters and a blank: what follows is no third one.
	if (reading.status === 'open' && reading.code !== undefined && line.includes(' ')) {
		return previewWhole(line, {code: reading.code, decoded: reading.decoded, words, home, decide});
	}

	if (reading.status === 'open') {
		return {status: 'open', line, decoded: reading.decoded, next: nextText(reading), whole: reading.code !== undefined};
	}

	return previewWhole(line, {code: reading.code, decoded: reading.decoded, words, home, decide});
}

/** Tiers by their letters only: what each stands for shows when it is typed. */
function nextText({code, next}: Extract<CodeReading, {readonly status: 'open'}>): string {
	const isRoute = (letter: string) => routes.some(route => route.letter === letter);
	const named = code === undefined ? next : next.filter(({letter}) => isRoute(letter));
	const tiers = code === undefined ? [] : next.filter(({letter}) => !isRoute(letter)).map(({letter}) => letter);
	return [...named.map(({letter, text}) => `${letter} ${text}`), ...(tiers.length === 0 ? [] : [tiers.join(' ')])].join('   ');
}

type WholeInput = Pick<PreviewInput, 'home' | 'decide'> & {readonly code: LaunchCode; readonly decoded: readonly string[]; readonly words: string | undefined};

function previewWhole(line: string, {code, decoded, words, home, decide}: WholeInput): Preview {
	const wanted = wantedWords[code.mode];
	if (words === undefined && wanted !== undefined) {
		return {status: 'wants', line, decoded, sentence: `Type a blank and ${wanted}.`};
	}

	const answer = decide({code, decoded}, words);
	return answer.type === 'problem'
		? {status: 'problem', line, decoded, sentence: answer.problem.sentence, choices: answer.problem.choices}
		: {status: 'ready', line, decoded, rows: planRows(answer.plan, home)};
}

/** Modes that cannot begin without words; in the others a prompt may follow. */
const wantedWords: Readonly<Record<string, string>> = {n: 'the prompt', s: 'the id of the conversation'};

const credentials: Readonly<Record<LaunchPlan['credential'], string>> = {
	'own-login': 'with its own login',
	'gateway-key': 'with the keys of the gateway',
	none: 'with no credential',
};

function planRows(plan: LaunchPlan, home: string): readonly PreviewRow[] {
	const {launch, set, models, title} = plan;
	const shown = Object.entries(maskEnvironment(set)).toSorted(([one], [other]) => interest(other) - interest(one));
	const [first] = shown;
	return [
		{label: 'runs', spans: [span(shownCommand([plan.recipe.file.split('/').at(-1) ?? launch.file, ...maskArguments(launch.args)]))]},
		{label: 'in', spans: [span(shortFolder(launch.cwd, home)), span(`   ${title} ${credentials[plan.credential]}`, 'dim')]},
		...(first === undefined ? [] : [{label: 'env', spans: [span(`${first[0]}=${first[1]}`), span(shown.length > 1 ? `  (${shown.length - 1} more: ${shown.slice(1).map(([name]) => name).join(' ')})` : '', 'dim')]}]),
		...(models.length === 0 ? [] : [{label: 'model', spans: [span(models.join(' → '))]}]),
	];
}

/** Where it talks to comes first. */
function interest(name: string): number {
	return name.endsWith('_BASE_URL') ? 1 : 0;
}
