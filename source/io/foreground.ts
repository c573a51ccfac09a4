import {spawn} from 'node:child_process';
import type {Launch} from '../core/command.js';
import type {Exit} from '../core/session/session.js';

/** Signals a terminal sends to everybody in the foreground: the child has them already. */
const keySignals = ['SIGINT', 'SIGQUIT'] as const;

/** Signals sent to us alone, which are meant for the child. */
const forwarded = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;

/**
Runs a program in our own terminal until it ends, as if it had been started in our place: it has the terminal, its signals, and nothing of ours listens to either meanwhile. Rejects with the system's error where it cannot be started.
*/
export async function runForeground({file, args, env, cwd}: Launch, stdin: 'terminal' | 'nothing'): Promise<Exit> {
	for (const name of [...keySignals, ...forwarded]) {
		process.removeAllListeners(name);
	}

	for (const name of keySignals) {
		process.on(name, () => undefined);
	}

	const child = spawn(file, args, {env, cwd, stdio: [stdin === 'nothing' ? 'ignore' : 'inherit', 'inherit', 'inherit']});
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
