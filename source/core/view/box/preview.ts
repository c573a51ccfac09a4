import type {LaunchChoice} from '../../launch/problem.js';
import type {Span} from '../text/role.js';

/** What the code line would do. `line` is the text it was made for: a later text makes it stale. */
export type Preview =
	| {readonly status: 'empty'}
	/** `whole`: it could start as it is, by the gateway. */
	| {readonly status: 'open'; readonly line: string; readonly decoded: readonly string[]; readonly next: string; readonly whole: boolean}
	| {readonly status: 'wrong'; readonly line: string; readonly sentence: string}
	/** The code is whole; what it needs is being looked up. */
	| {readonly status: 'looking'; readonly line: string; readonly decoded: readonly string[]}
	/** The code is whole and its mode needs words: a prompt or an id. */
	| {readonly status: 'wants'; readonly line: string; readonly decoded: readonly string[]; readonly sentence: string}
	| {readonly status: 'ready'; readonly line: string; readonly decoded: readonly string[]; readonly rows: readonly PreviewRow[]}
	| {readonly status: 'problem'; readonly line: string; readonly decoded: readonly string[]; readonly sentence: string; readonly choices: readonly LaunchChoice[]};

export type PreviewRow = {readonly label: string; readonly spans: readonly Span[]};

export const emptyPreview: Preview = {status: 'empty'};

/** The code, and what follows its first blank: a prompt or an id, by the mode. */
export function splitLine(line: string): {readonly code: string; readonly words: string | undefined} {
	const blank = line.indexOf(' ');
	return blank === -1 ? {code: line, words: undefined} : {code: line.slice(0, blank), words: line.slice(blank + 1).trim() === '' ? undefined : line.slice(blank + 1).trim()};
}
