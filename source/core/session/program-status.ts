import type {Activity} from './session.js';

/**
OSC 7501, the Program Status Protocol: an agent asks with `?` whether its terminal listens, then reports what it is doing.
*/
export type ProgramStatus =
	| {readonly type: 'query'}
	| {readonly type: 'report'; readonly activity: Activity; readonly message: string | undefined};

const activities: Readonly<Record<string, Activity>> = {working: 'working', blocked: 'blocked', done: 'done', idle: 'idle', error: 'error', clear: 'unknown'};
/** The limit of the protocol's own text. */
const longest = 4096;

/** Reads what stands between `OSC 7501 ;` and the terminator. Undefined for an unknown state, which the protocol says to ignore, and for reports of a part (`id=...`) of the program. */
export function readProgramStatus(text: string): ProgramStatus | undefined {
	if (text === '?') {
		return {type: 'query'};
	}

	if (text.length > longest) {
		return undefined;
	}

	const pairs = Object.fromEntries(text.split(':').map(pair => {
		const equals = pair.indexOf('=');
		return equals === -1 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
	})) as Readonly<Record<string, string | undefined>>;
	const activity = Object.hasOwn(activities, pairs.state ?? '') ? activities[pairs.state ?? ''] : undefined;
	if (activity === undefined || (pairs.id ?? '') !== '') {
		return undefined;
	}

	const message = readBase64(pairs.msg) ?? readBase64(pairs.title);
	return {type: 'report', activity, message};
}

function readBase64(text: string | undefined): string | undefined {
	if (text === undefined || text === '') {
		return undefined;
	}

	try {
		const decoded = new TextDecoder('utf-8', {fatal: true}).decode(Uint8Array.from(atob(text), character => character.codePointAt(0) ?? 0));
		// Shown in the chrome, so that nothing in it may steer a terminal.
		// eslint-disable-next-line no-control-regex -- control characters are what is looked for
		return decoded.replaceAll(/[\u0000-\u001F\u007F-\u009F]+/g, ' ').trim().slice(0, 500);
	} catch {
		// Not base64 or not UTF-8: the state still counts, the words cannot be shown.
		return undefined;
	}
}

export type QueryScan = {readonly matched: number};
export const emptyQueryScan: QueryScan = {matched: 0};
const queryText = [...'7501;?'].map(character => character.codePointAt(0) ?? 0);
const questionMark = 0x3F;

/**
The answer to a query is the very same bytes, and a parser does not tell which of the two terminators it saw, so they are looked for in the bytes: one of `\u0007` or `\u001B\\` per query, in order. Between two question marks there is no query, so that most bytes are not looked at one by one.
*/
export function scanQueries(scan: QueryScan, bytes: Uint8Array): {readonly scan: QueryScan; readonly terminators: readonly string[]} {
	let {matched} = scan;
	let position = 0;
	/** Up to here the next question mark has been looked for. */
	let searched = 0;
	const terminators: string[] = [];
	while (position < bytes.length) {
		if (matched === 0 && position >= searched) {
			const found = bytes.indexOf(questionMark, position);
			searched = found === -1 ? bytes.length : found + 1;
			position = Math.max(position, searched - queryText.length);
		}

		const byte = bytes[position];
		if (matched === queryText.length) {
			if (byte === 0x07 || byte === 0x1B) {
				terminators.push(byte === 0x07 ? '\u0007' : '\u001B\\');
			}

			matched = 0;
		}

		matched = byte === queryText[matched] ? matched + 1 : (byte === queryText[0] ? 1 : 0);
		position++;
	}

	return {scan: {matched}, terminators};
}
