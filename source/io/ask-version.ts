import {execFile, spawnSync} from 'node:child_process';
import {versionIn} from '../core/launch/version.js';

export type VersionAnswer =
	| {readonly type: 'version'; readonly version: string}
	| {readonly type: 'problem'; readonly problem: string};

/** An agent that is an editor in disguise prints more than this and is no version. */
const longestAnswer = 64 * 1024;

/** Runs `FILE --version` without a terminal and reads what it calls itself; one that takes longer than the deadline is ended. */
export async function askVersion(file: string, {env, cwd, deadlineMs, signal}: {readonly env: Readonly<Record<string, string | undefined>>; readonly cwd: string; readonly deadlineMs: number; readonly signal: AbortSignal}): Promise<VersionAnswer> {
	return new Promise(resolve => {
		const child = execFile(file, ['--version'], {env: {...env}, cwd, timeout: deadlineMs, killSignal: 'SIGKILL', maxBuffer: longestAnswer, signal}, (error, stdout, stderr) => {
			resolve(error === null ? readAnswer(stdout, stderr) : {type: 'problem', problem: `${problemOf(error, deadlineMs)}${complaint(stderr)}`});
		});
		child.stdin?.end();
	});
}

/** The same while everything waits: for a launch that gives its place to the agent, and would leave it the streams that waiting opens. */
export function askVersionAtOnce(file: string, {env, cwd, deadlineMs}: {readonly env: Readonly<Record<string, string | undefined>>; readonly cwd: string; readonly deadlineMs: number}): VersionAnswer {
	const {error, status, stdout, stderr} = spawnSync(file, ['--version'], {env: {...env}, cwd, timeout: deadlineMs, killSignal: 'SIGKILL', maxBuffer: longestAnswer, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8'});
	if (error !== undefined || status !== 0) {
		return {type: 'problem', problem: error === undefined ? `it ended with code ${status ?? 'of a signal'}` : `it gave no answer (${error.message})`};
	}

	return readAnswer(stdout, stderr);
}

function readAnswer(stdout: string, stderr: string): VersionAnswer {
	const version = versionIn(stdout) ?? versionIn(stderr);
	return version === undefined ? {type: 'problem', problem: 'there is no version in what it printed'} : {type: 'version', version};
}

function problemOf({killed, code, message}: Error & {readonly killed?: boolean; readonly code?: number | string | null}, deadlineMs: number): string {
	if (killed === true) {
		return `it took longer than ${deadlineMs / 1000} s`;
	}

	return typeof code === 'number' ? `it ended with code ${code}` : `it could not be started (${code ?? message})`;
}

/** What it says itself of why, such as a Node that is too old for it: the one line with the error. */
function complaint(stderr: string): string {
	const line = stderr.split('\n').map(text => text.trim()).find(text => /error|cannot|need|requires/i.test(text));
	return line === undefined ? '' : `: ${line.slice(0, 160)}`;
}
