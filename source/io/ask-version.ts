import {execFile} from 'node:child_process';
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
			const version = versionIn(stdout) ?? versionIn(stderr);
			if (error === null) {
				resolve(version === undefined ? {type: 'problem', problem: 'there is no version in what it printed'} : {type: 'version', version});
				return;
			}

			resolve({type: 'problem', problem: problemOf(error, deadlineMs)});
		});
		child.stdin?.end();
	});
}

function problemOf({killed, code, message}: Error & {readonly killed?: boolean; readonly code?: number | string | null}, deadlineMs: number): string {
	if (killed === true) {
		return `it took longer than ${deadlineMs / 1000} s`;
	}

	return typeof code === 'number' ? `it ended with code ${code}` : `it could not be started (${code ?? message})`;
}
