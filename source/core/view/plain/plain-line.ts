import {agentLetters} from '../keys/keymap.js';
import {splitWords} from '../panes/split-words.js';

/** What a typed line asks for, where nothing is being asked. */
export type PlainLine =
	| {readonly type: 'nothing'}
	/** A row of the list: shown where it runs, started again where it has ended. */
	| {readonly type: 'number'; readonly number: number}
	| {readonly type: 'code'; readonly line: string}
	| {readonly type: 'search'; readonly text: string}
	| {readonly type: 'list' | 'help' | 'demo' | 'local' | 'settings' | 'next' | 'requests' | 'watch' | 'services' | 'quit'}
	| AboutLine
	/** A shell, in the folder of that session where one is named. */
	| {readonly type: 'shell'; readonly who: string}
	/** Any command, as a session. */
	| {readonly type: 'command'; readonly words: readonly string[]}
	/** How a request went, by its number in the list of requests. */
	| {readonly type: 'request'; readonly number: number}
	| {readonly type: 'set'; readonly name: string; readonly value: string}
	/** About a service, by its id. */
	| {readonly type: 'service'; readonly verb: typeof withService[number]; readonly id: string}
	/** A verb of the command line, as it is written there. */
	| {readonly type: 'verb'; readonly words: readonly string[]}
	| {readonly type: 'wrong'; readonly problem: string}
	| {readonly type: 'unknown'; readonly word: string};

/** About one session, by its number, id or name. */
export type AboutLine =
	| {readonly type: 'restore'; readonly who: string}
	| {readonly type: 'attach' | 'kill' | 'close'; readonly who: string}
	/** With so many lines that have left its screen. */
	| {readonly type: 'show'; readonly who: string; readonly above: string | undefined}
	| {readonly type: 'rename' | 'send' | 'find'; readonly who: string; readonly text: string}
	| {readonly type: 'press'; readonly who: string; readonly keys: readonly string[]};

/** Words of this mode alone; every other verb is the command line's own. */
const plainWords = {
	list: 'list', sessions: 'list', help: 'help', '?': 'help', demo: 'demo', local: 'local', settings: 'settings',
	next: 'next', requests: 'requests', watch: 'watch', services: 'services', quit: 'quit', exit: 'quit', q: 'quit',
} as const;
const withSession = ['restore', 'attach', 'kill', 'close'] as const;
/** One word behind them: the service. To restart one is a verb of the command line. */
const withService = ['start', 'stop', 'log'] as const;
const withText = ['rename', 'send', 'find'] as const;

/** `verbs` are those of the command line. */
export function readPlainLine(typed: string, verbs: ReadonlySet<string>): PlainLine {
	const line = typed.trim();
	const [word = '', ...rest] = line.split(/\s+/);
	const lower = word.toLowerCase();
	if (line === '') {
		return {type: 'nothing'};
	}

	if (line.startsWith('/')) {
		return {type: 'search', text: line.slice(1).trim()};
	}

	if (line.startsWith(':')) {
		return inWords(line.slice(1), words => words.length === 0 ? {type: 'wrong', problem: 'Type a command behind the colon, such as : npm test.'} : {type: 'command', words});
	}

	if (/^\d+$/.test(line)) {
		return {type: 'number', number: Number(line)};
	}

	if (rest.length === 0 && Object.hasOwn(plainWords, lower)) {
		return {type: plainWords[lower as keyof typeof plainWords]};
	}

	if ((word === '$' || lower === 'shell') && rest.length <= 1) {
		return {type: 'shell', who: rest[0] ?? ''};
	}

	if (lower === 'set') {
		return {type: 'set', name: rest[0] ?? '', value: rest[1] ?? ''};
	}

	if (lower === 'request') {
		return {type: 'request', number: Number(rest[0] ?? 1)};
	}

	const [id] = rest;
	const verb = withService.find(name => name === lower);
	if (verb !== undefined && id !== undefined && rest.length === 1) {
		return {type: 'service', verb, id};
	}

	const about = readAbout(lower, rest);
	if (about !== undefined) {
		return about;
	}

	if (verbs.has(lower)) {
		return inWords(line, ([, ...words]) => ({type: 'verb', words: [lower, ...words]}));
	}

	return agentLetters.includes(line.charAt(0)) && word.length <= 4 ? {type: 'code', line} : {type: 'unknown', word};
}

/** What begins with an option is meant for the verb of that name. */
function readAbout(word: string, [who = '', ...rest]: readonly string[]): AboutLine | undefined {
	if (who.startsWith('-')) {
		return undefined;
	}

	const text = withText.find(name => name === word);
	if (text !== undefined) {
		return {type: text, who, text: rest.join(' ')};
	}

	if (word === 'press') {
		return {type: 'press', who, keys: rest};
	}

	if (word === 'show' && rest.length <= 1) {
		return {type: 'show', who, above: rest[0]};
	}

	const alone = withSession.find(name => name === word);
	return alone !== undefined && rest.length === 0 ? {type: alone, who} : undefined;
}

function inWords(text: string, read: (words: readonly string[]) => PlainLine): PlainLine {
	const split = splitWords(text);
	return split.status === 'wrong' ? {type: 'wrong', problem: split.problem} : read(split.words);
}
