/** A command as it was given to a shell, without the shell. `unset` names variables it was not to have. */
export type PlainCommand = {readonly argv: readonly [string, ...string[]]; readonly env: Readonly<Record<string, string>>; readonly unset: readonly string[]};

export type ReadCommand = ({readonly ok: true} & PlainCommand) | {readonly ok: false; /** What in it only a shell understands. */ readonly needs: string};

/**
Takes a shell's line apart where that can be done without a shell: words, quotes, `NAME=value` before the program, `exec`, `env -u NAME`, and the home folder, which becomes `{home}`. Everything else that means something to a shell is left to one, and named.

@example
readCommand('exec env -u KEY serve --port "8080"') // → {ok: true, argv: ['serve', '--port', '8080'], env: {}, unset: ['KEY']}
*/
export function readCommand(line: string): ReadCommand {
	const split = splitWords(line.trim());
	if ('needs' in split) {
		return {ok: false, needs: split.needs};
	}

	const env: Record<string, string> = {};
	const unset: string[] = [];
	let {words} = split;
	for (let before; before !== words;) {
		before = words;
		words = withoutPrefix(words, {env, unset});
	}

	const [file, ...args] = words;
	if (file === undefined) {
		return {ok: false, needs: 'a program'};
	}

	return shellWords.has(file) ? {ok: false, needs: `the shell's own "${file}"`} : {ok: true, argv: [file, ...args], env, unset};
}

/** What is no program, or starts one in a way of its own. */
const shellWords: ReadonlySet<string> = new Set(['cd', 'source', '.', 'export', 'eval', 'if', 'for', 'while', 'until', 'case', 'function', 'set', 'ulimit', 'trap', 'exit', 'time', 'nohup', '!', 'env', 'exec']);

type Before = {readonly env: Record<string, string>; readonly unset: string[]};

/** One thing less of what stands before the program. */
function withoutPrefix(words: readonly string[], {env, unset}: Before): readonly string[] {
	const [first = '', second, ...others] = words;
	const assigned = /^([A-Za-z_]\w*)=(.*)$/s.exec(first);
	if (assigned?.[1] !== undefined) {
		env[assigned[1]] = assigned[2] ?? '';
		return words.slice(1);
	}

	if (first === 'exec' && second?.startsWith('-') === false) {
		return words.slice(1);
	}

	if (first !== 'env' || second === undefined) {
		return words;
	}

	if ((second === '-u' || second === '--unset') && others[0] !== undefined) {
		unset.push(others[0]);
		return ['env', ...others.slice(1)];
	}

	const joined = /^--unset=(.+)$/.exec(second)?.[1];
	if (joined !== undefined) {
		unset.push(joined);
		return ['env', ...others];
	}

	// Any other option of it changes more than the environment.
	return second.startsWith('-') ? words : words.slice(1);
}

type Split = {readonly words: readonly string[]} | {readonly needs: string};

function splitWords(line: string): Split {
	const words: string[] = [];
	let word: string | undefined;
	for (let rest = line; rest !== '';) {
		const piece = nextPiece(rest, word === undefined);
		if ('needs' in piece) {
			return piece;
		}

		if (piece.text === undefined) {
			words.push(...word === undefined ? [] : [word]);
			word = undefined;
		} else {
			word = (word ?? '') + piece.text;
		}

		rest = rest.slice(piece.length);
	}

	return {words: word === undefined ? words : [...words, word]};
}

type Piece = {readonly length: number; /** Undefined for what stands between words. */ readonly text: string | undefined} | {readonly needs: string};

function nextPiece(rest: string, isBeginning: boolean): Piece {
	const blank = /^[ \t]+/.exec(rest)?.[0];
	if (blank !== undefined) {
		return {length: blank.length, text: undefined};
	}

	const single = /^'([^']*)'/.exec(rest);
	if (single !== null) {
		return {length: single[0].length, text: single[1] ?? ''};
	}

	const double = /^"((?:[^"\\]|\\.)*)"/s.exec(rest);
	if (double !== null) {
		return quoted(double[0], double[1] ?? '');
	}

	const home = /^(?:\$HOME|\${HOME})(?!\w)/.exec(rest)?.[0] ?? (isBeginning ? /^~(?=\/|\s|$)/.exec(rest)?.[0] : undefined);
	if (home !== undefined) {
		return {length: home.length, text: '{home}'};
	}

	const escaped = /^\\([^\n])/.exec(rest);
	if (escaped !== null) {
		return {length: 2, text: escaped[1] ?? ''};
	}

	const plain = /^[^\s'"\\$`|&;<>()*?[\]{}#!~]+/.exec(rest)?.[0];
	if (plain !== undefined) {
		return {length: plain.length, text: plain};
	}

	// Within a word these are nothing special.
	return !isBeginning && /^[#!~]/.test(rest) ? {length: 1, text: rest.slice(0, 1)} : {needs: shellSyntax(rest)};
}

function quoted(whole: string, inner: string): Piece {
	const unknown = /\$(?!HOME\b|{HOME})|`/.exec(inner.replaceAll(/\\./gs, ''));
	return unknown === null
		? {length: whole.length, text: inner.replaceAll(/\\(["\\$`])|\$HOME\b|\${HOME}/g, (_, escaped: string | undefined) => escaped ?? '{home}')}
		: {needs: shellSyntax(unknown[0])};
}

function shellSyntax(rest: string): string {
	const variable = /^\$(?:\w+|{\w+})/.exec(rest)?.[0];
	if (variable !== undefined) {
		return `a shell for ${variable}`;
	}

	const sign = /^(?:&&|\|\||>>|<<|\$\(|[\s\S])/.exec(rest)?.[0] ?? rest;
	return sign === '\n' ? 'a shell for its several lines' : (sign === '\'' || sign === '"' ? `the other ${sign}` : `a shell for ${sign}`);
}
