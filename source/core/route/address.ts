import type {SessionId} from '../session/session.js';
import type {Dialect} from '../dialect/dialect.js';

/** What a client asks for, after the prefixes. */
export type Ask =
	| {readonly type: 'answer'; readonly dialect: 'messages' | 'chat' | 'responses'}
	/** The model stands in the path of this wire. */
	| {readonly type: 'answer'; readonly dialect: 'gemini'; readonly model: string; readonly verb: 'generateContent' | 'streamGenerateContent'}
	| {readonly type: 'count'; readonly dialect: 'messages'}
	| {readonly type: 'count'; readonly dialect: 'gemini'; readonly model: string}
	| {readonly type: 'models'}
	| {readonly type: 'hello'}
	| {readonly type: 'health'};

export type Prefixes = {readonly profile: string | undefined; readonly route: 'p' | 'b' | undefined; readonly session: SessionId | undefined};

export type Address =
	| {readonly type: 'ask'; readonly ask: Ask; readonly methods: readonly string[]; readonly prefixes: Prefixes; readonly query: string}
	/** `dialect` is the one whose clients would look there: errors are told in it. */
	| {readonly type: 'unknown'; readonly dialect: Dialect; readonly problem: string};

const prefixRules = [
	{letter: 'p', name: 'profile', pattern: /^[\w.-]{1,64}$/},
	{letter: 'r', name: 'route', pattern: /^[pb]$/},
	// Also the name of a socket, so clutchd knows no other ids.
	{letter: 's', name: 'session', pattern: /^[a-z\d][\w-]{0,15}$/i},
] as const;

const geminiVerbs = ['generateContent', 'streamGenerateContent', 'countTokens'] as const;

const get = ['GET', 'HEAD'] as const;
const post = ['POST'] as const;

/**
Reads `[/p/<profile>][/r/<route>][/s/<session>]/v1/…`. Each prefix is optional and they stand in this order. Nothing is normalised: an address that needs it (`..`, `//`, an encoded slash) is refused, because the one who checks and the one who serves must mean the same.
*/
export function readAddress(url: string): Address {
	const mark = url.indexOf('?');
	const path = mark === -1 ? url : url.slice(0, mark);
	const query = mark === -1 ? '' : url.slice(mark + 1);
	const words = path === '/' ? [] : path.slice(1).split('/');
	if (!path.startsWith('/') || !/^[!$&-;=@-[\]^_`a-z{|}~%]+$/i.test(path) || /%(?![\da-f]{2})|%(?:2f|5c|00|25)/i.test(path)) {
		return unknown(words, 'The address has characters that cannot stand in one.');
	}

	const decoded = decodeWords(words);
	if (decoded === undefined || decoded.some((word, index) => word === '.' || word === '..' || (word === '' && index < words.length - 1))) {
		return unknown(words, 'The address has an empty step or one that leads upwards.');
	}

	return readWords(decoded.at(-1) === '' ? decoded.slice(0, -1) : decoded, query);
}

/** What can stand behind the letter of a prefix. */
export function readPrefix(wanted: 'profile' | 'session', text: string): string | undefined {
	const rule = prefixRules.find(({name}) => name === wanted);
	return rule?.pattern.test(text) === true && !/^\.+$/.test(text) ? text : undefined;
}

function readWords(words: readonly string[], query: string): Address {
	const found: Partial<Record<'profile' | 'route' | 'session', string>> = {};
	let rest = words;
	for (const {letter, name, pattern} of prefixRules) {
		const [first, value] = rest;
		if (first !== letter) {
			continue;
		}

		if (value === undefined || !pattern.test(value) || /^\.+$/.test(value)) {
			return unknown(words, `After /${letter}/ stands ${value === undefined ? 'nothing' : `"${value}"`}, which is no ${name}.`);
		}

		found[name] = value;
		rest = rest.slice(2);
	}

	const prefixes: Prefixes = {profile: found.profile, route: found.route as Prefixes['route'], session: found.session};
	const read = readAsk(rest);
	return read === undefined ? unknown(words, `There is no /${rest.join('/')} here.`) : {type: 'ask', ...read, prefixes, query};
}

function readAsk(words: readonly string[]): {readonly ask: Ask; readonly methods: readonly string[]} | undefined {
	// A base address that already ends in `/v1` gives it twice with clients that add their own.
	const path = (words[0] === 'v1' && words[1] === 'v1' ? words.slice(1) : words).join('/');
	switch (path) {
		case '':
		case 'api/hello': {
			return {ask: {type: 'hello'}, methods: get};
		}

		case 'health': {
			return {ask: {type: 'health'}, methods: get};
		}

		case 'v1/models': {
			return {ask: {type: 'models'}, methods: get};
		}

		case 'v1/messages': {
			return {ask: {type: 'answer', dialect: 'messages'}, methods: post};
		}

		case 'v1/messages/count_tokens': {
			return {ask: {type: 'count', dialect: 'messages'}, methods: post};
		}

		case 'v1/chat/completions': {
			return {ask: {type: 'answer', dialect: 'chat'}, methods: post};
		}

		case 'v1/responses': {
			return {ask: {type: 'answer', dialect: 'responses'}, methods: post};
		}

		default: {
			return readGemini(path);
		}
	}
}

function readGemini(path: string): {readonly ask: Ask; readonly methods: readonly string[]} | undefined {
	const [, model, verb] = /^v1beta\/models\/(.+):(\w+)$/.exec(path) ?? [];
	const known = geminiVerbs.find(name => name === verb);
	if (model === undefined || known === undefined) {
		return undefined;
	}

	const ask: Ask = known === 'countTokens' ? {type: 'count', dialect: 'gemini', model} : {type: 'answer', dialect: 'gemini', model, verb: known};
	return {ask, methods: post};
}

function unknown(words: readonly string[], problem: string): Address {
	return {type: 'unknown', dialect: dialectOf(words), problem};
}

function dialectOf(words: readonly string[]): Dialect {
	if (words.includes('v1beta')) {
		return 'gemini';
	}

	if (words.includes('responses')) {
		return 'responses';
	}

	return words.includes('messages') || !words.includes('v1') ? 'messages' : 'chat';
}

function decodeWords(words: readonly string[]): readonly string[] | undefined {
	try {
		return words.map(word => decodeURIComponent(word));
	} catch {
		// Escapes that are no UTF-8.
		return undefined;
	}
}
