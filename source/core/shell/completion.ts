import {settingKeys} from '../launch/set-option.js';
import {componentIds} from '../service/components/install.js';
import {codeTable, type Candidate, type CodeTable} from './completion-codes.js';
import {aliases} from './alias.js';
import {shells} from './shell.js';

/** What only the running programs and the user's files know. `services` are those with a process; `shown` are tools too; `removable` what was added. */
export const askedLists = ['sessions', 'services', 'shown', 'removable', 'logs', 'profiles'] as const;

export type AskedList = typeof askedLists[number];

/** What can stand in a place. `asked`: the script asks `clutch completion --list`. */
export type Place =
	| {readonly type: 'none'}
	| {readonly type: 'words'; readonly words: readonly Candidate[]}
	| {readonly type: 'asked'; readonly list: AskedList}
	| {readonly type: 'codes'}
	| {readonly type: 'folders'}
	| {readonly type: 'files'}
	/** A command of its own, and from there on its own arguments. */
	| {readonly type: 'command'};

export type CompletedOption = {readonly flag: string; readonly short: string | undefined; readonly summary: string; readonly value: Place | undefined};

export type CompletedVerb = {readonly name: string; readonly summary: string; readonly options: readonly CompletedOption[]; readonly word: Place; readonly further: readonly FurtherWord[]};

/** What can stand behind the first word: only behind that one, or as often as one likes. */
export type FurtherWord = {readonly first: string | undefined; readonly place: Place};

/** `xx` and `cg_run` are one verb each, which is not typed. */
export type CompletedProgram =
	| {readonly type: 'verbs'; readonly name: string; readonly verbs: readonly string[]}
	| {readonly type: 'single'; readonly name: string; readonly verb: string};

export type CompletionTable = {
	readonly programs: readonly CompletedProgram[];
	readonly verbs: readonly CompletedVerb[];
	readonly codes: CodeTable;
};

/** A row of the command table, as far as it is completed. */
export type DescribedRow = {
	readonly name: string;
	readonly summary: string;
	readonly words: string;
	readonly passThrough?: boolean;
	readonly options: ReadonlyArray<{readonly flag: string; readonly short?: string; readonly value?: string; readonly summary: string}>;
};

/** What the three scripts are made from: the command table and the grammar of codes. */
export function completionTable({programs, rows, tiers}: {readonly programs: readonly CompletedProgram[]; readonly rows: readonly DescribedRow[]; readonly tiers: Readonly<Record<string, string>>}): CompletionTable {
	return {programs, verbs: rows.map(row => describedVerb(row)), codes: codeTable(tiers)};
}

function describedVerb({name, summary, words, passThrough, options}: DescribedRow): CompletedVerb {
	const described = options.map(({flag, short, value, summary: text}) => ({flag, short, summary: text, value: value === undefined ? undefined : valuePlace(flag, value)}));
	return {name, summary, options: [...described, {flag: 'help', short: 'h', summary: 'this help', value: undefined}], word: passThrough === true ? {type: 'command'} : wordPlace(words), further: furtherWords(name, words)};
}

function valuePlace(flag: string, value: string): Place {
	if (flag === 'profile') {
		return {type: 'asked', list: 'profiles'};
	}

	if (flag === 'without') {
		return {type: 'words', words: aliases.map(alias => ({word: alias.name, text: alias.words.join(' ')}))};
	}

	if (flag === 'set') {
		return {type: 'words', words: settingKeys.map(({key, text}) => ({word: `${key}=`, text}))};
	}

	if (flag === 'until') {
		return {type: 'words', words: [{word: 'exit', text: 'its program has ended'}, {word: 'text=', text: 'this text stands on the screen or was printed'}, {word: 'quiet=', text: 'so many seconds without output'}]};
	}

	if (flag === 'depends-on') {
		return services;
	}

	if (flag === 'restart') {
		return {type: 'words', words: [{word: 'always', text: 'however it ends'}, {word: 'on-failure', text: 'unless it ends with 0'}, {word: 'never', text: ''}]};
	}

	if (flag === 'signal') {
		return {type: 'words', words: ['INT', 'TERM', 'HUP', 'QUIT', 'USR1', 'USR2', 'KILL', 'STOP', 'CONT'].map(word => ({word, text: ''}))};
	}

	switch (value) {
		case 'SHELL': {
			return {type: 'words', words: [...shells, 'all'].map(word => ({word, text: ''}))};
		}

		case 'FOLDER': {
			return {type: 'folders'};
		}

		case 'FILE': {
			return {type: 'files'};
		}

		default: {
			return {type: 'none'};
		}
	}
}

const services: Place = {type: 'asked', list: 'services'};

/** Behind verbs that have verbs of their own. */
const behind: Readonly<Record<string, Readonly<Record<string, Place>>>> = {
	service: {
		add: {type: 'words', words: [...componentIds, 'ollama'].map(word => ({word, text: ''}))},
		remove: {type: 'asked', list: 'removable'},
		enable: services,
		disable: services,
		show: {type: 'asked', list: 'shown'},
	},
	config: {toggle: services, set: services},
};

function furtherWords(name: string, words: string): readonly FurtherWord[] {
	const own = Object.hasOwn(behind, name) ? Object.entries(behind[name] ?? {}).map(([first, place]) => ({first, place})) : [];
	return words.includes('...') ? [{first: undefined, place: wordPlace(words)}] : own;
}

/** The first word after the verb, by what help calls it: small letters are the word itself. */
function wordPlace(words: string): Place {
	const [first = ''] = words.split(/\s/);
	const names = first.replaceAll(/[[\]]/g, '').split('|');
	if (names.includes('CODE')) {
		return {type: 'codes'};
	}

	if (names.includes('ID')) {
		return {type: 'asked', list: names.includes('SERVICE') ? 'logs' : 'sessions'};
	}

	if (names.includes('SERVICE')) {
		return {type: 'asked', list: 'services'};
	}

	const literal = names.filter(name => /^[a-z]/.test(name));
	return literal.length === 0 ? {type: 'none'} : {type: 'words', words: literal.map(word => ({word, text: ''}))};
}
