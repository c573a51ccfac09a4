import {spawn} from 'node:child_process';
import {closeSync, existsSync, openSync, readFileSync} from 'node:fs';
import {flushCompileCache} from 'node:module';
import process from 'node:process';
import type {Launch} from '../core/command.js';
import type {Exit} from '../core/session/session.js';

/** Bytes with the zero at the end: `MAX_ARG_STRLEN` of Linux, of one argument or variable. */
const longestArgument = 131_072;

/** Of all of them: well below what a stack of 8 MB, the usual one, lets Linux take; macOS takes 1 MB. */
const longestAll = process.platform === 'linux' ? 1_500_000 : 900_000;

/** `terminal-again`: what came by our own standard input was taken, and the terminal itself stands in its place. */
export type ForegroundInput = 'terminal' | 'terminal-again' | 'nothing';

/** Signals a terminal sends to everybody in the foreground: the child has them already. */
const keySignals = ['SIGINT', 'SIGQUIT'] as const;

/** Signals sent to us alone, which are meant for the child. */
const forwarded = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;

/**
Runs a program in our own terminal, as if it had been started in our place. Where the system can, the program takes our process over, and this never returns: its pid, its signals and its exit code are ours. Elsewhere it is a child, and what it ended with is the answer.

Nothing may have been written through `process.stdout` or read through `process.stdin` before: what they do to a pipe stays with it. Fails with the system's error where the program cannot be started.
*/
export async function runForeground(launch: Launch, stdin: ForegroundInput): Promise<Exit> {
	const trampoline = trampolineFor(launch.file);
	if (process.execve === undefined || trampoline === undefined || !fits(launch)) {
		return runChild(launch, stdin);
	}

	process.chdir(launch.cwd);
	takeInput(stdin);
	// Its end is what Node waits for before it keeps what it compiled, and that never comes.
	flushCompileCache();
	return process.execve(trampoline.file, [...trampoline.args, launch.file, ...launch.args], environment(launch));
}

type Trampoline = {readonly file: string; readonly args: readonly string[]};

/**
Node ignores SIGPIPE and SIGXFSZ, and a program inherits what is ignored: `yes | head` in an agent's shell would never end. So it is started by way of a small program that puts both right: GNU `env`, else Perl.
*/
function trampolineFor(file: string): Trampoline | undefined {
	// `env` would take a path with = for a variable.
	if (!file.includes('=') && knowsSignals('/usr/bin/env')) {
		return {file: '/usr/bin/env', args: ['env', '--default-signal=PIPE,XFSZ']};
	}

	return existsSync('/usr/bin/perl') ? {file: '/usr/bin/perl', args: ['perl', '-e', '$SIG{PIPE}=$SIG{XFSZ}="DEFAULT"; exec {$ARGV[0]} @ARGV; print STDERR "$ARGV[0]: $!\n"; exit 126', '--']} : undefined;
}

/** What is too long for the system ends Node itself there and then; a child's start fails with a sentence. */
function fits({args, env}: Launch): boolean {
	const sizes = [...args, ...Object.entries(env).map(pair => pair.join('='))].map(text => Buffer.byteLength(text) + 1);
	return Math.max(0, ...sizes) <= longestArgument && sizes.reduce((sum, size) => sum + size, 0) < longestAll;
}

/** The option's name is in the program that has it: reading 50 kB is cheaper than asking. */
function knowsSignals(file: string): boolean {
	try {
		return readFileSync(file).includes('default-signal');
	} catch {
		// No such program here.
		return false;
	}
}

function takeInput(stdin: ForegroundInput): void {
	const file = inputFile(stdin);
	if (file !== undefined) {
		closeSync(0);
		// The lowest free descriptor is the one that was just closed.
		openSync(file, stdin === 'nothing' ? 'r' : 'r+');
	}
}

function inputFile(stdin: ForegroundInput): string | undefined {
	switch (stdin) {
		case 'terminal': {
			return undefined;
		}

		case 'terminal-again': {
			return hasTerminal() ? '/dev/tty' : undefined;
		}

		case 'nothing': {
			return '/dev/null';
		}
	}
}

function hasTerminal(): boolean {
	try {
		closeSync(openSync('/dev/tty', 'r+'));
		return true;
	} catch {
		// Nobody's terminal is around us.
		return false;
	}
}

/** What says in which folder a program is has to say the truth. */
function environment({env, cwd}: Launch): Readonly<Record<string, string>> {
	return env.PWD === undefined ? env : {...env, PWD: cwd};
}

async function runChild(launch: Launch, stdin: ForegroundInput): Promise<Exit> {
	const {file, args, cwd} = launch;
	for (const name of [...keySignals, ...forwarded]) {
		process.removeAllListeners(name);
	}

	for (const name of keySignals) {
		process.on(name, () => undefined);
	}

	const input = inputFile(stdin);
	const descriptor = input === undefined ? undefined : openSync(input, stdin === 'nothing' ? 'r' : 'r+');
	const child = spawn(file, args, {env: environment(launch), cwd, stdio: [descriptor ?? 'inherit', 'inherit', 'inherit']});
	for (const name of forwarded) {
		process.on(name, () => {
			child.kill(name);
		});
	}

	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', (code, signal) => {
			resolve(signal === null ? {type: 'code', code: code ?? 0} : {type: 'signal', signal});
		});
	});
}
