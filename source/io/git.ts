import {readFileSync} from 'node:fs';
import path from 'node:path';

/** It is asked in the background: on a machine that is busy it takes as many seconds as that takes. */
const usualDeadline = 30_000;
const longestOutput = 4 * 1024 * 1024;

/** The branch checked out in the repository around a folder, or a short commit; undefined outside of one. Only files are read. */
export function readBranch(folder: string): string | undefined {
	for (let current = path.resolve(folder); ; current = path.dirname(current)) {
		const head = readText(path.join(gitFolder(path.join(current, '.git')), 'HEAD'))?.trim();
		if (head !== undefined) {
			return head.startsWith('ref: ') ? head.replace(/^ref: (?:refs\/heads\/)?/, '') : head.slice(0, 7);
		}

		if (current === path.dirname(current)) {
			return undefined;
		}
	}
}

/** How many files have changed; undefined where git does not say so in time. */
export async function countChanges(folder: string, {env, signal, deadlineMs = usualDeadline}: {readonly env: Readonly<Record<string, string | undefined>>; readonly signal: AbortSignal; readonly deadlineMs?: number}): Promise<number | undefined> {
	// Git takes no lock that an agent at work could meet, and starts no program that the repository names.
	const args = ['--no-optional-locks', '-c', 'core.fsmonitor=false', 'status', '--porcelain', '-z', '--no-renames'];
	// Loaded when it is needed, which is after the first frame.
	const {execa} = await import('execa');
	const {failed, stdout} = await execa('git', args, {cwd: folder, env: {...env}, extendEnv: false, cancelSignal: signal, timeout: deadlineMs, maxBuffer: longestOutput, reject: false});
	// No git, no repository, or one too large for now: the count is left out.
	return failed ? undefined : stdout.split('\0').filter(entry => entry !== '').length;
}

/** In a worktree or a submodule `.git` is a file that names the folder. */
function gitFolder(entry: string): string {
	const told = /^gitdir: (.+)$/m.exec(readText(entry) ?? '')?.[1];
	return told === undefined ? entry : path.resolve(path.dirname(entry), told);
}

function readText(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		// It is not there, or is a folder: both are ordinary here.
		return undefined;
	}
}
