import {nearest} from '../nearest.js';
import {aliases} from './alias.js';
import {shells, shellOf, type ShellName} from './shell.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** What was asked for, or why it was not understood. */
export type ShellChoice =
	| {readonly status: 'chosen'; readonly shells: readonly ShellName[]}
	/** Every shell that is there. */
	| {readonly status: 'all'}
	| {readonly status: 'unknown'; readonly problem: string; readonly next: string};

/** Which shells are meant: named with commas between, `all`, or the one that `SHELL` is. */
export function chooseShells(given: string | undefined, {SHELL}: Environment): ShellChoice {
	if (given === undefined) {
		const own = shellOf(SHELL ?? '');
		return own === undefined
			? {status: 'unknown', problem: `Which shell is meant is not known: SHELL is ${SHELL === undefined || SHELL === '' ? 'not set' : SHELL}.`, next: `Name it: --shell ${shells.join(', --shell ')}, or --shell all.`}
			: {status: 'chosen', shells: [own]};
	}

	const names = given.split(',').map(name => name.trim()).filter(name => name !== '');
	if (names.includes('all')) {
		return {status: 'all'};
	}

	const wrong = names.find(name => !(shells as readonly string[]).includes(name));
	if (wrong !== undefined || names.length === 0) {
		const near = nearest(wrong ?? '', shells);
		return {status: 'unknown', problem: `install knows no shell "${wrong ?? given}".`, next: near === undefined ? `It knows ${shells.join(', ')}, or all; several with commas between.` : `Did you mean "${near}"?`};
	}

	return {status: 'chosen', shells: shells.filter(shell => names.includes(shell))};
}

/** The file a shell reads at its start, by the environment alone. */
export function rcPath(shell: ShellName, env: Environment): string {
	const home = env.HOME ?? '';
	const given = (value: string | undefined, otherwise: string) => value === undefined || value === '' ? otherwise : value;
	switch (shell) {
		case 'zsh': {
			return `${given(env.ZDOTDIR, home)}/.zshrc`;
		}

		case 'bash': {
			return `${home}/.bashrc`;
		}

		case 'fish': {
			return `${given(env.XDG_CONFIG_HOME, `${home}/.config`)}/fish/config.fish`;
		}
	}
}

/** The first name that is no alias of ours, with the nearest that is. */
export function unknownAlias(names: readonly string[]): {readonly name: string; readonly near: string | undefined} | undefined {
	const known = aliases.map(alias => alias.name);
	const name = names.find(each => !known.includes(each));
	return name === undefined ? undefined : {name, near: nearest(name, known)};
}

/** Where an alias takes the place of a program at the prompt. */
export function shadowNote(shadowed: ReadonlyArray<{readonly name: string; readonly path: string}>): string | undefined {
	if (shadowed.length === 0) {
		return undefined;
	}

	const many = shadowed.length > 1;
	return `At the prompt ${shadowed.map(({name, path}) => `${name} now stands before ${path}`).join(', ')}. Scripts and make still get the program${many ? 's' : ''}, because aliases are for the prompt alone; the whole path gets ${many ? 'one' : 'it'} there too, and --without ${shadowed.map(({name}) => name).join(',')} (or install.without in the config) leaves the alias${many ? 'es' : ''} out.`;
}
