import type {Redactor} from '../log/redact.js';

type Spans = ReturnType<Redactor['spans']>;

/** No secret that is known is longer, and none that is not has to be found whole. */
const margin = 8 * 1024;
/** A secret is not found by its looks where it is shorter. */
const shortWord = 8;
const longestWord = 24;
/** Makes a token of whatever is the beginning of one. */
const anyRest = `${'X'.repeat(20)}.${'X'.repeat(20)}@`;
/** A value in quotes that goes on. */
const openQuote = /(?:[:=]|--[\w-]{1,40})[ \t]*\\?(?:"(?:[^"\\]|\\.)*|'[^']*)$/;

/** Where a line that is very long is cut: at a space where there is one, never within a secret, and so far from the end that none begins there that goes on; 0 where all of it is one secret. */
export function placeToCut(text: string, spans: Spans): number {
	const most = text.length - margin;
	const space = Math.max(text.lastIndexOf(' ', most), text.lastIndexOf(',', most), text.lastIndexOf(';', most));
	const at = beforeSpans(space > most / 2 ? space : most, spans);

	if (at > 0) {
		return at;
	}

	// It begins with a secret that is longer than usual: behind it, if its end is there.
	const end = Math.max(0, ...spans.filter(([start]) => start === 0).map(([, spanEnd]) => spanEnd));
	return end < text.length ? end : 0;
}

/** How much of a line that is drawn over itself is drawn over, and no part of a secret. */
export function placeDrawnOver(text: string, spans: Spans): number {
	return beforeSpans(Math.max(0, text.lastIndexOf('\r')), spans);
}

/** How much of a line without an end can be told: not what may be the first part of a secret, or of a character. */
export function placeToPause(text: string, redactor: Redactor): number {
	const word = 1 + Math.max(text.lastIndexOf(' '), text.lastIndexOf('\t'), text.lastIndexOf('\r'));
	const at = isOrdinary(text.slice(word)) ? wholeCharacters(text) : word;
	// As if the last word went on. Behind the name of a secret nothing of it has come.
	const spans = redactor.spans(/[^ \t\r:=]$/.test(text) ? text + anyRest : text);
	const quoted = openQuote.exec(text)?.index ?? at;
	return beforeSpans(Math.min(at, quoted, redactor.begun(text)), spans.map(([start, end]) => [start, end === text.length ? end + 1 : end]));
}

/** No token, nor the beginning of one that says anything of it. */
function isOrdinary(word: string): boolean {
	return word.length < shortWord || (word.length <= longestWord && /^["'(<[]*[A-Za-z\u0080-\u00FF]+["')>\].,:;!?]*$/.test(word));
}

/** Without a last character of which bytes are missing. */
function wholeCharacters(text: string): number {
	const [last = ''] = /[\u00C2-\u00F4][\u0080-\u00BF]{0,3}$/.exec(text) ?? [];
	const wanted = last < '\u00E0' ? 2 : (last < '\u00F0' ? 3 : 4);
	return last.length < wanted ? text.length - last.length : text.length;
}

function beforeSpans(at: number, spans: Spans): number {
	const before = Math.min(at, ...spans.filter(([start, end]) => start < at && at < end).map(([start]) => start));
	return before === at ? at : beforeSpans(before, spans);
}
