import {agentLetters} from '../keys/keymap.js';

/** What a typed line asks for, where nothing is being asked. */
export type PlainLine =
	| {readonly type: 'nothing'}
	/** A row of the list: shown where it runs, started again where it has ended. */
	| {readonly type: 'number'; readonly number: number}
	| {readonly type: 'code'; readonly line: string}
	| {readonly type: 'search'; readonly text: string}
	| {readonly type: 'list' | 'help' | 'demo' | 'settings' | 'next' | 'quit'}
	| {readonly type: 'restore' | 'show' | 'attach' | 'kill' | 'close'; readonly who: string}
	| {readonly type: 'rename'; readonly who: string; readonly name: string}
	| {readonly type: 'send'; readonly who: string; readonly text: string}
	| {readonly type: 'set'; readonly name: string; readonly value: string}
	| {readonly type: 'watch'}
	/** A verb of the command line, as it is written there. */
	| {readonly type: 'verb'; readonly words: readonly string[]}
	| {readonly type: 'unknown'; readonly word: string};

/** Words of this mode alone; every other verb is the command line's own. */
const plainWords = {list: 'list', sessions: 'list', help: 'help', '?': 'help', demo: 'demo', settings: 'settings', next: 'next', watch: 'watch', quit: 'quit', exit: 'quit', q: 'quit'} as const;
const withSession = ['restore', 'show', 'attach', 'kill', 'close'] as const;

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

	if (/^\d+$/.test(line)) {
		return {type: 'number', number: Number(line)};
	}

	if (rest.length === 0 && Object.hasOwn(plainWords, lower)) {
		return {type: plainWords[lower as keyof typeof plainWords]};
	}

	const about = withSession.find(name => name === lower);
	if (about !== undefined && rest.length <= 1 && !(rest[0] ?? '').startsWith('-')) {
		return {type: about, who: rest[0] ?? ''};
	}

	if (lower === 'rename' || lower === 'send') {
		const [who = '', ...words] = rest;
		return lower === 'rename' ? {type: 'rename', who, name: words.join(' ')} : {type: 'send', who, text: words.join(' ')};
	}

	if (lower === 'set') {
		return {type: 'set', name: rest[0] ?? '', value: rest[1] ?? ''};
	}

	if (verbs.has(lower)) {
		return {type: 'verb', words: [lower, ...rest]};
	}

	return agentLetters.includes(line.charAt(0)) && word.length <= 4 ? {type: 'code', line} : {type: 'unknown', word};
}

export const plainHelp: readonly string[] = [
	'Type a line and press Enter.',
	'a code, such as cip      starts that agent; words after it are its prompt or id',
	'list                     the sessions, with their numbers',
	'a number                 goes to that session, or starts it again where it has ended',
	'show NUMBER              prints what the session shows now',
	'attach NUMBER            hands this terminal to the session; the chord (Ctrl+Space), d comes back',
	'send NUMBER TEXT         types the text and Enter into the session',
	'next                     says which session needs you, and what it asks',
	'kill NUMBER              stops it, after you are asked once',
	'close NUMBER             lets it go, after you are asked once',
	'restore NUMBER, or all   starts what has ended again',
	'rename NUMBER NAME       gives it another name',
	'/TEXT                    finds sessions by their names, folders and what they ask',
	'watch                    figures of the gateway as they come, until you press Enter',
	'logs SERVICE             the end of a log',
	'settings                 what can be set; set NAME VALUE sets it',
	'demo                     a scripted agent that needs neither key nor account',
	'quit                     leaves; sessions go on',
	'Every other verb of clutch can be typed too: clutch --help lists them.',
];
