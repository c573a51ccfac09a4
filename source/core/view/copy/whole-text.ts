import {splitWords} from '../panes/split-words.js';
import type {CopyState, LineSource} from './copy-state.js';
import {selectedText} from './selected.js';

/** Everything that is kept of a pane, and the line of it, from 1, that is shown first now. */
export type WholeText = {readonly text: string; readonly line: number};

export function wholeText({bounds: {first, end}, top}: Pick<CopyState, 'bounds' | 'top'>, lines: LineSource): WholeText {
	const text = selectedText({selection: {kind: 'lines', anchor: {line: first, x: 0}}, cursor: {line: end - 1, x: 0}}, lines);
	let line = 1;
	for (let at = first + 1; at <= top; at++) {
		line += lines(at)?.wrapped === true ? 0 : 1;
	}

	return {text: `${text.trimEnd()}\n`, line};
}

export type Viewer = 'editor' | 'pager';

type Environment = Readonly<Record<string, string | undefined>>;

/** As every program that asks for an editor or a pager does: the first of these that says something. */
const variables: Readonly<Record<Viewer, readonly string[]>> = {editor: ['VISUAL', 'EDITOR'], pager: ['PAGER']};
const usual: Readonly<Record<Viewer, string>> = {editor: 'vi', pager: 'less'};

/** Those of whom it is known that `+12` is the line to begin at. */
const jumping: ReadonlySet<string> = new Set(['vi', 'vim', 'nvim', 'view', 'nano', 'emacs', 'less', 'more', 'micro', 'kak', 'joe', 'mg', 'ex', 'nvi']);

/** The program and its arguments; a sentence where what is said of it cannot be read. */
export function viewerWords(viewer: Viewer, env: Environment): {readonly words: readonly [string, ...string[]]; readonly variable: string | undefined} | {readonly problem: string} {
	const variable = variables[viewer].find(name => (env[name] ?? '').trim() !== '');
	const split = splitWords(env[variable ?? ''] ?? usual[viewer]);
	if (split.status === 'wrong') {
		return {problem: `${variable ?? ''} cannot be read: ${split.problem}`};
	}

	const [file = usual[viewer], ...args] = split.words;
	return {words: [file, ...args], variable};
}

/** Where the line goes that it begins at. */
export function lineArguments(file: string, line: number): readonly string[] {
	return jumping.has(file.split('/').at(-1) ?? '') ? [`+${line}`] : [];
}
