import {spawn} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import type {Home} from './home.js';
import {patienceMs} from './until.js';

export type Ended = {readonly code: number | null; readonly signal: string | null; readonly stdout: string; readonly stderr: string};

export type ProgramOptions = {
	readonly home: Home;
	readonly input?: string;
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
	/** After that it is killed. @default patienceMs */
	readonly timeoutMs?: number;
};

/** The root of the checkout, where `bin/` is. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs one of the programs in `bin/` to its end, without a terminal. */
export async function runProgram(argv: readonly [string, ...string[]], {home, input = '', env = {}, cwd = home.project, timeoutMs}: ProgramOptions): Promise<Ended> {
	const [program, ...args] = argv;
	return runFile([program.includes('/') ? program : `${root}bin/${program}`, ...args], {env: {...home.env, ...env}, cwd, input, timeoutMs});
}

type RunOptions = {readonly env: Readonly<Record<string, string>>; readonly cwd: string; readonly input?: string; readonly timeoutMs?: number | undefined};

/** Runs any file to its end. */
export async function runFile([file, ...args]: readonly [string, ...string[]], {env, cwd, input = '', timeoutMs = patienceMs}: RunOptions): Promise<Ended> {
	const child = spawn(file, args, {env, cwd, stdio: ['pipe', 'pipe', 'pipe'], timeout: timeoutMs});
	const out: Buffer[] = [];
	const error: Buffer[] = [];
	child.stdout.on('data', (chunk: Buffer) => {
		out.push(chunk);
	});
	child.stderr.on('data', (chunk: Buffer) => {
		error.push(chunk);
	});
	// A program that reads nothing may be gone before it is written to.
	child.stdin.on('error', () => undefined);
	child.stdin.end(input);
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code, signal) => {
			resolve({code, signal, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(error).toString()});
		});
	});
}
