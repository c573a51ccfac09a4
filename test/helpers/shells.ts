import {chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type {ExecutionContext} from 'ava';
import type {ShellName} from '../../source/core/shell/shell.js';
import {findExecutable} from '../../source/io/executable.js';
import {temporaryHome, type Home} from './home.js';
import {openTerminal, type Terminal} from './terminal.js';
import {root, runFile, type Ended} from './program.js';

/** A person's machine with a shell, and in front of its PATH a `cg_run`, `clutch` and `proxies` that only say how they were called. */
export type ShellMachine = Home & {
	readonly shell: ShellName;
	/** The file the shell reads at its start. */
	readonly rc: string;
	readonly fakes: string;
	/** Runs a line as the interactive shell does, after its start file. */
	readonly run: (line: string) => Promise<Ended>;
	/** The same without the fakes and without our programs on its PATH. */
	readonly runPlain: (line: string) => Promise<Ended>;
	/** The shell on a terminal. */
	readonly open: () => Terminal;
};

export const rcNames: Readonly<Record<ShellName, string>> = {zsh: '.zshrc', bash: '.bashrc', fish: '.config/fish/config.fish'};

/** Undefined where the shell is not installed: the test says so and ends; in CI that is a failure, for there it has to be. */
export function shellMachine(t: ExecutionContext, shell: ShellName): ShellMachine | undefined {
	const found = findExecutable(shell, {searchPath: process.env.PATH, cwd: '/'});
	if (found.status !== 'found') {
		if (process.env.CI === 'true') {
			t.fail(`${shell} is not installed`);
		} else {
			t.log('skipped: not installed');
			t.pass();
		}

		return undefined;
	}

	const home = temporaryHome(t, {PATH: '/usr/local/bin:/usr/bin:/bin', SHELL: found.path});
	const fakes = path.join(home.user, 'fakes');
	mkdirSync(fakes);
	for (const name of ['cg_run', 'clutch', 'proxies']) {
		writeFileSync(path.join(fakes, name), `#!/bin/sh\nprintf '<%s>' ${name} "$@"\necho\n`);
		chmodSync(path.join(fakes, name), 0o755);
	}

	const env = {...home.env, PATH: `${fakes}:${root}bin:${home.env.PATH ?? ''}`};
	return {
		...home,
		shell,
		rc: path.join(home.user, rcNames[shell]),
		fakes,
		run: async line => runFile([found.path, '-i', '-c', line], {env, cwd: home.project}),
		runPlain: async line => runFile([found.path, '-i', '-c', line], {env: home.env, cwd: home.project}),
		open: () => openTerminal(t, {argv: [found.path, '-i'], env: {...env, PATH: `${root}bin:${home.env.PATH ?? ''}`}, cwd: home.project}),
	};
}
