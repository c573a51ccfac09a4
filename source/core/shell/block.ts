import {aliasesWithout, type Alias} from './alias.js';
import {quote, type ShellName} from './shell.js';

export type BlockInput = {
	/** Names of aliases that are left out. */
	readonly without: readonly string[];
	/** The folder of the four programs, where the PATH has them nowhere else. */
	readonly programs: string | undefined;
	/** Where the shell finds the completions: the folder of this shell. */
	readonly completions: string;
};

const completed = ['clutch', 'xx', 'proxies', 'cg_run'] as const;

/**
What stands between the markers, line by line: the PATH, the aliases, the completions. Nothing in it starts a process; the completions are read at the first Tab.

No line may go on in the next one with a backslash, so that the whole also works in a file whose lines end in CRLF.
*/
export function blockLines(shell: ShellName, input: BlockInput): readonly string[] {
	const aliases = aliasesWithout(input.without);
	return [
		...(input.without.length === 0 ? [] : [`${leftOutMark}${input.without.join(', ')}.`]),
		...(shell === 'fish' ? fishLines(aliases, input) : [...pathLine(shell, input.programs), ...aliasLines(shell, aliases), ...completionLines(shell, {aliases, completions: input.completions})]),
	];
}

const leftOutMark = '# Left out: ';

/** The aliases that a block says it does without. */
export function leftOutOf(block: string): readonly string[] {
	const names = /^# Left out: ([^.\r\n]*)\./m.exec(block)?.[1];
	return names === undefined ? [] : names.split(', ');
}

function pathLine(shell: 'zsh' | 'bash', programs: string | undefined): readonly string[] {
	return programs === undefined ? [] : [`case ":$PATH:" in *:${quote(shell, programs)}:*) ;; *) export PATH=${quote(shell, programs)}":$PATH" ;; esac`];
}

function aliasLines(shell: 'zsh' | 'bash', aliases: readonly Alias[]): readonly string[] {
	return aliases.map(({name, words}) => `alias ${name}=${quote(shell, words.join(' '))}`);
}

/** The small function is replaced by the real one when the file is read. zsh without its completion system (`compinit`) has the older one, and finds ours by its folder should `compinit` come later. */
function completionLines(shell: 'zsh' | 'bash', {aliases, completions}: {readonly aliases: readonly Alias[]; readonly completions: string}): readonly string[] {
	if (shell === 'bash') {
		const file = quote(shell, `${completions}/clutch.bash`);
		return [
			`_clutch() { [ -r ${file} ] && . ${file} && _clutch "$@"; }`,
			`complete -F _clutch ${[...completed, ...aliases.map(({name}) => name)].join(' ')}`,
		];
	}

	const file = quote(shell, `${completions}/_clutch`);
	return [
		`_clutch() { [[ -r ${file} ]] && source ${file} && _clutch "$@"; }`,
		`_clutch_plain() { [[ -r ${file} ]] && source ${file} && _clutch_plain "$@"; }`,
		`if (( $+functions[compdef] )); then compdef _clutch ${completed.join(' ')}; else compctl -K _clutch_plain ${completed.join(' ')}; fpath+=(${quote(shell, completions)}); fi`,
	];
}

/** fish reads its file for scripts too: only the PATH is for them. A function is what its `alias` makes, without the time that takes. */
function fishLines(aliases: readonly Alias[], {programs, completions}: BlockInput): readonly string[] {
	return [
		...(programs === undefined ? [] : [`contains -- ${quote('fish', programs)} $PATH; or set -gx PATH ${quote('fish', programs)} $PATH`]),
		'if status is-interactive',
		...aliases.map(({name, words}) => `function ${name} --wraps ${quote('fish', wrapped(words))} --description ${quote('fish', words.join(' '))}; ${words.join(' ')} $argv; end`),
		`contains -- ${quote('fish', completions)} $fish_complete_path; or set -g fish_complete_path ${quote('fish', completions)} $fish_complete_path`,
		'end',
	];
}

/** What its arguments are completed like. */
function wrapped(words: readonly string[]): string {
	return (words[0] === 'cg_run' ? words.slice(1) : words).join(' ');
}
