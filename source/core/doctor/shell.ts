import type {ShellName} from '../shell/shell.js';
import {info, ok, warn, type Finding} from './finding.js';

export type ShellFacts = {
	readonly shell: ShellName;
	/** The file it reads at its start. */
	readonly file: string;
	readonly state:
		| {readonly type: 'none'}
		| {readonly type: 'current'}
		/** The block or the completions are not what `clutch install` would write now. */
		| {readonly type: 'outdated'}
		/** The markers do not make one block. */
		| {readonly type: 'damaged'; readonly problem: string}
		| {readonly type: 'unreadable'; readonly problem: string};
};

/** The aliases and completions in the files of the shells. Nothing here is bad: all programs work without. */
export function examineShells(facts: readonly ShellFacts[]): readonly Finding[] {
	return facts.length === 0
		? [info('shell', 'No shell here has the aliases and completions.', 'clutch install --shell zsh (or bash, or fish) puts them in.')]
		: facts.map(fact => examineShell(fact));
}

function examineShell({shell, file, state}: ShellFacts): Finding {
	const id = `shell.${shell}`;
	switch (state.type) {
		case 'none': {
			return info(id, `${shell} does not have the aliases and completions: there is no block of ours in ${file}.`, `clutch install --shell ${shell} puts them in.`);
		}

		case 'current': {
			return ok(id, `${shell} has the aliases and completions, in ${file}.`);
		}

		case 'outdated': {
			return warn(id, `The aliases and completions of ${shell} in ${file} are not those of this version and config.`, `clutch install --shell ${shell} brings them up to date.`);
		}

		case 'damaged': {
			return warn(id, `The file ${file} is left alone by clutch install: ${state.problem}.`, `Take those lines away by hand, then clutch install --shell ${shell}.`);
		}

		case 'unreadable': {
			return warn(id, state.problem, 'Make it a file that you can read.');
		}
	}
}
