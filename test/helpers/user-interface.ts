import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {identify, signalProcess} from '../../source/io/process-identity.js';
import type {PausePoint} from '../../source/io/pause-point.js';
import type {Home} from './home.js';
import {childrenOf} from './process-tree.js';
import {root} from './program.js';
import {openTerminal, type Terminal} from './terminal.js';
import {wrongModes} from './terminal-modes.js';
import {until} from './until.js';

export type UserInterface = {
	readonly terminal: Terminal;
	/** The dashboard's own process, below the small shell program that guards the terminal. */
	readonly pid: () => number;
	readonly kill: () => void;
	/** What is not as it was found, once the dashboard is gone. */
	readonly leftOver: () => Promise<readonly string[]>;
};

type Size = {readonly cols?: number; readonly rows?: number};

/** `clutch` as a person starts it, in a shell that writes down how the terminal was before and how it is afterwards. */
export function openUserInterface(t: Parameters<typeof openTerminal>[0], {home, words = [], cols = 120, rows = 36, env = {}}: Size & {readonly home: Home; readonly words?: readonly string[]; readonly env?: Readonly<Record<string, string>>}): UserInterface {
	const notes = path.join(home.user, `tty-${process.hrtime.bigint()}`);
	const script = 'notes=$1; shift; stty -a | tail -n +2 > "$notes.before"; "$0" "$@"; stty -a | tail -n +2 > "$notes.after.new"; mv "$notes.after.new" "$notes.after"';
	const terminal = openTerminal(t, {argv: ['/bin/sh', '-c', script, `${root}bin/clutch`, notes, ...words], env: {...home.env, ...env}, cwd: home.project, cols, rows});
	const pid = () => {
		const [launcher] = childrenOf(terminal.pid);
		const [dashboard] = launcher === undefined ? [] : childrenOf(launcher);
		if (dashboard === undefined) {
			throw new Error('no dashboard runs in this terminal');
		}

		return dashboard;
	};

	return {
		terminal,
		pid,
		kill() {
			kill(pid());
		},
		async leftOver() {
			await until('the shell has its terminal back', () => existsSync(`${notes}.after`));
			await terminal.exit;
			const same = readFileSync(`${notes}.after`, 'utf8') === readFileSync(`${notes}.before`, 'utf8');
			return [...wrongModes(terminal.raw()), ...same ? [] : ['its lines read in another way']];
		},
	};
}

/** Ends a process of a test at once; fails if it is gone already. */
export function kill(pid: number): void {
	const identity = identify(pid);
	if (identity === undefined || !signalProcess(identity, 'SIGKILL')) {
		throw new Error(`${pid} is gone already`);
	}
}

/** A moment at which a program stands still until it is killed: `arm` makes it stop there from now on. */
export function pauseFolder(home: Pick<Home, 'user'>) {
	const folder = path.join(home.user, 'pauses');
	mkdirSync(folder, {recursive: true});
	return {
		env: {CLUTCH_PAUSE_POINTS: folder},
		arm(name: PausePoint) {
			execFileSync('mkfifo', [path.join(folder, name)]);
		},
		/** The process that stands there now. */
		async reached(name: PausePoint): Promise<number> {
			const file = path.join(folder, `${name}.reached`);
			await until(`a program stands at ${name}`, () => existsSync(file) && readFileSync(file, 'utf8') !== '');
			return Number(readFileSync(file, 'utf8'));
		},
	};
}
