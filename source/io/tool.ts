import {execFile} from 'node:child_process';

export type ToolAnswer = {readonly ok: boolean; readonly stdout: string; readonly stderr: string};

type Options = {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly signal: AbortSignal;
	/** It is ended after that. */
	readonly deadlineMs: number;
};

/** Runs one of the system's own tools to its end. Never fails: a tool that is missing did not do it either. */
export async function runTool([file = '', ...args]: readonly string[], {env, signal, deadlineMs}: Options): Promise<ToolAnswer> {
	return new Promise(resolve => {
		execFile(file, args, {env: {...env}, timeout: deadlineMs, killSignal: 'SIGKILL', signal}, (error, stdout, stderr) => {
			resolve({ok: error === null, stdout: stdout.trim(), stderr: stderr.trim() === '' && error !== null ? error.message : stderr.trim()});
		});
	});
}
